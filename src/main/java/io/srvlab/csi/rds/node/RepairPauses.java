package io.srvlab.csi.rds.node;

import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.VolumeId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * When a path's repair is tried again: never given up, ever slower, each volume at its own moment, and at once when something else
 * is to be done than what has failed.
 */
final class RepairPauses {
    private static final int MOST_DOUBLINGS = 6;
    private static final double JITTER = 0.25;

    private final RandomGenerator random;
    private final Map<VolumeId, Pause> pauses = new ConcurrentHashMap<>();

    private record Pause(Class<? extends PathStep> step, int failures, Instant until) {}

    RepairPauses(RandomGenerator random) {
        this.random = random;
    }

    boolean due(VolumeId volume, PathStep step, Instant now) {
        Pause pause = pauses.get(volume);
        return pause == null || !pause.step().equals(step.getClass()) || !now.isBefore(pause.until());
    }

    void failed(VolumeId volume, PathStep step, Throwable failure, Instant now) {
        pauses.compute(volume, (id, before) -> {
            boolean again = before != null && before.step().equals(step.getClass());
            int failures = again ? before.failures() + 1 : 1;
            return new Pause(step.getClass(), failures, now.plus(pause(failures, failure)));
        });
    }

    void passed(VolumeId volume) {
        pauses.remove(volume);
    }

    private Duration pause(int failures, Throwable failure) {
        Duration slowest = slowest(failure);
        Duration grown = first(failure).multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        Duration pause = grown.compareTo(slowest) < 0 ? grown : slowest;
        return Duration.ofMillis(Math.round(pause.toMillis() * random.nextDouble(1 - JITTER, 1 + JITTER)));
    }

    /** A target that is away may be back any moment; a device that is not the volume needs a person. */
    private static Duration first(Throwable failure) {
        return failure instanceof Failure.Unavailable ? Duration.ofMillis(500) : Duration.ofSeconds(5);
    }

    private static Duration slowest(Throwable failure) {
        return failure instanceof Failure.Unavailable ? Duration.ofSeconds(5) : Duration.ofMinutes(1);
    }
}
