package io.srvlab.csi.rds.node;

import io.srvlab.csi.rds.volume.Health;
import io.srvlab.csi.rds.volume.VolumeId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What is wrong with the paths of shielded volumes, answered from memory. */
public final class PathTroubles {
    private final Map<VolumeId, Health.Ailing> troubles = new ConcurrentHashMap<>();

    public Health of(VolumeId volume) {
        Health.Ailing trouble = troubles.get(volume);
        return trouble == null ? new Health.Sound() : trouble;
    }

    /** How many volumes' reads and writes wait. */
    public int count() {
        return troubles.size();
    }

    /** Whether this is news. */
    boolean begins(VolumeId volume, Health.Ailing trouble) {
        return !trouble.equals(troubles.put(volume, trouble));
    }

    /** Whether there was one. */
    boolean ends(VolumeId volume) {
        return troubles.remove(volume) != null;
    }
}
