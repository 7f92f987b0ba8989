package io.srvlab.csi.rds.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.srvlab.csi.rds.host.HostCommand;
import io.srvlab.csi.rds.volume.Failure;
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
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** A map whose making a killed dmsetup left unfinished, or whose name is taken. */
class ShieldMakingTest {
    @TempDir
    Path directory;

    private NodeUnderTest node;

    @BeforeEach
    void oneExport() throws IOException {
        node = new NodeUnderTest(directory);
        node.image("vol", NodeUnderTest.SIZE);
    }

    @Test
    void aMapOfSomebodyElseWithOurNameIsLeftAlone() throws IOException {
        node.image("foreign", NodeUnderTest.SIZE);
        done(node.stager.stage(node.stage("foreign", NodeUnderTest.RAW)));
        done(dmsetup("create", "rds-csi-vol", "--uuid", "LVM-1", "--notable"));
        failed(node.stager.stage(node.stage("vol", NodeUnderTest.MOUNTED)), Failure.Unexpected.class);
        done(dmsetup("remove", "--uuid", "LVM-1"));
    }

    @ParameterizedTest
    @MethodSource("io.srvlab.csi.rds.node.ShieldTest#uses")
    void aMapWhoseMakingWasCutShortIsMadeAnew(VolumeUse use) throws IOException {
        done(dmsetup("create", "rds-csi-vol", "--uuid", "rds-csi-vol", "--notable"));
        done(node.stager.stage(node.stage("vol", use)));
        assertThat(node.host.sys().resolve("block/dm-0/slaves/nvme0n1")).exists();
    }

    /** What holds the device is this driver's own work, and no reason to use the device without a map. */
    @Test
    void aMapWhoseTableWasNeverPutToWorkIsMadeAnew() throws IOException {
        done(node.stager.stage(node.stage("vol", NodeUnderTest.RAW)));
        String table = "0 %d multipath 3 queue_if_no_path queue_mode bio 0 1 1 round-robin 0 1 1 %s 1000"
                .formatted(
                        NodeUnderTest.SIZE / 512,
                        Files.readString(node.host.sys().resolve("block/nvme0n1/dev"))
                                .strip());
        done(dmsetup("remove", "rds-csi-vol"));
        done(dmsetup("create", "rds-csi-vol", "--uuid", "rds-csi-vol", "--notable"));
        done(dmsetup("load", "rds-csi-vol", "--table", table));
        done(node.stager.stage(node.stage("vol", NodeUnderTest.RAW)));
        assertThat(node.host.sys().resolve("block/dm-0/slaves/nvme0n1")).exists();
        assertThat(Files.readString(node.host.sys().resolve("block/dm-0/size")).strip())
                .isNotEqualTo("0");
    }

    private Mono<Void> dmsetup(String... words) {
        return node.host
                .run(new HostCommand(
                        Stream.concat(Stream.of("dmsetup"), Stream.of(words)).toList(), Duration.ofSeconds(1)))
                .doOnNext(output -> assertThat(output.ok()).as(output.text()).isTrue())
                .then();
    }

    private static void done(Mono<Void> work) {
        work.as(StepVerifier::create).expectComplete().verify(Duration.ofSeconds(20));
    }

    private static void failed(Mono<?> work, Class<? extends Failure> kind) {
        work.as(StepVerifier::create).expectError(kind).verify(Duration.ofSeconds(20));
    }
}
