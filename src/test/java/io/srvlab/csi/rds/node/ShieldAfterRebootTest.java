package io.srvlab.csi.rds.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.srvlab.csi.rds.nvme.ShieldMode;
import io.srvlab.csi.rds.volume.Health;
import io.srvlab.csi.rds.volume.VolumeId;
import io.srvlab.csi.rds.volume.VolumeUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.util.FileSystemUtils;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** A machine that starts anew without having unstaged its volumes: the records are there, connections, maps and mounts are not. */
class ShieldAfterRebootTest {
    private static final String NQN = NodeUnderTest.nqn("vol").value();
    private static final String USES = "io.srvlab.csi.rds.node.ShieldTest#uses";

    @TempDir
    Path directory;

    private NodeUnderTest node;

    @BeforeEach
    void boot() throws IOException {
        for (String gone : List.of("host", "staging", "pods")) {
            FileSystemUtils.deleteRecursively(directory.resolve(gone));
        }
        node = new NodeUnderTest(directory);
        node.image("vol", NodeUnderTest.SIZE);
    }

    /** Of a raw volume the record still says where it was published. */
    @ParameterizedTest
    @MethodSource(USES)
    void aVolumeIsShieldedAgain(VolumeUse use) throws IOException {
        assertIsShieldedAfterItWasUsedBy(node.driver, use);
    }

    @ParameterizedTest
    @MethodSource(USES)
    void aVolumeThatHadNoShieldGetsOne(VolumeUse use) throws IOException {
        assertIsShieldedAfterItWasUsedBy(node.driver(node.host, ShieldMode.OFF), use);
    }

    @ParameterizedTest
    @MethodSource(USES)
    void aVolumeThatHadAShieldGoesOnWithoutWhereThatIsWanted(VolumeUse use) throws IOException {
        use(node.driver, use);
        boot();
        use(node.driver(node.host, ShieldMode.OFF), use);
        assertThat(path("nvme0n1")).doesNotExist();
        assertThat(node.records.find(new VolumeId("vol")).block(Duration.ofSeconds(20)))
                .hasValueSatisfying(record -> assertThat(record.proof()).isNull());
    }

    @Test
    void aVolumeThatWasMadeAnewMeanwhileIsKnownByWhatIsOnItNow() throws IOException {
        use(node.driver, NodeUnderTest.MOUNTED);
        boot();
        Files.write(node.image("vol", NodeUnderTest.SIZE), new byte[(int) NodeUnderTest.SIZE]);
        done(node.stager.stage(node.stage("vol", NodeUnderTest.MOUNTED, NodeUnderTest.SECOND)));
        node.target.takeAway(NQN);
        done(node.host.notice());
        node.target.rebuild(NQN);
        node.target.bringBack(NQN);
        done(node.host.notice());
        done(node.driver.watch.round());
        done(node.driver.watch.round());
        assertThat(path("nvme0n2")).exists();
        assertThat(node.driver.parts.troubles().of(new VolumeId("vol"))).isEqualTo(new Health.Sound());
    }

    private void assertIsShieldedAfterItWasUsedBy(DriverUnderTest before, VolumeUse use) throws IOException {
        use(before, use);
        boot();
        use(node.driver, use);
        assertThat(path("nvme0n1")).exists();
    }

    private void use(DriverUnderTest driver, VolumeUse use) {
        done(driver.stager.stage(node.stage("vol", use)));
        done(driver.binder.publish(node.publish("vol", use, "one")));
    }

    private Path path(String head) {
        return node.host.sys().resolve("block/dm-0/slaves").resolve(head);
    }

    private static void done(Mono<Void> work) {
        work.as(StepVerifier::create).expectComplete().verify(Duration.ofSeconds(20));
    }
}
