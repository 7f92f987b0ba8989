package io.srvlab.csi.rds.node;

import io.srvlab.csi.rds.volume.VolumeId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Volumes that cannot be unstaged because something waits for their target. What waits may be somebody's last writes, so patience
 * is long; it begins anew when the driver is started anew.
 */
public final class HungVolumes {
    private final Duration patience;
    private final Clock clock;
    private final Map<VolumeId, Instant> since = new ConcurrentHashMap<>();

    public HungVolumes(Duration patience, Clock clock) {
        this.patience = patience;
        this.clock = clock;
    }

    /** Told of each vain attempt; true once the first was long enough ago. */
    boolean exhausted(VolumeId volume) {
        Instant now = clock.instant();
        Instant first = since.computeIfAbsent(volume, id -> now);
        return !now.isBefore(first.plus(patience));
    }

    void forget(VolumeId volume) {
        since.remove(volume);
    }
}
