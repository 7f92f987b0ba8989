package io.srvlab.csi.rds.tour;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * Where the tour mounts, what it asks for, and how long it waits for any one answer.
 *
 * @param directory staging and target paths are made below it
 * @param size of a new volume in bytes; it is doubled on the way
 * @param parameters as a StorageClass would give them
 * @param atOnce how many volumes the last part makes at the same time
 */
public record TourSettings(Path directory, long size, Map<String, String> parameters, int atOnce, Duration deadline) {
    public TourSettings {
        parameters = Map.copyOf(parameters);
        if (size <= 0 || atOnce <= 0) {
            throw new IllegalArgumentException("a tour needs a size and a number of volumes above zero");
        }
    }

    /** 1 GiB volumes (sparse files on the simulator), eight at once, a minute for every answer. */
    public static TourSettings in(Path directory) {
        return new TourSettings(directory, 1L << 30, Map.of(), 8, Duration.ofMinutes(1));
    }
}
