package io.srvlab.csi.rds.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.Health;
import io.srvlab.csi.rds.volume.Nqn;
import io.srvlab.csi.rds.volume.NvmeTarget;
import io.srvlab.csi.rds.volume.VolumeEvent;
import io.srvlab.csi.rds.volume.VolumeId;
import io.srvlab.csi.rds.volume.VolumeUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** A shielded volume whose target goes away, comes back as another one, or is none of ours. */
class ShieldTest {
    private static final String NQN = NodeUnderTest.nqn("vol").value();
    private static final VolumeId VOLUME = new VolumeId("vol");

    @TempDir
    Path directory;

    private NodeUnderTest node;
    private Path image;

    static Stream<VolumeUse> uses() {
        return Stream.of(NodeUnderTest.typed("ext4"), NodeUnderTest.typed("xfs"), NodeUnderTest.RAW);
    }

    @BeforeEach
    void oneExport() throws IOException {
        node = new NodeUnderTest(directory);
        image = node.image("vol", NodeUnderTest.SIZE);
    }

    @ParameterizedTest
    @MethodSource("uses")
    void aStagedVolumeSitsOnItsMap(VolumeUse use) throws IOException {
        inUse(use);
        assertThat(uuid()).isEqualTo("rds-csi-vol");
        assertThat(slaves()).containsExactly("nvme0n1");
        done(node.binder.unpublish(node.unpublish("vol", "one")));
        done(node.stager.unstage(node.unstage("vol")));
        assertThat(node.host.dev()).isEmptyDirectory();
        assertThat(directory.resolve("records")).isEmptyDirectory();
    }

    @ParameterizedTest
    @MethodSource("uses")
    void aTargetThatComesBackUnderAnotherIdentityIsSwappedIn(VolumeUse use) throws IOException {
        inUse(use);
        comesBackAnew();
        done(node.driver.watch.round());
        done(node.driver.watch.round());
        assertThat(slaves()).containsExactly("nvme0n2");
        assertThat(health()).isEqualTo(new Health.Sound());
        assertThat(node.events).hasAtLeastOneElementOfType(VolumeEvent.PathSwapped.class);
        done(node.binder.unpublish(node.unpublish("vol", "one")));
        done(node.stager.unstage(node.unstage("vol")));
        assertThat(node.host.dev()).isEmptyDirectory();
    }

    @Test
    void aTargetThatIsAwayIsSaidAndComesBackAsItWas() {
        inUse(NodeUnderTest.MOUNTED);
        done(node.driver.watch.round());
        node.target.takeAway(NQN);
        done(node.host.notice());
        done(node.driver.watch.round());
        assertThat(health()).isInstanceOf(Health.Ailing.class);
        node.target.bringBack(NQN);
        done(node.host.notice());
        done(node.driver.watch.round());
        assertThat(health()).isEqualTo(new Health.Sound());
        done(node.host.sync());
        assertThat(node.events)
                .filteredOn(event -> !(event instanceof VolumeEvent.Mounted))
                .extracting(event -> event.getClass().getSimpleName())
                .endsWith("PathLost", "PathBack");
    }

    @ParameterizedTest
    @MethodSource("uses")
    void aConnectionThatTheKernelGaveUpIsMadeAgain(VolumeUse use) throws IOException {
        inUse(use);
        node.target.takeAway(NQN);
        done(node.host.disconnect("nvme0"));
        done(node.driver.watch.round());
        assertThat(health()).isInstanceOf(Health.Ailing.class);
        node.target.bringBack(NQN);
        node.clock.forward(Duration.ofMinutes(1));
        done(node.driver.watch.round());
        assertThat(slaves()).containsExactly("nvme0n2");
        assertThat(health()).isEqualTo(new Health.Sound());
    }

    @Test
    void anotherFilesystemBehindTheSameNameIsNeverSwappedIn() throws IOException {
        Path other = node.image("other", NodeUnderTest.SIZE);
        done(node.stager.stage(node.stage("other", NodeUnderTest.MOUNTED)));
        done(node.stager.unstage(node.unstage("other")));
        inUse(NodeUnderTest.MOUNTED);
        assertRefused(other);
    }

    @Test
    void aBlankDeviceBehindTheSameNameIsNeverSwappedIn() throws IOException {
        inUse(NodeUnderTest.MOUNTED);
        assertRefused(node.image("blank", NodeUnderTest.SIZE));
    }

    @ParameterizedTest
    @ValueSource(longs = {NodeUnderTest.SIZE / 2, NodeUnderTest.SIZE * 2})
    void aRawVolumeOfAnotherSizeIsNotSwappedIn(long size) throws IOException {
        inUse(NodeUnderTest.RAW);
        assertRefused(node.image("blank", size));
    }

    @Test
    void aRawVolumeThatGrewWhileItWasAwayIsSwappedInOnceItsExpansionSaysSo() throws IOException {
        inUse(NodeUnderTest.RAW);
        Capacity twice = new Capacity(2 * NodeUnderTest.SIZE);
        node.image("vol", twice.bytes());
        comesBackAnew();
        done(node.driver.watch.round());
        assertThat(slaves()).containsExactly("nvme0n1");
        node.expander
                .expand(new ExpandOnNode(VOLUME, node.pod("one"), twice))
                .as(StepVerifier::create)
                .expectNext(twice)
                .verifyComplete();
        assertThat(slaves()).containsExactly("nvme0n2");
        assertThat(sectors()).isEqualTo(String.valueOf(twice.bytes() / 512));
    }

    @ParameterizedTest
    @MethodSource("uses")
    void aVolumeGrowsUnderItsUsers(VolumeUse use) throws IOException {
        inUse(use);
        Capacity twice = new Capacity(2 * NodeUnderTest.SIZE);
        node.image("vol", twice.bytes());
        node.expander
                .expand(new ExpandOnNode(VOLUME, node.pod("one"), twice))
                .as(StepVerifier::create)
                .expectNext(twice)
                .verifyComplete();
        assertThat(sectors()).isEqualTo(String.valueOf(twice.bytes() / 512));
    }

    @ParameterizedTest
    @MethodSource("uses")
    void aVolumeInUseMovesToTheNqnItIsStagedWithAgain(VolumeUse use) throws IOException {
        inUse(use);
        Nqn rotated = new Nqn(NQN + "-2");
        node.target.remove(NQN);
        node.target.replace(rotated.value(), image);
        done(node.stager.stage(node.stage("vol", use, new NvmeTarget("10.0.0.1", 4420, rotated))));
        assertThat(slaves()).containsExactly("nvme1n1");
        assertThat(Files.exists(node.host.sys().resolve("class/nvme/nvme0"))).isFalse();
        done(node.stager.stage(node.stage("vol", use, new NvmeTarget("10.0.0.1", 4420, rotated))));
        done(node.binder.unpublish(node.unpublish("vol", "one")));
        done(node.stager.unstage(node.unstage("vol")));
        assertThat(node.host.dev()).isEmptyDirectory();
    }

    @ParameterizedTest
    @MethodSource("uses")
    void aFormerConnectionThatStillWorksIsEndedOnceTheVolumeHasMoved(VolumeUse use) throws IOException {
        inUse(use);
        Nqn rotated = new Nqn(NQN + "-2");
        node.target.replace(rotated.value(), image);
        done(node.stager.stage(node.stage("vol", use, new NvmeTarget("10.0.0.1", 4420, rotated))));
        assertThat(slaves()).containsExactly("nvme1n1");
        assertThat(Files.exists(node.host.sys().resolve("class/nvme/nvme0"))).isFalse();
    }

    @Test
    void anotherVolumeUnderTheNewNqnIsRefusedAndTheOldConnectionStays() throws IOException {
        inUse(NodeUnderTest.MOUNTED);
        Nqn rotated = new Nqn(NQN + "-2");
        node.target.replace(rotated.value(), node.image("blank", NodeUnderTest.SIZE));
        failed(
                node.stager.stage(node.stage("vol", NodeUnderTest.MOUNTED, new NvmeTarget("10.0.0.1", 4420, rotated))),
                Failure.Conflict.class);
        assertThat(slaves()).containsExactly("nvme0n1");
        done(node.host.sync());
    }

    @Test
    void aVolumeInUseMovesToTheAddressItIsStagedWithAgain() throws IOException {
        inUse(NodeUnderTest.MOUNTED);
        NvmeTarget elsewhere = new NvmeTarget("10.0.0.2", 4420, new Nqn(NQN));
        done(node.stager.stage(node.stage("vol", NodeUnderTest.MOUNTED, elsewhere)));
        assertThat(Files.readString(node.host.sys().resolve("class/nvme/nvme1/address")))
                .contains("10.0.0.2");
        assertThat(Files.exists(node.host.sys().resolve("class/nvme/nvme0"))).isFalse();
        done(node.driver.watch.round());
        assertThat(health()).isEqualTo(new Health.Sound());
    }

    @Test
    void aMapThatIsOpenIsNeverRemoved() throws IOException {
        inUse(NodeUnderTest.MOUNTED);
        failed(node.stager.unstage(node.unstage("vol")), Failure.Conflict.class);
        assertThat(uuid()).isEqualTo("rds-csi-vol");
    }

    private void assertRefused(Path imposter) throws IOException {
        node.target.replace(NQN, imposter);
        comesBackAnew();
        byte[] before = Files.readAllBytes(imposter);
        done(node.driver.watch.round());
        node.clock.forward(Duration.ofMinutes(2));
        done(node.driver.watch.round());
        assertThat(slaves()).containsExactly("nvme0n1");
        assertThat(health())
                .isInstanceOfSatisfying(
                        Health.Ailing.class,
                        ailing -> assertThat(ailing.reason()).isEqualTo("PathRefused"));
        assertThat(node.events)
                .filteredOn(VolumeEvent.PathRefused.class::isInstance)
                .hasSize(1);
        assertThat(Files.readAllBytes(imposter)).isEqualTo(before);
    }

    private void inUse(VolumeUse use) {
        done(node.stager.stage(node.stage("vol", use)));
        done(node.binder.publish(node.publish("vol", use, "one")));
    }

    private void comesBackAnew() {
        node.target.takeAway(NQN);
        done(node.host.notice());
        node.target.rebuild(NQN);
        node.target.bringBack(NQN);
        done(node.host.notice());
    }

    private Health health() {
        return node.driver.parts.troubles().of(VOLUME);
    }

    private String uuid() throws IOException {
        return Files.readString(node.host.sys().resolve("block/dm-0/dm/uuid")).strip();
    }

    private String sectors() throws IOException {
        return Files.readString(node.host.sys().resolve("block/dm-0/size")).strip();
    }

    private Stream<String> slaves() throws IOException {
        try (Stream<Path> slaves = Files.list(node.host.sys().resolve("block/dm-0/slaves"))) {
            return slaves.map(path -> path.getFileName().toString()).toList().stream();
        }
    }

    private static void done(Mono<Void> work) {
        work.as(StepVerifier::create).expectComplete().verify(Duration.ofSeconds(20));
    }

    private static void failed(Mono<?> work, Class<? extends Failure> kind) {
        work.as(StepVerifier::create).expectError(kind).verify(Duration.ofSeconds(20));
    }
}
