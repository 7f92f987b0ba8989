package io.srvlab.csi.rds.role;

import io.srvlab.csi.rds.volume.VolumeEvent;
import io.srvlab.csi.rds.volume.VolumeEvents;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what happens to volumes and their paths that no call asks for and so no call's line tells. */
final class PathLog implements VolumeEvents {
    private static final Logger LOG = LoggerFactory.getLogger(PathLog.class);

    @Override
    public void publish(VolumeEvent event) {
        switch (event) {
            case VolumeEvent.PathLost lost -> LOG.warn("volume {}: {}", lost.volume(), lost.reason());
            case VolumeEvent.PathRefused refused -> LOG.error("volume {}: {}", refused.volume(), refused.reason());
            case VolumeEvent.PathBack back -> LOG.info("volume {}: reads and writes go on", back.volume());
            case VolumeEvent.PathSwapped swapped ->
                LOG.info(
                        "volume {}: swapped to {} in {} ms",
                        swapped.volume(),
                        swapped.device(),
                        swapped.took().toMillis());
            case VolumeEvent.PathReleased released ->
                LOG.error(
                        "volume {}: gave up what still waited for {}, whose target stays away and which nothing has mounted",
                        released.volume(),
                        released.device());
            case VolumeEvent.TargetRestarted restarted ->
                LOG.warn(
                        "volume {}: the RDS started unexpectedly at {} while it was attached; what the RDS had not"
                                + " written to its disks is lost",
                        restarted.volume(),
                        restarted.at());
            default -> {}
        }
    }
}
