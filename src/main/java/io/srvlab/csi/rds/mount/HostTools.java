package io.srvlab.csi.rds.mount;

import io.srvlab.csi.rds.host.CommandOutput;
import io.srvlab.csi.rds.host.HostCommand;
import io.srvlab.csi.rds.host.HostCommands;
import io.srvlab.csi.rds.volume.Failure;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Mono;

/** Host commands in the vocabulary of failures: late is Unavailable, missing and refused are Unexpected with the tool's text. */
final class HostTools {
    /** A shell's exit status for a program that is not there. */
    private static final int NOT_INSTALLED = 127;

    private final HostCommands commands;

    HostTools(HostCommands commands) {
        this.commands = commands;
    }

    /** The output, whatever the exit status was. */
    Mono<CommandOutput> run(Duration deadline, String... words) {
        HostCommand command = HostCommand.of(deadline, words);
        return commands.run(command)
                .onErrorResume(NoSuchFileException.class, missing -> Mono.just(notInstalled(command)))
                .onErrorMap(TimeoutException.class, late -> late(command, late))
                .onErrorMap(IOException.class, fault -> notStarted(command, fault));
    }

    /** The output of a command that must succeed. */
    Mono<CommandOutput> succeed(Duration deadline, String... words) {
        return run(deadline, words).doOnNext(output -> {
            if (!output.ok()) {
                throw refused(String.join(" ", words), output);
            }
        });
    }

    static boolean notInstalled(CommandOutput output) {
        return output.exitStatus() == NOT_INSTALLED;
    }

    static Failure refused(String command, CommandOutput output) {
        return new Failure.Unexpected(
                "'" + command + "' ended with status " + output.exitStatus() + ": " + output.text(),
                "see the node's kernel log");
    }

    private static CommandOutput notInstalled(HostCommand command) {
        return new CommandOutput(NOT_INSTALLED, "", command.words().getFirst() + ": not found");
    }

    private static Failure late(HostCommand command, TimeoutException late) {
        return new Failure.Unavailable(
                "'" + command + "' did not end within " + command.deadline().toSeconds() + " s",
                "the device may be out of reach: see its controller's state",
                late);
    }

    private static Failure notStarted(HostCommand command, IOException fault) {
        return new Failure.Unavailable("cannot run '" + command + "': " + fault.getMessage(), "retry", fault);
    }
}
