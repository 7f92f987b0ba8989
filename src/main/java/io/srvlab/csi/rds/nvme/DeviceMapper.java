package io.srvlab.csi.rds.nvme;

import io.srvlab.csi.rds.host.CommandOutput;
import io.srvlab.csi.rds.host.HostCommand;
import io.srvlab.csi.rds.host.HostCommands;
import io.srvlab.csi.rds.volume.BlockDevice;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.Failure;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;

/**
 * dmsetup(8), for one kind of map: a multipath target with one path, which queues what it cannot send. Never in step with udev,
 * which a pod does not hear, and without its rules: nobody else has to know these maps.
 */
final class DeviceMapper {
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final int SECTOR = 512;

    /** A path that the kernel has taken out of use: {@code 259:0 F 1}. */
    private static final Pattern FAILED = Pattern.compile(".* [0-9]+:[0-9]+ F [0-9]+( .*)?");

    private final HostCommands commands;

    DeviceMapper(HostCommands commands) {
        this.commands = commands;
    }

    /** Asking for the target's version has the kernel load its module; empty, or the reason why there is none. */
    Mono<String> lacksMultipath() {
        return run("target-version", "multipath")
                .map(output -> output.ok() && output.stdout().contains("multipath")
                        ? ""
                        : "the kernel has no dm-multipath (" + output.text() + ")")
                .onErrorResume(Failure.class, failure -> Mono.just(String.valueOf(failure.getMessage())));
    }

    Mono<Void> create(String name, BlockDevice head) {
        return change("create", name, "--uuid", name, "--table", table(head, head.size()));
    }

    Mono<Void> load(String name, BlockDevice head, Capacity size) {
        return change("load", name, "--table", table(head, size));
    }

    /** What is under way has to end first; what comes then waits until the map is resumed. */
    Mono<Void> suspend(String name) {
        return change("suspend", name, "--noflush", "--nolockfs");
    }

    /** One call to the kernel: suspends, puts the loaded table to work if there is one, and goes on. */
    Mono<Void> resume(String name) {
        return change("resume", name, "--noflush", "--nolockfs");
    }

    /** Forgets a table that was loaded and not put to work. */
    Mono<Void> clear(String name) {
        return change("clear", name);
    }

    Mono<Void> remove(String name) {
        return change("remove", name, "--retry");
    }

    /** Whoever has a map of the same name keeps it. */
    Mono<Void> removeByUuid(String uuid) {
        return change("remove", "--uuid", uuid);
    }

    Mono<Void> message(String name, String message) {
        return succeed(List.of("message", name, "0", message)).then();
    }

    /** How often the map's device is open: mounts, holders, and processes alike. */
    Mono<Integer> openCount(String name) {
        return succeed(List.of("info", "-c", "--noheadings", "-o", "open", name))
                .map(output -> Integer.parseInt(output.stdout().strip()));
    }

    /** The names of those maps whose path is out of use. */
    Mono<Set<String>> failed() {
        return succeed(List.of("status", "--target", "multipath", "--noflush"))
                .map(output -> output.stdout()
                        .lines()
                        .filter(line -> FAILED.matcher(line).matches())
                        .map(line -> line.substring(0, line.indexOf(':')))
                        .collect(Collectors.toSet()));
    }

    /** Bio mode: NVMe's own multipath heads take no requests. */
    private static String table(BlockDevice head, Capacity size) {
        return "0 " + size.bytes() / SECTOR + " multipath 3 queue_if_no_path queue_mode bio 0 1 1 round-robin 0 1 1 "
                + head.majorMinor() + " 1000";
    }

    private Mono<Void> change(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(1, List.of("--noudevsync", "--noudevrules"));
        return succeed(all).then();
    }

    private Mono<CommandOutput> succeed(List<String> words) {
        return run(words.toArray(String[]::new)).doOnNext(output -> {
            if (!output.ok()) {
                throw new Failure.Unexpected(
                        "'dmsetup " + String.join(" ", words) + "' ended with status " + output.exitStatus() + ": "
                                + output.text(),
                        "see the node's kernel log");
            }
        });
    }

    private Mono<CommandOutput> run(String... words) {
        List<String> all = new ArrayList<>(List.of("dmsetup"));
        all.addAll(List.of(words));
        HostCommand command = new HostCommand(all, DEADLINE);
        return commands.run(command)
                .onErrorMap(
                        NoSuchFileException.class,
                        missing -> new Failure.Unexpected(
                                "dmsetup is not installed", "install the package dmsetup on the node"))
                .onErrorMap(TimeoutException.class, late -> unavailable("'" + command + "' did not end in time", late))
                .onErrorMap(IOException.class, fault -> unavailable("cannot run '" + command + "': " + fault, fault));
    }

    private static Failure unavailable(String what, Throwable cause) {
        return new Failure.Unavailable(what, "retry; see the node's kernel log", cause);
    }
}
