package io.srvlab.csi.rds.tour;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** The tour notices what an operator would want it to notice, and says so. */
class TourTest {
    private static final Duration DEADLINE = Duration.ofMinutes(1);

    private final List<String> told = new CopyOnWriteArrayList<>();
    private FakeStorage storage;

    @TempDir
    private Path directory;

    /** The JDK reads a file of its own the first time it makes a unix socket; not on an event loop, please. */
    @BeforeAll
    static void unixSocketsAreKnown() throws IOException {
        SocketChannel.open(StandardProtocolFamily.UNIX).close();
    }

    @BeforeEach
    void prepare() {
        storage = new FakeStorage(directory);
    }

    @Test
    void aHealthyDriverIsWalkedFromCreateToDelete() throws IOException {
        var summary = walk();

        assertThat(summary.steps()).noneMatch(TourStep::failed);
        assertThat(summary.exitCode()).isZero();
        assertThat(summary.steps())
                .extracting(TourStep::title)
                .contains(
                        "create the filesystem volume",
                        "create the block volume",
                        "let the node follow",
                        "read the pattern back",
                        "find the pattern in the storage's own file",
                        "delete 8 volumes at once");
        assertThat(told)
                .last()
                .asString()
                .startsWith("all is well: " + summary.steps().size() + " steps");
    }

    @Test
    void nothingIsLeftBehind() throws IOException {
        walk();

        try (var left = Files.walk(directory)) {
            assertThat(left.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void everyStepShowsTheCommandsThatItCaused() throws IOException {
        var summary = walk();

        assertThat(summary.steps())
                .filteredOn(step -> step.title().equals("double the block volume on the storage"))
                .singleElement()
                .satisfies(step -> assertThat(step.commands()).containsExactly("/disk/set file-size=131072"));
        assertThat(told).contains("      > /disk/set file-size=131072");
        assertThat(summary.commands()).isEqualTo(storage.since(0).size());
    }

    @Test
    void theFirstFailureIsToldAndEndsTheTour() throws IOException {
        storage.refuse("NodeStageVolume", Status.UNAVAILABLE.withDescription("no path to 10.0.0.1; check the cable"));

        var summary = walk();

        assertThat(summary.exitCode()).isEqualTo(1);
        assertThat(summary.steps()).last().satisfies(step -> {
            assertThat(step.title()).startsWith("stage it");
            assertThat(step.failure()).isEqualTo("UNAVAILABLE: no path to 10.0.0.1; check the cable");
        });
        assertThat(told).contains("      UNAVAILABLE: no path to 10.0.0.1; check the cable");
        assertThat(told).last().asString().startsWith("the tour ended early");
    }

    @Test
    void aVolumeThatLosesItsBytesIsNoticed() throws IOException {
        storage.afterUnmount(TourTest::scribbleOver);

        var summary = walk();

        assertThat(summary.steps()).last().satisfies(step -> {
            assertThat(step.title()).isEqualTo("read the pattern back");
            assertThat(step.failure()).isEqualTo("the volume does not hold what was written to it");
        });
    }

    @Test
    void aDriverThatIsNotThereFailsTheFirstStep() {
        var summary = walkOn(directory.resolve("nobody.sock"));

        assertThat(summary.steps())
                .singleElement()
                .satisfies(step -> assertThat(step.failure()).startsWith("UNAVAILABLE"));
    }

    private Summary walk() throws IOException {
        var socket = directory.resolve("csi.sock");
        try (var driver = new FakeDriver(socket, storage)) {
            assertThat(driver).isNotNull();
            return walkOn(socket);
        }
    }

    private Summary walkOn(Path socket) {
        var settings = new TourSettings(directory.resolve("mounts"), 65536, Map.of(), 8, DEADLINE);
        var summaries = new CopyOnWriteArrayList<Summary>();
        try (var client = CsiSocket.open(socket, DEADLINE)) {
            new Tour(client, storage, settings, new Random(7), Schedulers.boundedElastic(), told::add)
                    .walk()
                    .doOnNext(summaries::add)
                    .as(StepVerifier::create)
                    .expectNextCount(1)
                    .expectComplete()
                    .verify(DEADLINE);
        }
        assertThat(summaries).hasSize(1);
        return summaries.getFirst();
    }

    private static void scribbleOver(Path image) {
        try {
            Files.write(image, "lost".repeat(16384).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
