package io.srvlab.csi.rds.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class DirectoryEventsTest {
    @TempDir
    Path directory;

    @Test
    void everyListenerHearsThatSomethingCameAndWent() {
        DirectoryEvents events = new DirectoryEvents(directory, Schedulers.boundedElastic());
        Flux<Integer> both =
                Flux.merge(events.changes().take(2), events.changes().take(2));
        // Listening begins some time after subscribing; the file comes and goes until it has been heard of.
        Flux<Long> activity = Flux.interval(Duration.ofMillis(20), Schedulers.boundedElastic())
                .doOnNext(n -> toggle(directory.resolve("nvme0n1")));
        both.takeUntilOther(activity.ignoreElements())
                .as(StepVerifier::create)
                .expectNextCount(4)
                .expectComplete()
                .verify(Duration.ofSeconds(20));
    }

    @Test
    void aDirectoryThatIsMissingIsNoFailure() {
        new DirectoryEvents(directory.resolve("none"), Schedulers.boundedElastic())
                .changes()
                .take(Duration.ofMillis(200))
                .as(StepVerifier::create)
                .expectComplete()
                .verify(Duration.ofSeconds(20));
    }

    private static void toggle(Path file) {
        try {
            if (!Files.deleteIfExists(file)) {
                Files.createFile(file);
            }
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }
}
