package io.srvlab.csi.rds.controller;

import io.srvlab.csi.rds.attachment.Attachment;
import io.srvlab.csi.rds.attachment.ReleaseDecision;
import io.srvlab.csi.rds.rds.Disk;
import io.srvlab.csi.rds.rds.DiskSpec;
import io.srvlab.csi.rds.rds.ExportTurn;
import io.srvlab.csi.rds.rds.ExportWish;
import io.srvlab.csi.rds.rds.RdsClient;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.Generation;
import io.srvlab.csi.rds.volume.HostIdentity;
import io.srvlab.csi.rds.volume.NodeName;
import io.srvlab.csi.rds.volume.VolumeId;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** Lets exactly the holders of a volume reach it, as far as the device can be made to. */
public final class ExportFence {
    private final RdsClient rds;
    private final FencingSettings settings;
    private final FencingMode mode;

    public ExportFence(RdsClient rds, FencingSettings settings) {
        this.rds = rds;
        this.settings = settings;
        this.mode = settings.mode();
    }

    public FencingMode mode() {
        return mode;
    }

    /** Fails where the device cannot admit these holders and nobody else. */
    void check(VolumeId volume, Attachment holders) {
        if (mode == FencingMode.ALLOW_LIST
                && settings.listsOne()
                && holders.nodes().size() > 1) {
            throw new Failure.Conflict(
                    "the RDS lists one host for each export, volume " + volume + " is to have "
                            + Refusals.names(holders.nodes()),
                    "a live migration needs rds-csi.rds.allow-list many, or another rds-csi.fencing");
        }
    }

    /** The export is on for the holders; a generation marks the volume as never used. */
    Mono<Disk> open(VolumeId volume, ExportTurn turn, Attachment holders, Optional<Generation> fresh) {
        boolean shared = holders.nodes().size() > 1;
        return rds.openExport(volume, turn, new ExportWish(hosts(holders), shared, false, fresh.orElse(null)));
    }

    /**
     * The volume's disk stands over its image file again. Its comment is lost, and with it which NQNs fenced nodes know: where
     * fencing rests on that it gets a new one, which whoever holds it learns when it stages the volume anew.
     */
    Mono<Disk> restore(DiskSpec lost, ExportTurn turn) {
        return rds.restore(lost, turn, mode == FencingMode.ROTATE_NQN);
    }

    /** What was granted and never used is taken back. */
    Mono<Void> withdraw(VolumeId volume, ExportTurn turn, Attachment staying) {
        return staying.isHeld() ? narrow(volume, turn, staying, ReleaseEvidence.NONE) : rds.closeExport(volume, turn);
    }

    /** Those that leave can no longer reach the volume; Conflict where that cannot be brought about. */
    Mono<Void> release(VolumeId volume, ExportTurn turn, ReleaseDecision.Leave leave, ReleaseEvidence evidence) {
        if (evidence == ReleaseEvidence.NONE && !canFence(leave.next())) {
            return Mono.error(Refusals.noEvidence(volume, leave, mode));
        }
        return leave.next().isHeld() ? narrow(volume, turn, leave.next(), evidence) : close(volume, turn, evidence);
    }

    /** A fresh NQN would cut those that stay as well. */
    private boolean canFence(Attachment staying) {
        return switch (mode) {
            case ALLOW_LIST -> true;
            case ROTATE_NQN -> !staying.isHeld();
            case EVIDENCE_ONLY -> false;
        };
    }

    private Mono<Void> narrow(VolumeId volume, ExportTurn turn, Attachment staying, ReleaseEvidence evidence) {
        boolean cut = mode == FencingMode.ALLOW_LIST && evidence != ReleaseEvidence.CLEAN;
        return rds.openExport(volume, turn, new ExportWish(hosts(staying), true, cut))
                .then();
    }

    /**
     * A fresh NQN at every release, also of a node that has provably let go: what it was told may be told to it again, by an
     * attacher that was held up until somebody else has the volume. Where the device refuses that, evidence is enough.
     */
    private Mono<Void> close(VolumeId volume, ExportTurn turn, ReleaseEvidence evidence) {
        if (mode != FencingMode.ROTATE_NQN) {
            return rds.closeExport(volume, turn);
        }
        Mono<Void> rotated = rds.rotateExport(volume, turn);
        return evidence == ReleaseEvidence.NONE
                ? rotated
                : rotated.onErrorResume(Failure.Conflict.class, refused -> rds.closeExport(volume, turn));
    }

    /** Whether the disk lists the node, where lists are kept. */
    boolean admits(Disk disk, NodeName node) {
        return !settings.lists() || disk.hosts().contains(host(node));
    }

    private List<String> hosts(Attachment holders) {
        return settings.lists()
                ? holders.nodes().stream().map(ExportFence::host).toList()
                : List.of();
    }

    private static String host(NodeName node) {
        return HostIdentity.of(node).nqn();
    }
}
