package io.srvlab.csi.rds.controller;

import static io.srvlab.csi.rds.controller.Bench.A;
import static io.srvlab.csi.rds.controller.Bench.B;
import static io.srvlab.csi.rds.controller.Bench.RWO;
import static org.assertj.core.api.Assertions.assertThat;

import io.srvlab.csi.rds.controller.FencingSettings.AllowList;
import io.srvlab.csi.rds.controller.FencingSettings.Known;
import io.srvlab.csi.rds.controller.FencingSettings.Wanted;
import io.srvlab.csi.rds.controller.MortalWorld.Death;
import io.srvlab.csi.rds.controller.MortalWorld.How;
import io.srvlab.csi.rds.controller.SteppedWorld.Safeguard;
import io.srvlab.csi.rds.controller.TwoWriterTest.Box;
import io.srvlab.csi.rds.simulator.rds.Unknown.AllowHost;
import io.srvlab.csi.rds.simulator.rds.Unknown.ExportOff;
import io.srvlab.csi.rds.simulator.rds.Unknown.NqnChange;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An attacher that is held up writes what it was told into the VolumeAttachment of that name, which is another one by then. */
class LateAttacherTest {
    @TempDir
    Path directory;

    static Stream<Box> boxes() {
        return Stream.of(
                TwoWriterTest.box(Wanted.ALLOW_LIST, Known.YES, AllowList.MANY, AllowHost.ENFORCED_LIST),
                TwoWriterTest.box(Wanted.ALLOW_LIST, Known.YES, AllowList.ONE, AllowHost.ENFORCED_EXACT),
                TwoWriterTest.box(Wanted.ROTATE_NQN, Known.YES, AllowList.IGNORED),
                TwoWriterTest.box(
                        Wanted.AUTO, Known.UNKNOWN, AllowList.MANY, AllowHost.ENFORCED_LIST, ExportOff.KEEPS_LIVE));
    }

    @ParameterizedTest
    @MethodSource("boxes")
    void whatANodeWasToldOnceLeadsNowhereWhenItHasGivenTheVolumeBack(Box box) {
        AttachPlay play = new AttachPlay(directory, box, Safeguard.NONE);
        play.beginDying(List.of());
        Map<String, String> told = play.ask(A, RWO).orElseThrow();
        play.detach(A);
        play.attach(B, RWO);
        play.wish(A);
        play.attached(A, told);
        assertThat(play.writers()).containsExactly(B);

        play.unstage(B);
        play.detach(B);
        play.attach(A, RWO);
        assertThat(play.writers()).as("told anew").containsExactly(A);
    }

    static Stream<Box> allBoxes() {
        return Stream.concat(
                boxes(),
                Stream.of(
                        TwoWriterTest.box(Wanted.ROTATE_NQN, Known.YES, AllowList.IGNORED, NqnChange.REFUSED),
                        TwoWriterTest.box(Wanted.EVIDENCE_ONLY, Known.YES, AllowList.IGNORED)));
    }

    /** Its VolumeAttachment was deleted by force, and there is a new one for the same node. */
    @ParameterizedTest
    @MethodSource("allBoxes")
    void aDetachThatIsHeldUpDoesNotTakeTheVolumeFromANodeThatWasGivenItAnew(Box box) {
        AttachPlay whole = new AttachPlay(directory.resolve("whole"), box, Safeguard.NONE);
        whole.attach(A, RWO);
        whole.unstage(A);
        whole.beginDying(List.of());
        whole.detach(A);
        int questions = whole.worlds().getFirst().asked().size();
        assertThat(questions).isGreaterThan(4);
        for (int at = 0; at < questions; at++) {
            AttachPlay play = new AttachPlay(directory.resolve("at-" + at), box, Safeguard.NONE);
            play.attach(A, RWO);
            play.unstage(A);
            play.beginDying(List.of(new Death(at, How.HELD_UP)));
            play.detachUnheard(A);
            play.forget(A);
            Map<String, String> told = play.ask(A, RWO).orElseThrow();
            play.told(A);
            play.arriveLate();
            play.attach(B, RWO);
            play.attached(A, told);
            play.ask(A, RWO).ifPresent(anew -> play.attached(A, anew));
            assertThat(play.writers()).as("held up at question %d", at).containsExactly(A);
        }
    }
}
