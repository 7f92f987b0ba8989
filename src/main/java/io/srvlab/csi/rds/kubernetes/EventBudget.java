package io.srvlab.csi.rds.kubernetes;

import io.srvlab.csi.rds.volume.VolumeId;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** How many events may be posted about one volume and in all; what is refused is lost. For one thread at a time. */
final class EventBudget {
    private static final int VOLUMES = 4096;
    private static final TokenBucket OF_VOLUME = TokenBucket.full(10, Duration.ofMinutes(1));

    private final Map<VolumeId, TokenBucket> volumes = new LinkedHashMap<>(64, 0.75f, true);
    private final AtomicReference<TokenBucket> all =
            new AtomicReference<>(TokenBucket.full(100, Duration.ofMillis(200)));

    boolean allows(VolumeId volume, Instant now) {
        TokenBucket own = volumes.getOrDefault(volume, OF_VOLUME);
        if (own.isEmpty(now) || all.get().isEmpty(now)) {
            return false;
        }
        all.set(all.get().withOneLess(now));
        volumes.put(volume, own.withOneLess(now));
        forgetTheLongestQuiet();
        return true;
    }

    private void forgetTheLongestQuiet() {
        if (volumes.size() > VOLUMES) {
            volumes.remove(volumes.keySet().iterator().next());
        }
    }
}
