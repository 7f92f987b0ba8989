package io.srvlab.csi.rds.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srvlab.csi.rds.controller.FencingModel.Shared;
import io.srvlab.csi.rds.controller.FencingSettings.AllowList;
import io.srvlab.csi.rds.controller.FencingSettings.Known;
import io.srvlab.csi.rds.controller.FencingSettings.Wanted;
import io.srvlab.csi.rds.controller.SteppedWorld.Safeguard;
import io.srvlab.csi.rds.simulator.rds.DirectRouterOs;
import io.srvlab.csi.rds.simulator.rds.Switches;
import io.srvlab.csi.rds.simulator.rds.Unknown;
import io.srvlab.csi.rds.simulator.rds.Unknown.AllowHost;
import io.srvlab.csi.rds.simulator.rds.Unknown.AllowHostChange;
import io.srvlab.csi.rds.simulator.rds.Unknown.ExportOff;
import io.srvlab.csi.rds.simulator.rds.Unknown.NqnChange;
import io.srvlab.csi.rds.volume.VolumeUse;
import java.nio.file.Path;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No two nodes can ever write to one volume that is for one: whatever is published, taken back, crashes, is lost, dies and comes
 * back in whatever order, judged by the machines that hold connections. {@code -Dfencing.steps=200000} makes it long. Of the
 * safeguards, chance soon finds what comes of taking out the six below; {@link SafeguardsTest} takes out each in each mode.
 */
class TwoWriterTest {
    private static final int STEPS = Integer.getInteger("fencing.steps", 54_000);
    private static final int FOUND_BY = Integer.getInteger("fencing.found-by", 3_000_000);

    @TempDir
    Path directory;

    /** A device, and what its owner has found out about it. */
    record Box(Wanted mode, Known cuts, AllowList list, Switches switches) {
        FencingSettings fencing() {
            return new FencingSettings(mode, cuts, list);
        }

        /** Whether what a node was told about a volume leads nowhere once it has given it back: a list, or a name of its own. */
        boolean endsOldContexts(VolumeUse use) {
            boolean renames = fencing().mode() == FencingMode.ROTATE_NQN && !switches.is(NqnChange.REFUSED);
            return fencing().lists() || renames && !use.mode().multiNode();
        }

        @Override
        public String toString() {
            return mode + " " + switches;
        }
    }

    static Box box(Wanted mode, Known cuts, AllowList list, Unknown... values) {
        return new Box(mode, cuts, list, Switches.defaults().with(values));
    }

    static Stream<Box> boxes() {
        return Stream.of(
                box(Wanted.ALLOW_LIST, Known.YES, AllowList.MANY, AllowHost.ENFORCED_LIST),
                box(Wanted.ALLOW_LIST, Known.YES, AllowList.ONE, AllowHost.ENFORCED_EXACT, NqnChange.REFUSED),
                box(Wanted.AUTO, Known.YES, AllowList.MANY, AllowHost.ENFORCED_LIST, AllowHostChange.DROPS),
                box(Wanted.ROTATE_NQN, Known.YES, AllowList.IGNORED),
                box(Wanted.ROTATE_NQN, Known.YES, AllowList.UNKNOWN, NqnChange.IMMEDIATELY),
                box(Wanted.ROTATE_NQN, Known.YES, AllowList.IGNORED, NqnChange.REFUSED),
                box(Wanted.EVIDENCE_ONLY, Known.YES, AllowList.IGNORED),
                box(Wanted.AUTO, Known.UNKNOWN, AllowList.MANY, AllowHost.ENFORCED_LIST, ExportOff.KEEPS_LIVE),
                box(Wanted.AUTO, Known.NO, AllowList.UNKNOWN, ExportOff.KEEPS_LIVE, NqnChange.IMMEDIATELY));
    }

    @ParameterizedTest
    @MethodSource("boxes")
    void twoNodesNeverWriteToOneVolume(Box box) {
        long seed = Long.getLong("fencing.seed", new Random().nextLong());
        run(box, 20261121L, Shared.BY_NONE);
        run(box, seed, Shared.BY_NONE, Shared.WHILE_MIGRATING);
    }

    private void run(Box box, long seed, Shared... volumes) {
        int steps = STEPS / 18;
        System.out.println(
                "two writers: " + box + ", " + volumes.length + " volumes, seed " + seed + ", " + steps + " steps");
        DirectRouterOs device = new DirectRouterOs(directory.resolve("box-" + volumes.length), box.switches());
        FencingModel model = new FencingModel(new Random(seed), device, box, Safeguard.NONE, volumes);
        for (int step = 0; step < steps; step++) {
            assertThat(model.step()).as("%s, seed %d, step %d", box, seed, step).isEmpty();
        }
        assertThat(model.seen.getOrDefault("published", 0)).as("%s", model.seen).isGreaterThan(steps / 500);
        assertThat(model.seen.getOrDefault("staged", 0)).as("%s", model.seen).isGreaterThan(steps / 500);
        if (Boolean.getBoolean("fencing.tell")) {
            new TreeMap<>(model.seen).forEach((what, times) -> System.out.println("  " + times + " " + what));
        }
    }

    static Stream<Arguments> withoutASafeguard() {
        Box listed = box(Wanted.ALLOW_LIST, Known.YES, AllowList.MANY, AllowHost.ENFORCED_LIST);
        Box renamed = box(Wanted.ROTATE_NQN, Known.YES, AllowList.IGNORED);
        Box proven = box(Wanted.EVIDENCE_ONLY, Known.YES, AllowList.IGNORED);
        return Stream.of(
                Arguments.of(listed, Safeguard.RECORD_BEFORE_EXPORT),
                Arguments.of(renamed, Safeguard.RECORD_BEFORE_EXPORT),
                Arguments.of(proven, Safeguard.RECORD_BEFORE_EXPORT),
                Arguments.of(box(Wanted.ALLOW_LIST, Known.YES, AllowList.MANY, AllowHost.IGNORED), Safeguard.FENCE),
                Arguments.of(box(Wanted.ROTATE_NQN, Known.YES, AllowList.IGNORED, NqnChange.REFUSED), Safeguard.FENCE),
                Arguments.of(proven, Safeguard.FENCE));
    }

    @ParameterizedTest
    @MethodSource("withoutASafeguard")
    void withoutAnyOneOfTheSafeguardsTheyDo(Box box, Safeguard without) {
        DirectRouterOs device = new DirectRouterOs(directory, box.switches());
        FencingModel model =
                new FencingModel(new Random(Long.getLong("fencing.seed", 2L)), device, box, without, Shared.BY_NONE);
        String writers = "";
        int step = 0;
        for (; step < FOUND_BY && writers.isEmpty(); step++) {
            writers = model.step();
        }
        System.out.println("two writers: " + box + " without " + without + ": step " + step + " " + writers);
        assertThat(writers).as("without " + without).isNotEmpty();
    }

    @Test
    void aModeThatTheDeviceIsNotKnownToSupportStopsTheStart() {
        assertThatThrownBy(() -> new FencingSettings(Wanted.ALLOW_LIST, Known.UNKNOWN, AllowList.MANY))
                .hasMessageContaining("export-off-cuts");
        assertThatThrownBy(() -> new FencingSettings(Wanted.ROTATE_NQN, Known.NO, AllowList.MANY))
                .hasMessageContaining("export-off-cuts");
        assertThatThrownBy(() -> new FencingSettings(Wanted.ALLOW_LIST, Known.YES, AllowList.IGNORED))
                .hasMessageContaining("allow-list");
        assertThat(new FencingSettings(Wanted.AUTO, Known.UNKNOWN, AllowList.MANY).mode())
                .isEqualTo(FencingMode.EVIDENCE_ONLY);
        assertThat(new FencingSettings(Wanted.AUTO, Known.YES, AllowList.IGNORED).mode())
                .isEqualTo(FencingMode.ROTATE_NQN);
        assertThat(new FencingSettings(Wanted.AUTO, Known.YES, AllowList.ONE).mode())
                .isEqualTo(FencingMode.ALLOW_LIST);
    }
}
