package io.srvlab.csi.rds.controller;

import io.srvlab.csi.rds.attachment.AccessClass;
import io.srvlab.csi.rds.attachment.Attachment;
import io.srvlab.csi.rds.attachment.ReleaseDecision;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.NodeName;
import io.srvlab.csi.rds.volume.VolumeId;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The words in which a node is refused a volume. */
final class Refusals {
    private Refusals() {}

    static Failure unknownNode(NodeName node) {
        return new Failure.NotFound("there is no node " + node, "check that the node is part of the cluster");
    }

    static Failure otherUse(PublishVolume request, Attachment held) {
        boolean readOnly = held.holder(request.node()).orElseThrow().readOnly();
        return new Failure.AlreadyExists(
                "volume " + request.volume() + " is attached to " + request.node() + " already, "
                        + words(held.access(), readOnly) + " instead of "
                        + words(
                                request.contender().access(),
                                request.contender().readOnly()),
                "detach it there first");
    }

    static Failure heldElsewhere(PublishVolume request, NodeName holder) {
        return new Failure.Conflict(
                "volume " + request.volume() + " is attached to " + holder + " and cannot go to " + request.node(),
                "delete its pod on " + holder + " or drain that node; two nodes at once need ReadWriteMany with"
                        + " volumeMode Block");
    }

    static Failure twoHolders(VolumeId volume, Attachment held) {
        return new Failure.Conflict(
                "volume " + volume + " is already attached to 2 nodes (migration limit), " + names(held.nodes()),
                "wait for the migration to end, or detach one of them");
    }

    static Failure overdue(VolumeId volume, Attachment held, Instant now) {
        return new Failure.Conflict(
                "the migration of volume " + volume + " between " + names(held.nodes()) + " has run for "
                        + held.migration().elapsed(now).toSeconds() + " s, more than "
                        + held.migration().timeout().toSeconds() + " s",
                "delete the VirtualMachineInstanceMigration and the pod on one of the nodes, or raise"
                        + " migrationTimeoutSeconds in the StorageClass of new volumes");
    }

    static Failure attachedAgain(VolumeId volume, NodeName node) {
        return new Failure.Conflict(
                "volume " + volume + " is attached to " + node
                        + " by a VolumeAttachment that nobody deletes; it is not taken from it",
                "to detach it, delete its pod on " + node);
    }

    static Failure outOfService(NodeName node) {
        return new Failure.Conflict(
                "node " + node + " has the taint node.kubernetes.io/out-of-service",
                "remove the taint when the machine is back");
    }

    static Failure noEvidence(VolumeId volume, ReleaseDecision.Leave leave, FencingMode mode) {
        boolean alone = mode == FencingMode.EVIDENCE_ONLY;
        return new Failure.Conflict(
                "nothing proves that " + names(leave.leaving()) + " no longer writes to volume " + volume
                        + ", and rds-csi.fencing ("
                        + mode.name().toLowerCase(Locale.ROOT).replace('_', '-')
                        + ") cannot cut it off"
                        + (alone ? "" : " without " + names(leave.next().nodes())),
                "when the machine is off for certain, taint its Node (make one of that name if it is gone) with"
                        + " node.kubernetes.io/out-of-service=nodeshutdown:NoExecute"
                        + (alone
                                ? ""
                                : "; or delete the pod on " + names(leave.next().nodes()) + " too"));
    }

    static String names(List<NodeName> nodes) {
        return nodes.stream().map(NodeName::value).collect(Collectors.joining(" and "));
    }

    private static String words(AccessClass access, boolean readOnly) {
        return (readOnly ? "read-only" : "read-write") + (access == AccessClass.MULTI_NODE ? " for many" : " for one");
    }
}
