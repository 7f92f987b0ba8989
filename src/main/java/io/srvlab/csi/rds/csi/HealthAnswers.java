package io.srvlab.csi.rds.csi;

import csi.v1.Csi;
import io.srvlab.csi.rds.volume.Health;
import io.srvlab.csi.rds.volume.VolumeId;

/** A volume's health in either dialect. */
final class HealthAnswers {
    private HealthAnswers() {}

    static Csi.VolumeCondition condition(Health health) {
        Csi.VolumeCondition.Builder condition = Csi.VolumeCondition.newBuilder();
        return switch (health) {
            case Health.Sound() ->
                condition.setMessage("nothing is known to be wrong").build();
            case Health.Ailing ailing ->
                condition.setAbnormal(true).setMessage(ailing.message()).build();
        };
    }

    static Csi.VolumeHealth health(VolumeId volume, Health health) {
        Csi.VolumeHealth.Builder answer = Csi.VolumeHealth.newBuilder().setVolumeId(volume.value());
        return switch (health) {
            case Health.Sound() -> answer.build();
            case Health.Ailing ailing -> answer.addHealthStatuses(entry(ailing)).build();
        };
    }

    private static Csi.VolumeHealth.VolumeHealthEntry entry(Health.Ailing ailing) {
        return Csi.VolumeHealth.VolumeHealthEntry.newBuilder()
                .setStatus(
                        switch (ailing.severity()) {
                            case DEGRADED -> Csi.VolumeHealthErrorType.DEGRADED;
                            case INACCESSIBLE -> Csi.VolumeHealthErrorType.INACCESSIBLE;
                            case DATA_LOSS -> Csi.VolumeHealthErrorType.DATA_LOSS;
                        })
                .setReason(ailing.reason())
                .setMessage(ailing.message())
                .build();
    }
}
