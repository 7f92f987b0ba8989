package io.srvlab.csi.rds.node;

import io.srvlab.csi.rds.mount.FilesystemProbe;
import io.srvlab.csi.rds.mount.FilesystemSignature;
import io.srvlab.csi.rds.nvme.NamespaceIdentity;
import io.srvlab.csi.rds.nvme.NvmeDevices;
import io.srvlab.csi.rds.nvme.ShieldMap;
import io.srvlab.csi.rds.volume.BlockDevice;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.Failure;
import reactor.core.publisher.Mono;

/**
 * Proves that a device that has come up is a volume's. It was found by the volume's NQN, which one export has, and which a fenced
 * or rotated volume no longer has. A filesystem must be there with its type and UUID, and no smaller. A raw block volume has
 * nothing of its own to show, so the device must name itself as before (wwid), or be the same model of target and exactly as large,
 * or at least as large as an expansion under way asks for. A filesystem that is still being checked or made must have its device
 * name itself as before. What is not proven is not used: reads and writes go on waiting.
 */
public final class PathProof {
    private final NvmeDevices devices;
    private final FilesystemProbe probe;

    public PathProof(NvmeDevices devices, FilesystemProbe probe) {
        this.devices = devices;
        this.probe = probe;
    }

    /**
     * What is to be remembered of a filesystem that is being staged, before anybody can use it. Read through the map, by which it was
     * formatted: the head has a page cache of its own, which may be older.
     */
    Mono<VolumeProof> of(StageRecord record, ShieldMap map) {
        return probe.signatureOf(map.device())
                .map(found -> complete(record, found).toString())
                .map(known -> new VolumeProof(map.name(), map.size(), new Capacity(0), known));
    }

    /** The device's identity, when it is the volume's. */
    Mono<NamespaceIdentity> require(StageRecord record, BlockDevice head) {
        VolumeProof proof = record.proof();
        if (proof == null) {
            return Mono.error(refusal(record, head, "nothing was recorded to know it by"));
        }
        return devices.identity(record.nqn(), head)
                .delayUntil(identity -> proof.signed()
                        ? requireSame(record, proof, head)
                        : requireAlike(record, proof, identity, head));
    }

    private Mono<Void> requireSame(StageRecord record, VolumeProof proof, BlockDevice head) {
        if (head.size().compareTo(proof.size()) < 0) {
            return Mono.error(refusal(record, head, "has " + head.size() + " instead of " + proof.size()));
        }
        return probe.signatureOf(head)
                .doOnNext(found -> {
                    if (!found.equals(FilesystemSignature.parse(proof.signature()))) {
                        throw refusal(record, head, "holds '" + found + "' instead of '" + proof.signature() + "'");
                    }
                })
                .then();
    }

    private static Mono<Void> requireAlike(
            StageRecord record, VolumeProof proof, NamespaceIdentity identity, BlockDevice head) {
        boolean named = !identity.wwid().isEmpty()
                && identity.wwid().equals(record.identity().wwid());
        boolean alike =
                record.block() && identity.model().equals(record.identity().model()) && fits(proof, head);
        boolean large = head.size().compareTo(proof.size()) >= 0;
        return large && (named || alike)
                ? Mono.empty()
                : Mono.error(refusal(
                        record,
                        head,
                        "has " + head.size() + " and is '" + identity + "' instead of " + proof.size() + " and '"
                                + record.identity() + "'"));
    }

    private static boolean fits(VolumeProof proof, BlockDevice head) {
        boolean grows = proof.expected().bytes() > 0;
        return head.size().equals(proof.size()) || (grows && head.size().compareTo(proof.expected()) >= 0);
    }

    private static FilesystemSignature complete(StageRecord record, FilesystemSignature found) {
        if (!found.complete()) {
            throw new Failure.Unavailable(
                    "the filesystem of volume " + record.volume() + " shows no type and UUID", "retry");
        }
        return found;
    }

    private static Failure refusal(StageRecord record, BlockDevice head, String what) {
        return new Failure.Conflict(
                head.path() + " came up as " + record.nqn() + " but is not provably volume " + record.volume() + ": it "
                        + what,
                record.proven()
                        ? "nothing is written to it, and the volume's reads and writes wait; see what the RDS exports"
                        : "nothing is written to it, and staging begins anew");
    }
}
