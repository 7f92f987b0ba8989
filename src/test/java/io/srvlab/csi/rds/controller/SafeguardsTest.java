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
import io.srvlab.csi.rds.simulator.rds.Unknown.NqnChange;
import io.srvlab.csi.rds.volume.NodeName;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The shortest ways to two writers: each goes through one safeguard, in one way of fencing, and is barred while that stands. The
 * fence is what is asked about the node in {@code evidence-only}. In {@code allow-list} it is the list, so it is taken out by a
 * device that ignores it. In {@code rotate-nqn} it is the new name that every release gives, whatever is asked: taken out by a
 * device that refuses it, where what is asked about the node stands in its place, so that goes too.
 */
class SafeguardsTest {
    private static final Box ALLOW_LIST =
            TwoWriterTest.box(Wanted.ALLOW_LIST, Known.YES, AllowList.MANY, AllowHost.ENFORCED_LIST);
    private static final Box IGNORED_LIST =
            TwoWriterTest.box(Wanted.ALLOW_LIST, Known.YES, AllowList.MANY, AllowHost.IGNORED);
    private static final Box ROTATE_NQN = TwoWriterTest.box(Wanted.ROTATE_NQN, Known.YES, AllowList.IGNORED);
    private static final Box FIXED_NQN =
            TwoWriterTest.box(Wanted.ROTATE_NQN, Known.YES, AllowList.IGNORED, NqnChange.REFUSED);
    private static final Box EVIDENCE_ONLY = TwoWriterTest.box(Wanted.EVIDENCE_ONLY, Known.YES, AllowList.IGNORED);

    @TempDir
    Path directory;

    /** What happens; the first controller gets no answer to {@code question}, if one is named, and the next one goes on. */
    enum Way {
        /** A's VolumeAttachment goes without an unpublish while A writes. */
        FORGOTTEN("", How.UNSENT, play -> {
            play.attach(A, RWO);
            play.forget(A);
            play.attach(B, RWO);
        }),
        /** A is not heard of any more, and goes on writing. */
        OUT_OF_SIGHT("", How.UNSENT, play -> {
            play.attach(A, RWO);
            play.loseSight(A, false);
            play.detach(A);
            play.attach(B, RWO);
        }),
        /** The opening for A arrives when A was fenced and B has the volume. */
        LATE_OPENING("open-export", How.LATE, play -> {
            play.attach(A, RWO);
            play.loseSight(A, false);
            play.detach(A);
            play.attach(B, RWO);
            play.arriveLate(A);
        }),
        /** The rotation that fenced A arrives again when B was fenced by a later one: B knows the name that it gives. */
        LATE_ROTATION("rotate-export", How.LATE, Way::fencedTwice),
        /** A's first attacher hears that A has the volume when A has given it back and only wants it again. */
        LATE_ANSWER("open-export", How.HELD_UP, play -> {
            play.attach(A, RWO);
            play.unstage(A);
            play.detach(A);
            play.attach(B, RWO);
            play.wish(A);
            play.arriveLate(A);
        });

        private final String question;
        private final How how;
        private final Consumer<AttachPlay> play;

        Way(String question, How how, Consumer<AttachPlay> play) {
            this.question = question;
            this.how = how;
            this.play = play;
        }

        private static void fencedTwice(AttachPlay play) {
            play.attach(A, RWO);
            play.loseSight(A, false);
            play.detach(A);
            play.attach(B, RWO);
            play.loseSight(B, false);
            play.detach(B);
            play.arriveLate(A);
            play.restart(A);
            play.attach(A, RWO);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ALLOW_LIST,    RECORD_BEFORE_EXPORT, FORGOTTEN",
        "ROTATE_NQN,    RECORD_BEFORE_EXPORT, FORGOTTEN",
        "EVIDENCE_ONLY, RECORD_BEFORE_EXPORT, FORGOTTEN",
        "ALLOW_LIST,    GENERATION,           LATE_OPENING",
        "ROTATE_NQN,    GENERATION,           LATE_ROTATION",
        "EVIDENCE_ONLY, GENERATION,           LATE_ANSWER",
        "ALLOW_LIST,    FENCE,                OUT_OF_SIGHT",
        "ROTATE_NQN,    FENCE,                OUT_OF_SIGHT",
        "EVIDENCE_ONLY, FENCE,                OUT_OF_SIGHT"
    })
    void oneWriterWithItAndTwoWithout(FencingMode mode, Safeguard safeguard, Way way) {
        Box box = box(mode);
        assertThat(writers("with", box, Safeguard.NONE, way)).hasSize(1);
        assertThat(writers("without", safeguard == Safeguard.FENCE ? withoutFence(box) : box, safeguard, way))
                .containsExactlyInAnyOrder(A, B);
    }

    private static Box withoutFence(Box box) {
        if (box.equals(ALLOW_LIST)) {
            return IGNORED_LIST;
        }
        return box.equals(ROTATE_NQN) ? FIXED_NQN : box;
    }

    private static Box box(FencingMode mode) {
        return switch (mode) {
            case ALLOW_LIST -> ALLOW_LIST;
            case ROTATE_NQN -> ROTATE_NQN;
            case EVIDENCE_ONLY -> EVIDENCE_ONLY;
        };
    }

    private Set<NodeName> writers(String name, Box box, Safeguard without, Way way) {
        AttachPlay play = new AttachPlay(directory.resolve(name), box, without);
        if (without == Safeguard.GENERATION) {
            play.overlookGenerations();
        }
        play.beginDying(way.question.isEmpty() ? List.of() : List.of(death(name, box, way)));
        way.play.accept(play);
        return play.writers();
    }

    /** Where the question stands when nobody dies. */
    private Death death(String name, Box box, Way way) {
        AttachPlay whole = new AttachPlay(directory.resolve(name + "-whole"), box, Safeguard.NONE);
        whole.beginDying(List.of());
        way.play.accept(whole);
        return new Death(whole.worlds().getFirst().asked().indexOf(way.question), way.how);
    }
}
