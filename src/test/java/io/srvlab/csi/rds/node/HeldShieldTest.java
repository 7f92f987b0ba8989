package io.srvlab.csi.rds.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.srvlab.csi.rds.volume.Health;
import io.srvlab.csi.rds.volume.VolumeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** A map without a path must be suspended: one that queues burns a processor until the target is back. */
class HeldShieldTest {
    private static final String NQN = NodeUnderTest.nqn("vol").value();
    private static final VolumeId VOLUME = new VolumeId("vol");

    @TempDir
    Path directory;

    private NodeUnderTest node;

    @BeforeEach
    void aVolumeInUse() throws IOException {
        node = new NodeUnderTest(directory);
        node.image("vol", NodeUnderTest.SIZE);
        done(node.stager.stage(node.stage("vol", NodeUnderTest.MOUNTED)));
        done(node.binder.publish(node.publish("vol", NodeUnderTest.MOUNTED, "one")));
        done(node.driver.watch.round());
    }

    @Test
    void whileTheTargetIsAwayTheMapSleeps() throws IOException {
        goesAway();
        assertThat(suspended()).isEqualTo("1");
        done(node.driver.watch.round());
        assertThat(suspended()).isEqualTo("1");
    }

    @Test
    void whenTheTargetIsBackTheMapIsAwake() throws IOException {
        goesAway();
        node.target.bringBack(NQN);
        done(node.host.notice());
        done(node.driver.watch.round());
        assertThat(suspended()).isEqualTo("0");
        assertThat(node.driver.parts.troubles().of(VOLUME)).isEqualTo(new Health.Sound());
        done(node.host.sync());
    }

    @Test
    void aMapWhoseConnectionTheKernelGaveUpSleepsToo() throws IOException {
        node.target.takeAway(NQN);
        done(node.host.disconnect("nvme0"));
        done(node.driver.watch.round());
        assertThat(suspended()).isEqualTo("1");
    }

    @Test
    void aVolumeThatSleepsIsStagedAgainWithoutWakingIt() throws IOException {
        goesAway();
        done(node.stager.stage(node.stage("vol", NodeUnderTest.MOUNTED)));
        assertThat(suspended()).isEqualTo("1");
    }

    private void goesAway() {
        node.target.takeAway(NQN);
        done(node.host.notice());
        done(node.driver.watch.round());
    }

    private String suspended() throws IOException {
        return Files.readString(node.host.sys().resolve("block/dm-0/dm/suspended"))
                .strip();
    }

    private static void done(Mono<Void> work) {
        work.as(StepVerifier::create).expectComplete().verify(Duration.ofSeconds(20));
    }
}
