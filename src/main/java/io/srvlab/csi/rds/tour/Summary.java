package io.srvlab.csi.rds.tour;

import java.time.Duration;
import java.util.List;

/** All steps of a tour that has ended; only the last one can have failed. */
public record Summary(List<TourStep> steps) {
    public Summary {
        steps = List.copyOf(steps);
    }

    public boolean succeeded() {
        return steps.stream().noneMatch(TourStep::failed);
    }

    /** What the process should exit with. */
    public int exitCode() {
        return succeeded() ? 0 : 1;
    }

    public int commands() {
        return steps.stream().mapToInt(step -> step.commands().size()).sum();
    }

    public Duration took() {
        return steps.stream().map(TourStep::took).reduce(Duration.ZERO, Duration::plus);
    }
}
