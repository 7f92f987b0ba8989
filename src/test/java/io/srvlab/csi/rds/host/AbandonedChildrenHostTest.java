package io.srvlab.csi.rds.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.test.StepVerifier;

/** A child that merely sleeps stands in for one in state D: neither is dead. */
class AbandonedChildrenHostTest {
    private static final HostCommand SLEEP = HostCommand.of(Duration.ofMinutes(1), "sleep", "60");

    @TempDir
    Path scratch;

    private final AbandonedChildren children = new AbandonedChildren();
    private Child child;

    @BeforeEach
    void oneIsLeft() throws IOException {
        child = Child.start(SLEEP, scratch, new ControlGroup(scratch));
        children.add("pvc-1", SLEEP, child);
    }

    @AfterEach
    void end() {
        child.kill();
        child.discard();
    }

    @Test
    void itsVolumeGetsNoSecondOneAndIsToldWhichHangs() {
        assertThatThrownBy(() -> children.admit("pvc-1"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("'sleep 60' (pid " + child.pid() + ")");
        assertThat(children.count()).isOne();
    }

    @Test
    void otherVolumesGoOn() {
        assertThatCode(() -> children.admit("pvc-2")).doesNotThrowAnyException();
        assertThatCode(() -> children.admit("")).doesNotThrowAnyException();
    }

    @Test
    void whenItHasDiedAtLastTheVolumeGoesOn() {
        child.kill();
        child.exited().as(StepVerifier::create).expectNextCount(1).verifyComplete();
        assertThatCode(() -> children.admit("pvc-1")).doesNotThrowAnyException();
        assertThat(children.count()).isZero();
    }

    /** 300 disks of virtual machines on a host, all being unmounted while the RDS is away. */
    @Test
    void howeverManyVolumesHangTheOthersGoOn() {
        for (int i = 2; i <= 300; i++) {
            children.add("pvc-" + i, SLEEP, child);
        }
        assertThatCode(() -> children.admit("pvc-301")).doesNotThrowAnyException();
        assertThatCode(() -> children.admit("")).doesNotThrowAnyException();
    }

    @Test
    void ofCommandsThatAreAboutNoVolumeFewMayHang() {
        for (int i = 0; i < 16; i++) {
            children.add("", SLEEP, child);
        }
        assertThatThrownBy(() -> children.admit("")).hasMessageContaining("'sleep 60'");
        assertThatCode(() -> children.admit("pvc-2")).doesNotThrowAnyException();
    }
}
