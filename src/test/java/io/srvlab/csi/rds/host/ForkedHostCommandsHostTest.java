package io.srvlab.csi.rds.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class ForkedHostCommandsHostTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    Path directory;

    private ForkedHostCommands commands;

    @BeforeEach
    void scratch() {
        commands =
                new ForkedHostCommands(Schedulers.boundedElastic(), directory.resolve("scratch"), "subject", directory);
    }

    @Test
    void outputAndStatusComeBackWhateverTheStatusIs() {
        commands.run(HostCommand.of(SOON, "sh", "-c", "echo out; echo err >&2; exit 3"))
                .as(StepVerifier::create)
                .expectNext(new CommandOutput(3, "out\n", "err\n"))
                .verifyComplete();
    }

    @Test
    void whatTheChildrenOfAKilledProcessPrintedIsNotThereForEver() throws IOException {
        Path scratch = Files.createDirectories(directory.resolve("scratch"));
        Files.writeString(scratch.resolve("stdout-1"), "printed");
        Files.createFile(scratch.resolve("stderr-1"));
        Path record = Files.createFile(scratch.resolve("pvc-1.properties"));
        new ForkedHostCommands(Schedulers.boundedElastic(), scratch, "subject", scratch);
        assertThat(scratch).isDirectoryContaining(record::equals).isDirectoryNotContaining("glob:**std*");
    }

    @Test
    void wordsAreNotInterpreted() {
        commands.run(HostCommand.of(SOON, "echo", "$HOME;", "a  b"))
                .as(StepVerifier::create)
                .expectNext(new CommandOutput(0, "$HOME; a  b\n", ""))
                .verifyComplete();
    }

    @Test
    void aProgramThatIsNotInstalledIsToldApart() {
        commands.run(HostCommand.of(SOON, "no-such-program"))
                .as(StepVerifier::create)
                .verifyError(NoSuchFileException.class);
    }

    @Test
    @Tag("defect-24")
    void theChildDiesWithItsDeadline() {
        commands.run(HostCommand.of(Duration.ofMillis(200), "sh", "-c", "sleep 60; true"))
                .as(StepVerifier::create)
                .expectError(TimeoutException.class)
                .verify(Duration.ofSeconds(5));
        assertThat(commands.abandoned()).isZero();
    }

    @Test
    void cancellingKillsTheChild() {
        StepVerifier.create(commands.run(HostCommand.of(SOON, "sleep", "60")))
                .thenAwait(Duration.ofMillis(300))
                .thenCancel()
                .verify();
        Mono.fromSupplier(commands::abandoned)
                .filter(left -> left == 0)
                .repeatWhenEmpty(100, rounds -> rounds.delayElements(Duration.ofMillis(20)))
                .as(StepVerifier::create)
                .expectNext(0)
                .verifyComplete();
    }

    /** What hangs in the kernel when it is killed would keep the driver's container from ending. */
    @Test
    void whoIsKilledLeavesTheDriversControlGroup() throws IOException {
        Path group = Files.createFile(directory.resolve("cgroup.procs"));
        commands.run(sleepThatTellsItsPid(Duration.ofSeconds(2)))
                .as(StepVerifier::create)
                .expectError(TimeoutException.class)
                .verify(SOON);
        assertThat(group).hasSameTextualContentAs(directory.resolve("pid"));
    }

    @Test
    void noChildOutlivesTheDriver() throws IOException {
        Path group = Files.createFile(directory.resolve("cgroup.procs"));
        StepVerifier.create(commands.run(sleepThatTellsItsPid(SOON)))
                .thenAwait(Duration.ofSeconds(2))
                .then(commands::close)
                .assertNext(output -> assertThat(output.exitStatus()).isEqualTo(128 + 9))
                .expectComplete()
                .verify(Duration.ofSeconds(5));
        assertThat(group).hasSameTextualContentAs(directory.resolve("pid"));
    }

    private HostCommand sleepThatTellsItsPid(Duration deadline) {
        return HostCommand.of(deadline, "sh", "-c", "printf $$ >" + directory + "/pid; exec sleep 60");
    }

    @Test
    void largeOutputOnBothStreamsIsCutAndDoesNotDeadlock() {
        commands.run(HostCommand.of(SOON, "sh", "-c", "head -c 1000000 /dev/zero; head -c 1000000 /dev/zero >&2"))
                .as(StepVerifier::create)
                .assertNext(output -> {
                    assertThat(output.stdout()).hasSize(64 * 1024);
                    assertThat(output.stderr()).hasSize(64 * 1024);
                })
                .verifyComplete();
    }

    @Test
    void aProgramThatPrintsWithoutEndIsKilled() {
        commands.run(HostCommand.of(SOON, "yes"))
                .as(StepVerifier::create)
                .expectErrorMessage("yes prints without end and was killed")
                .verify(Duration.ofSeconds(8));
    }

    @Test
    void aGrandchildThatKeepsTheOutputOpenKeepsNobodyWaiting() {
        commands.run(HostCommand.of(SOON, "sh", "-c", "sleep 3 & echo done"))
                .as(StepVerifier::create)
                .expectNext(new CommandOutput(0, "done\n", ""))
                .expectComplete()
                .verify(Duration.ofSeconds(2));
    }

    @Test
    void manyCommandsAtOnceAllEndAndLeaveNoFiles() {
        Flux.range(0, 40)
                .flatMap(n -> commands.run(HostCommand.of(SOON, "echo", String.valueOf(n))), 16)
                .as(StepVerifier::create)
                .expectNextCount(40)
                .verifyComplete();
        Mono.fromSupplier(() -> directory.resolve("scratch").toFile().list().length)
                .filter(left -> left == 0)
                .repeatWhenEmpty(100, rounds -> rounds.delayElements(Duration.ofMillis(20)))
                .as(StepVerifier::create)
                .expectNext(0)
                .verifyComplete();
    }
}
