package io.srvlab.csi.rds.node;

import io.srvlab.csi.rds.volume.AccessType;
import io.srvlab.csi.rds.volume.Nqn;
import io.srvlab.csi.rds.volume.VolumeId;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What staging a volume meant, kept because unstaging and expanding are told neither its NQN nor its access type.
 * {@code deviceNodes}: where a block volume has been published, which no mount table shows.
 */
record StageRecord(VolumeId volume, Nqn nqn, boolean block, Path stagingPath, List<Path> deviceNodes) {
    StageRecord {
        deviceNodes = List.copyOf(deviceNodes);
    }

    static StageRecord of(StageVolume request) {
        boolean block = request.use().type() instanceof AccessType.Block;
        return new StageRecord(request.volume(), request.target().nqn(), block, request.stagingPath(), List.of());
    }

    boolean sameAs(StageRecord other) {
        return nqn.equals(other.nqn) && block == other.block && stagingPath.equals(other.stagingPath);
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

    private StageRecord withNodes(List<Path> nodes) {
        return new StageRecord(volume, nqn, block, stagingPath, nodes);
    }
}
