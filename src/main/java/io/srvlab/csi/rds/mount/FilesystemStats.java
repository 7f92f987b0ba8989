package io.srvlab.csi.rds.mount;

import io.srvlab.csi.rds.host.CommandOutput;
import io.srvlab.csi.rds.host.HostCommands;
import io.srvlab.csi.rds.volume.Failure;
import java.nio.file.Path;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** Measures a mounted filesystem with stat(1), in a child of its own because statfs on a dead mount may hang. */
public final class FilesystemStats {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    /** Block size, then blocks: total, free, available; then inodes: total, free. */
    private static final String FORMAT = "--format=%S %b %f %a %c %d";

    private final HostTools tools;

    public FilesystemStats(HostCommands commands) {
        this.tools = new HostTools(commands);
    }

    public Mono<FilesystemUsage> measure(Path path) {
        return tools.succeed(DEADLINE, "stat", "--file-system", FORMAT, path.toString())
                .map(output -> usage(path, output));
    }

    private static FilesystemUsage usage(Path path, CommandOutput output) {
        String text = output.stdout().strip();
        if (!text.matches("[0-9]{1,18}( [0-9]{1,18}){5}")) {
            throw new Failure.Unexpected("stat says '" + text + "' of " + path, "GNU coreutils is needed on the node");
        }
        String[] numbers = text.split(" ", -1);
        long block = Long.parseLong(numbers[0]);
        return new FilesystemUsage(
                Math.multiplyExact(block, Long.parseLong(numbers[1])),
                Math.multiplyExact(block, Long.parseLong(numbers[2])),
                Math.multiplyExact(block, Long.parseLong(numbers[3])),
                Long.parseLong(numbers[4]),
                Long.parseLong(numbers[5]));
    }
}
