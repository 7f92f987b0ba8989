package io.srvlab.csi.rds.tour;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One step of the tour: what was done, how long it took, what crossed the wire, and why it failed if it did. */
public record TourStep(
        String title,
        Duration took,
        List<String> commands,
        @Nullable String failure) {
    public TourStep {
        commands = List.copyOf(commands);
    }

    public boolean failed() {
        return failure != null;
    }
}
