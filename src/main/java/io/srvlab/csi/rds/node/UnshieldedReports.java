package io.srvlab.csi.rds.node;

import io.srvlab.csi.rds.volume.Health;
import io.srvlab.csi.rds.volume.VolumeEvent;
import io.srvlab.csi.rds.volume.VolumeEvents;
import io.srvlab.csi.rds.volume.VolumeId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Publishes what befalls volumes without a shield, which nobody watches: when somebody asks how they are, and once for each
 * change.
 */
public final class UnshieldedReports {
    private static final String FINE = "";
    private static final int KEPT = 4096;

    private final VolumeEvents events;
    private final Map<VolumeId, String> told = new ConcurrentHashMap<>();

    public UnshieldedReports(VolumeEvents events) {
        this.events = events;
    }

    void tell(StageRecord record, Health found) {
        if (record.proof() == null) {
            String reason = found instanceof Health.Ailing ailing ? ailing.reason() : FINE;
            String before = remember(record.volume(), reason);
            if (!before.equals(reason)) {
                publish(record.volume(), before, found);
            }
        }
    }

    /** Answers what was told before. Volumes leave the node while they ail: what is kept of them is dropped when it gets much. */
    private String remember(VolumeId volume, String reason) {
        if (told.size() >= KEPT) {
            told.clear();
        }
        String before = reason.equals(FINE) ? told.remove(volume) : told.put(volume, reason);
        return before == null ? FINE : before;
    }

    private void publish(VolumeId volume, String before, Health found) {
        switch (found) {
            case Health.Ailing ailing
            when ailing.severity() == Health.Severity.INACCESSIBLE ->
                events.publish(new VolumeEvent.PathLost(volume, ailing.message()));
            case Health.Sound()
            when !before.equals("FilesystemErrors") -> events.publish(new VolumeEvent.PathBack(volume));
            default -> {}
        }
    }
}
