package io.srvlab.csi.rds.node;

import io.srvlab.csi.rds.nvme.NvmePaths;
import io.srvlab.csi.rds.nvme.PathShield;
import io.srvlab.csi.rds.nvme.ShieldMap;
import io.srvlab.csi.rds.volume.BlockDevice;
import io.srvlab.csi.rds.volume.Nqn;
import io.srvlab.csi.rds.volume.NvmeTarget;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a shielded volume's path needs next, decided from what sysfs shows. */
sealed interface PathStep {
    /**
     * What is seen of one volume, and of all NQNs. {@code gaveUp}: the kernel has stopped using the map's path after an error.
     */
    record View(StageRecord record, @Nullable ShieldMap map, boolean gaveUp, Map<String, NvmePaths> all) {
        View with(boolean given) {
            return new View(record, map, given, all);
        }

        /** To where the volume is to be found now. */
        NvmePaths paths() {
            return paths(record.nqn());
        }

        private NvmePaths paths(Nqn nqn) {
            return all.getOrDefault(nqn.value(), NvmePaths.NONE);
        }

        /** Whether reads and writes may still go to where the volume was before. */
        private boolean former() {
            NvmeTarget former = record.former();
            return former != null
                    && (former.nqn().equals(record.nqn()) || paths(former.nqn()).live());
        }

        /** NQNs that the volume had before, whose connections lead nowhere. */
        private List<Nqn> superseded() {
            return all.entrySet().stream()
                    .filter(entry -> entry.getValue().lost())
                    .flatMap(entry -> Nqn.in(entry.getKey()).stream())
                    .filter(nqn -> !nqn.equals(record.nqn()) && record.had(nqn))
                    .toList();
        }

        static View of(
                StageRecord record, Map<String, ShieldMap> maps, Set<String> gaveUp, Map<String, NvmePaths> all) {
            ShieldMap map = PathShield.of(record.volume(), maps).orElse(null);
            return new View(record, map, map != null && gaveUp.contains(map.name()), all);
        }
    }

    /** There is no shield to look after. */
    record Unshielded() implements PathStep {}

    /** Reads and writes reach the target. */
    record Sound(BlockDevice head) implements PathStep {}

    /** The target cannot be reached; reads and writes wait, and the kernel keeps trying. */
    record Away(String states) implements PathStep {}

    /** Reads and writes find no path: they are to sleep until there is one. */
    record Hold(ShieldMap map) implements PathStep {}

    /** A driver was stopped in the middle of a step. */
    record Settle(ShieldMap map) implements PathStep {}

    /** The kernel has given the connection up. */
    record Connect() implements PathStep {}

    /**
     * What is left of the volume's earlier NQNs keeps its device away: the kernel ignores a namespace whose identity another
     * subsystem's still has (nvme/host/core.c, nvme_global_check_duplicate_ids), and what hangs there would keep the map.
     */
    record EndSuperseded(List<Nqn> nqns) implements PathStep {}

    /** Connected, but the namespace is not there: it went away under a changed identity. */
    record Look() implements PathStep {}

    /** The same device as before can be reached again. */
    record Reinstate(ShieldMap map, BlockDevice head) implements PathStep {}

    /** Another device than the map's has come up under the volume's name; that it is the volume is not proven. */
    record Swap(ShieldMap map, BlockDevice head) implements PathStep {}

    /** The volume is where it was to go; what it came from can be disconnected. */
    record LeaveFormer() implements PathStep {}

    /** Nothing is to be done for now. */
    default boolean rests() {
        return this instanceof Unshielded || this instanceof Sound || this instanceof Away;
    }

    static PathStep decide(View view) {
        ShieldMap map = view.map();
        if (map == null || map.blank() || view.record().proof() == null) {
            return new Unshielded();
        }
        PathStep step = view.paths().live() ? reachable(view, map, view.paths().head()) : unreachable(view);
        return step.waits() ? beforehand(view, map, step) : step;
    }

    private static PathStep beforehand(View view, ShieldMap map, PathStep step) {
        List<Nqn> superseded = view.superseded();
        if (!superseded.isEmpty()) {
            return new EndSuperseded(superseded);
        }
        return map.suspended() || view.former() ? step : new Hold(map);
    }

    /** Whether nothing can be read or written before this step is done. From a former path it can, until another is proven. */
    private boolean waits() {
        return this instanceof Away || this instanceof Connect || this instanceof Look || this instanceof Swap;
    }

    private static PathStep reachable(View view, ShieldMap map, @Nullable BlockDevice head) {
        if (head == null) {
            return new Look();
        }
        if (!map.leadsTo(head)) {
            return new Swap(map, head);
        }
        if (map.suspended() || view.gaveUp()) {
            return new Reinstate(map, head);
        }
        return view.record().former() == null ? new Sound(head) : new LeaveFormer();
    }

    private static PathStep unreachable(View view) {
        if (view.paths().controllers().isEmpty()) {
            return new Connect();
        }
        NvmeTarget former = view.record().former();
        boolean moved = former != null && former.nqn().equals(view.record().nqn());
        return moved ? new LeaveFormer() : new Away(view.paths().states());
    }
}
