package io.srvlab.csi.rds.nvme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srvlab.csi.rds.host.FabricsDevice;
import io.srvlab.csi.rds.volume.BlockDevice;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.ConnectOptions;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.HostIdentity;
import io.srvlab.csi.rds.volume.NodeName;
import io.srvlab.csi.rds.volume.Nqn;
import io.srvlab.csi.rds.volume.NvmeTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class NvmeConnectorTest {
    private static final Nqn NQN = new Nqn("nqn.2000-02.com.mikrotik:pvc-1");
    private static final NvmeTarget TARGET = new NvmeTarget("10.0.0.1", 4420, NQN);
    private static final NodeName NODE = new NodeName("worker-1");

    @TempDir
    Path directory;

    private final List<String> calls = new ArrayList<>();

    @Test
    @Tag("defect-25")
    void theDeviceIsFoundThroughSymlinksAndNotByTheControllersNumber() throws IOException {
        controller("nvme4", NQN.value());
        subsystem("nvme-subsys2", NQN.value(), "nvme2n3", "nvme2c4n3");
        block("nvme2n3", "259:9", "2048");
        assertConnected(new BlockDevice("nvme2n3", directory.resolve("dev/nvme2n3"), "259:9", new Capacity(1 << 20)));
        assertThat(calls).isEmpty();
    }

    @Test
    void withMultipathOffTheDeviceHangsBelowItsController() throws IOException {
        Files.createDirectories(controller("nvme0", NQN.value()).resolve("nvme0n1"));
        block("nvme0n1", "259:1", "8");
        assertConnected(new BlockDevice("nvme0n1", directory.resolve("dev/nvme0n1"), "259:1", new Capacity(4096)));
    }

    @Test
    @Tag("defect-33")
    void anotherNqnThatBeginsAlikeIsNotTaken() throws IOException {
        controller("nvme0", NQN.value() + "1");
        devices()
                .controllers(NQN)
                .as(StepVerifier::create)
                .expectNext(List.of())
                .verifyComplete();
    }

    @Test
    void theLineNamesThisNodeAndOnlyTheOptionsThatWereChosen() throws IOException {
        subsystem("nvme-subsys0", NQN.value(), "nvme0n1");
        block("nvme0n1", "259:1", "8");
        connector(Mono.just("nvme0"))
                .connect(TARGET, new ConnectOptions(-1, 5, 0, 30, 0), NODE)
                .as(StepVerifier::create)
                .expectNextCount(1)
                .verifyComplete();
        String id = HostIdentity.of(NODE).id().toString();
        assertThat(calls)
                .containsExactly("nqn=" + NQN + ",transport=tcp,traddr=10.0.0.1,trsvcid=4420"
                        + ",hostnqn=nqn.2014-08.org.nvmexpress:uuid:" + id + ",hostid=" + id
                        + ",ctrl_loss_tmo=-1,reconnect_delay=5,fast_io_fail_tmo=30");
    }

    @Test
    void beingConnectedAlreadyIsSuccess() throws IOException {
        subsystem("nvme-subsys0", NQN.value(), "nvme0n1");
        block("nvme0n1", "259:1", "8");
        connector(Mono.error(new IOException("EALREADY (Operation already in progress)")))
                .connect(TARGET, ConnectOptions.DEFAULT, NODE)
                .as(StepVerifier::create)
                .expectNextCount(1)
                .verifyComplete();
    }

    @Test
    void aRefusalIsUnavailableWithTheKernelsText() {
        connector(Mono.error(new IOException("EIO (Input/output error)")))
                .connect(TARGET, ConnectOptions.DEFAULT, NODE)
                .as(StepVerifier::create)
                .verifyErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOf(Failure.Unavailable.class)
                        .hasMessageContaining("EIO")
                        .hasMessageContaining("10.0.0.1:4420"));
    }

    @Test
    void aNewConnectionWithoutADeviceIsTakenDownAgain() {
        StepVerifier.withVirtualTime(() -> new NvmeConnector(
                                new Recorded(Mono.just("nvme5")),
                                new NvmeDevices(directory, directory, Schedulers.immediate()),
                                new ManagedNqns(Nqn.VOLUME_PREFIX),
                                Flux::never,
                                Schedulers.immediate())
                        .connect(TARGET, ConnectOptions.DEFAULT, NODE))
                .thenAwait(java.time.Duration.ofSeconds(31))
                .verifyError(Failure.Unavailable.class);
        assertThat(calls.getLast()).isEqualTo("disconnect nvme5");
    }

    @Test
    @Tag("incident-5")
    void anNqnThatIsNotManagedIsNeverTouched() throws IOException {
        Nqn var = new Nqn("nqn.2000-02.org.nixos:node-var");
        controller("nvme0", var.value());
        connector(Mono.just("nvme0")).disconnect(var).as(StepVerifier::create).verifyError(Failure.Conflict.class);
        connector(Mono.just("nvme0"))
                .connect(new NvmeTarget("10.0.0.1", 4420, var), ConnectOptions.DEFAULT, NODE)
                .as(StepVerifier::create)
                .verifyError(Failure.Conflict.class);
        assertThat(calls).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "nqn", "nqn.2000-02.com.mikrotik", "pvc-", ":pvc-", "iqn.2000-02.com:x"})
    @Tag("defect-25")
    void anInvalidPrefixStopsTheStart(String prefix) {
        assertThatThrownBy(() -> new ManagedNqns(prefix)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Tag("defect-32")
    void aNodesIdentityIsTheNameBasedUuidOfItsName() {
        assertThat(HostIdentity.of(new NodeName("www.example.com")).nqn())
                .isEqualTo("nqn.2014-08.org.nvmexpress:uuid:2ed6657d-e927-568b-95e1-2665a8aea6a2");
    }

    @Test
    void aMountThatHasLeftTheTableMayStillHoldTheDevice() throws IOException {
        block("nvme0n1", "259:1", "8");
        BlockDevice device = new BlockDevice("nvme0n1", directory, "259:1", new Capacity(4096));
        devices().inUse(device).as(StepVerifier::create).expectNext(false).verifyComplete();
        Files.createDirectories(directory.resolve("sys/fs/xfs/nvme0n1"));
        devices().inUse(device).as(StepVerifier::create).expectNext(true).verifyComplete();
        Files.delete(directory.resolve("sys/fs/xfs/nvme0n1"));
        Files.createDirectories(directory.resolve("sys/block/nvme0n1/holders/dm-0"));
        devices().inUse(device).as(StepVerifier::create).expectNext(true).verifyComplete();
    }

    private void assertConnected(BlockDevice device) {
        connector(Mono.error(new IOException("not to be called")))
                .connect(TARGET, ConnectOptions.DEFAULT, NODE)
                .as(StepVerifier::create)
                .expectNext(device)
                .verifyComplete();
    }

    private NvmeConnector connector(Mono<String> answer) {
        return new NvmeConnector(
                new Recorded(answer),
                devices(),
                new ManagedNqns(Nqn.VOLUME_PREFIX),
                Flux::never,
                Schedulers.boundedElastic());
    }

    private NvmeDevices devices() {
        return new NvmeDevices(directory.resolve("sys"), directory.resolve("dev"), Schedulers.boundedElastic());
    }

    private Path controller(String name, String nqn) throws IOException {
        return linked("class/nvme/" + name, nqn);
    }

    private void subsystem(String name, String nqn, String... namespaces) throws IOException {
        Path subsystem = linked("class/nvme-subsystem/" + name, nqn);
        for (String namespace : namespaces) {
            Files.createDirectories(subsystem.resolve(namespace));
        }
    }

    private Path linked(String entry, String nqn) throws IOException {
        Path link = directory.resolve("sys").resolve(entry);
        Path real = Files.createDirectories(directory.resolve("sys/devices").resolve(entry));
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, real);
        Files.writeString(real.resolve("subsysnqn"), nqn + "\n");
        return real;
    }

    private void block(String name, String majorMinor, String sectors) throws IOException {
        Path block = Files.createDirectories(directory.resolve("sys/block").resolve(name));
        Files.writeString(block.resolve("dev"), majorMinor + "\n");
        Files.writeString(block.resolve("size"), sectors + "\n");
        Files.writeString(Files.createDirectories(directory.resolve("dev")).resolve(name), "");
    }

    private final class Recorded implements FabricsDevice {
        private final Mono<String> answer;

        Recorded(Mono<String> answer) {
            this.answer = answer;
        }

        @Override
        public Mono<String> connect(String options) {
            return Mono.fromRunnable(() -> calls.add(options)).then(answer);
        }

        @Override
        public Mono<Void> disconnect(String controller) {
            return Mono.fromRunnable(() -> calls.add("disconnect " + controller));
        }

        @Override
        public Mono<Void> failFast(String controller) {
            return Mono.fromRunnable(() -> calls.add("fail fast " + controller));
        }

        @Override
        public Mono<Void> rescan(String controller) {
            return Mono.fromRunnable(() -> calls.add("rescan " + controller));
        }
    }
}
