package io.srvlab.csi.rds.controller;

import static io.srvlab.csi.rds.controller.Bench.A;
import static io.srvlab.csi.rds.controller.Bench.B;
import static io.srvlab.csi.rds.controller.Bench.RWO;
import static io.srvlab.csi.rds.controller.Bench.RWX;
import static io.srvlab.csi.rds.controller.Bench.VOLUME;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A controller is killed at each question that it puts to the API server or the device while it gives a volume or takes it back:
 * before the question is sent, before the answer is heard, and so that the question arrives when all is over; with
 * {@code -Dfencing.twice=true} the next one is killed likewise. However that goes, everything ends where it does when none is ever
 * killed; only generations may be higher. The one thing that a kill can undo is a person's wish to format, which is taken once at
 * most, whatever comes.
 */
class KilledAtEveryStepTest {
    private static final Box ALLOW_LIST =
            TwoWriterTest.box(Wanted.ALLOW_LIST, Known.YES, AllowList.MANY, AllowHost.ENFORCED_LIST);
    private static final Box ROTATE_NQN = TwoWriterTest.box(Wanted.ROTATE_NQN, Known.YES, AllowList.IGNORED);
    private static final Box FIXED_NQN =
            TwoWriterTest.box(Wanted.ROTATE_NQN, Known.YES, AllowList.IGNORED, NqnChange.REFUSED);
    private static final Box EVIDENCE_ONLY =
            TwoWriterTest.box(Wanted.EVIDENCE_ONLY, Known.UNKNOWN, AllowList.UNKNOWN, ExportOff.KEEPS_LIVE);

    private static final Set<String> READING = Set.of("read", "node", "pods", "wish", "read-version");
    private static final List<How> CHANGING = List.of(How.UNSENT, How.UNHEARD, How.LATE);

    private final boolean twice = Boolean.getBoolean("fencing.twice");

    @TempDir
    Path directory;

    private int plays;

    /** What happens before, and what then happens while controllers die; {@code asks} is how many questions that takes at least. */
    enum Story {
        FREE(5, play -> {}, play -> play.attach(A, RWO)),
        AGAIN(
                4,
                play -> {
                    play.attach(A, RWO);
                    play.admin("/disk/set [find slot=" + VOLUME + "] nvme-tcp-export=no");
                },
                play -> play.attach(A, RWO)),
        DISK_REMOVED(
                6,
                play -> {
                    play.attach(A, RWO);
                    play.admin("/disk/remove [find slot=" + VOLUME + "]");
                },
                play -> play.attach(A, RWO)),
        FENCED_ON_THE_WAY(
                4,
                play -> {
                    play.attach(A, RWO);
                    play.loseSight(A, false);
                    play.forget(A);
                },
                play -> play.attach(B, RWO)),
        OFF_ON_THE_WAY(
                10,
                play -> {
                    play.attach(A, RWO);
                    play.loseSight(A, true);
                    play.forget(A);
                },
                play -> play.attach(B, RWO)),
        CLEAN(4, Story::used, play -> play.detach(A)),
        UNCLEAN(
                2,
                play -> {
                    play.attach(A, RWO);
                    play.loseSight(A, false);
                },
                play -> play.detach(A)),
        OFF(
                5,
                play -> {
                    play.attach(A, RWO);
                    play.loseSight(A, true);
                },
                play -> play.detach(A)),
        THERE_AND_BACK(18, Story::used, play -> {
            play.detach(A);
            play.attach(B, RWO);
            play.unstage(B);
            play.detach(B);
            play.attach(A, RWO);
        }),
        JOINED(6, play -> play.attach(A, RWX), play -> play.attach(B, RWX)),
        MIGRATED(
                4,
                play -> {
                    play.attach(A, RWX);
                    play.attach(B, RWX);
                    play.unstage(A);
                },
                play -> play.detach(A)),
        TAKEN_FROM_BOTH(
                3,
                play -> {
                    play.attach(A, RWX);
                    play.attach(B, RWX);
                },
                play -> play.detachAll()),
        GIVEN_UP(8, AttachPlay::destroy, play -> {
            play.attach(A, RWO);
            play.detach(A);
        });

        private final int asks;
        private final Consumer<AttachPlay> before;
        private final Consumer<AttachPlay> then;

        Story(int asks, Consumer<AttachPlay> before, Consumer<AttachPlay> then) {
            this.asks = asks;
            this.before = before;
            this.then = then;
        }

        private static void used(AttachPlay play) {
            play.attach(A, RWO);
            play.unstage(A);
        }
    }

    static Stream<Arguments> stories() {
        Stream<Arguments> everywhere = Stream.of(ALLOW_LIST, ROTATE_NQN, EVIDENCE_ONLY)
                .flatMap(box -> Stream.of(Story.values()).map(story -> Arguments.of(box, story)));
        Stream<Arguments> renamed =
                Stream.of(Story.OFF, Story.OFF_ON_THE_WAY, Story.UNCLEAN).map(story -> Arguments.of(FIXED_NQN, story));
        return Stream.concat(everywhere, renamed);
    }

    @ParameterizedTest
    @MethodSource("stories")
    void itEndsAsIfNoneHadBeenKilled(Box box, Story story) {
        AttachPlay whole = played(box, story, List.of());
        List<String> asked = whole.worlds().getFirst().asked();
        assertThat(asked).hasSizeGreaterThanOrEqualTo(story.asks);
        for (Death first : deaths(asked)) {
            AttachPlay killed = endsAlike(whole, box, story, List.of(first));
            for (Death second : twice ? deaths(killed.worlds().get(1).asked()) : List.<Death>of()) {
                endsAlike(whole, box, story, List.of(first, second));
            }
        }
        System.out.println("killed: " + box + " " + story + ", " + asked.size() + " steps, " + plays + " plays");
    }

    /** Without the generation what arrives late still counts. */
    @Test
    void itShowsWhenADeviceObeysWhoeverComes() {
        AttachPlay whole = played(ROTATE_NQN, Story.THERE_AND_BACK, List.of());
        assertThat(deaths(whole.worlds().getFirst().asked())).anySatisfy(death -> {
            AttachPlay play = new AttachPlay(directory.resolve("careless-" + plays++), ROTATE_NQN, Safeguard.NONE);
            Story.THERE_AND_BACK.before.accept(play);
            play.overlookGenerations();
            play.beginDying(List.of(death));
            Story.THERE_AND_BACK.then.accept(play);
            assertThat(play.end()).isNotEqualTo(whole.end());
        });
    }

    /** It does not matter when something that is merely read arrives. */
    private static List<Death> deaths(List<String> asked) {
        List<Death> all = new ArrayList<>();
        for (int at = 0; at < asked.size(); at++) {
            for (How how : READING.contains(asked.get(at)) ? List.of(How.UNHEARD) : CHANGING) {
                all.add(new Death(at, how));
            }
        }
        return all;
    }

    private AttachPlay endsAlike(AttachPlay whole, Box box, Story story, List<Death> deaths) {
        AttachPlay killed = played(box, story, deaths);
        List<List<String>> asked =
                killed.worlds().stream().map(MortalWorld::asked).toList();
        assertThat(killed.worlds()).as("%s %s", deaths, asked).hasSize(deaths.size() + 1);
        assertThat(killed.end()).as("%s %s", deaths, asked).isEqualTo(whole.end());
        assertThat(killed.generations().getFirst())
                .as("%s %s", deaths, asked)
                .isEqualTo(killed.generations().getLast())
                .isGreaterThanOrEqualTo(whole.generations().getFirst());
        return killed;
    }

    private AttachPlay played(Box box, Story story, List<Death> deaths) {
        AttachPlay play = new AttachPlay(directory.resolve("box-" + plays++), box, Safeguard.NONE);
        story.before.accept(play);
        play.beginDying(deaths);
        story.then.accept(play);
        return play;
    }
}
