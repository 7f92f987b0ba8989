package io.srvlab.csi.rds.node;

import io.srvlab.csi.rds.nvme.NamespaceIdentity;
import io.srvlab.csi.rds.volume.AccessType;
import io.srvlab.csi.rds.volume.Nqn;
import io.srvlab.csi.rds.volume.NvmeTarget;
import io.srvlab.csi.rds.volume.VolumeId;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What staging a volume meant, kept because unstaging and expanding are told neither its NQN nor its access type.
 * {@code deviceNodes}: where a block volume has been published, which no mount table shows. {@code identity}: what the target has
 * said that its device is. {@code proof} is there for shielded volumes only, {@code link} is not where an earlier release has
 * staged the volume.
 */
record StageRecord(
        VolumeId volume,
        Nqn nqn,
        boolean block,
        Path stagingPath,
        List<Path> deviceNodes,
        @Nullable StagedLink link,
        NamespaceIdentity identity,
        @Nullable VolumeProof proof) {
    StageRecord {
        deviceNodes = List.copyOf(deviceNodes);
    }

    static StageRecord of(StageVolume request) {
        boolean block = request.use().type() instanceof AccessType.Block;
        StagedLink link = StagedLink.of(request);
        return new StageRecord(
                request.volume(),
                request.target().nqn(),
                block,
                request.stagingPath(),
                List.of(),
                link,
                NamespaceIdentity.UNKNOWN,
                null);
    }

    /** What the volume is, or may still be, connected by. */
    Stream<Nqn> nqns() {
        NvmeTarget former = former();
        return former == null ? Stream.of(nqn) : Stream.of(nqn, former.nqn()).distinct();
    }

    /** Where the volume was before, as long as it may still be connected there. */
    @Nullable
    NvmeTarget former() {
        return link == null ? null : link.former();
    }

    /** Whether the volume may be, or have been, connected by it. */
    boolean had(Nqn other) {
        return other.isOf(volume) || nqns().anyMatch(other::equals);
    }

    /** Whether all is known by which a shield may know the volume again, as it is once anybody but this driver may use it. */
    boolean proven() {
        return block ? proof != null : signed();
    }

    /** Whether what is on the volume shows that it is the volume. */
    boolean signed() {
        return proof != null && proof.signed();
    }

    boolean sameAs(StageRecord other) {
        return nqn.equals(other.nqn) && sameUse(other) && Objects.equals(link, other.link);
    }

    boolean isOlderThan(StageRecord other) {
        return link != null && other.link != null && link.isOlderThan(other.link);
    }

    /** Staged at the same place for the same use, wherever the volume is connected to. */
    boolean sameUse(StageRecord other) {
        return block == other.block && stagingPath.equals(other.stagingPath);
    }

    StageRecord with(Path deviceNode) {
        return deviceNodes.contains(deviceNode)
                ? this
                : withNodes(Stream.concat(deviceNodes.stream(), Stream.of(deviceNode))
                        .toList());
    }

    StageRecord without(Path deviceNode) {
        return withNodes(
                deviceNodes.stream().filter(node -> !node.equals(deviceNode)).toList());
    }

    /** The same volume on its way to where the wanted record says. */
    StageRecord movedTo(StageRecord wanted) {
        StagedLink to = wanted.link;
        StagedLink next = to == null || link == null ? to : to.comingFrom(link);
        return new StageRecord(volume, wanted.nqn, block, stagingPath, deviceNodes, next, identity, proof);
    }

    StageRecord arrived() {
        StagedLink there = link == null ? null : link.arrived();
        return new StageRecord(volume, nqn, block, stagingPath, deviceNodes, there, identity, proof);
    }

    StageRecord with(VolumeProof known) {
        return new StageRecord(volume, nqn, block, stagingPath, deviceNodes, link, identity, known);
    }

    StageRecord unshielded() {
        return new StageRecord(volume, nqn, block, stagingPath, deviceNodes, link, identity, null);
    }

    StageRecord with(NamespaceIdentity told) {
        return new StageRecord(volume, nqn, block, stagingPath, deviceNodes, link, told, proof);
    }

    StageRecord proof(UnaryOperator<VolumeProof> change) {
        return proof == null ? this : with(change.apply(proof));
    }

    private StageRecord withNodes(List<Path> nodes) {
        return new StageRecord(volume, nqn, block, stagingPath, nodes, link, identity, proof);
    }
}
