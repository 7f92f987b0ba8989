package io.srvlab.csi.rds.csi;

import csi.v1.Csi;
import csi.v1.Csi.VolumeUsage;
import io.srvlab.csi.rds.node.Measurement;
import io.srvlab.csi.rds.node.Usage;
import java.util.function.Supplier;

/** The node's answers, from records to protobuf, in the health dialect that is spoken. */
record NodeAnswers(Supplier<HealthDialect> dialect) {

    Csi.NodeGetVolumeStatsResponse measured(Measurement measurement) {
        Csi.NodeGetVolumeStatsResponse.Builder answer = Csi.NodeGetVolumeStatsResponse.newBuilder();
        if (dialect.get().tellsCondition()) {
            answer.setVolumeCondition(HealthAnswers.condition(measurement.health()));
        }
        return switch (measurement.usage()) {
            case Usage.OfFilesystem filesystem ->
                answer.addUsage(count(filesystem.bytes(), VolumeUsage.Unit.BYTES))
                        .addUsage(count(filesystem.inodes(), VolumeUsage.Unit.INODES))
                        .build();
            case Usage.OfBlock block ->
                answer.addUsage(VolumeUsage.newBuilder()
                                .setUnit(VolumeUsage.Unit.BYTES)
                                .setTotal(block.size().bytes()))
                        .build();
        };
    }

    Csi.NodeGetInfoResponse about(NodeProfile profile) {
        return Csi.NodeGetInfoResponse.newBuilder()
                .setNodeId(profile.node().value())
                .setMaxVolumesPerNode(profile.maxVolumes())
                .setAccessibleTopology(
                        Csi.Topology.newBuilder().putSegments(DriverProfile.ZONE_KEY, DriverProfile.ZONE))
                .build();
    }

    private static VolumeUsage count(Usage.Count count, VolumeUsage.Unit unit) {
        return VolumeUsage.newBuilder()
                .setUnit(unit)
                .setTotal(count.total())
                .setUsed(count.used())
                .setAvailable(count.available())
                .build();
    }
}
