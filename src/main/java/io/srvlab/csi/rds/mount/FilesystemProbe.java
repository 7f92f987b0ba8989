package io.srvlab.csi.rds.mount;

import io.srvlab.csi.rds.host.CommandOutput;
import io.srvlab.csi.rds.host.HostCommands;
import io.srvlab.csi.rds.volume.BlockDevice;
import io.srvlab.csi.rds.volume.Failure;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import reactor.core.publisher.Mono;

/**
 * Asks blkid(8) what a device holds, past its cache. Status 2 means that nothing was recognised, which it also says of a
 * device that it cannot read: necessary for formatting, not sufficient. Any other doubt is a fault of the device.
 */
public final class FilesystemProbe {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Duration SIGNATURE = Duration.ofSeconds(10);
    private static final int NOTHING_RECOGNISED = 2;

    private final HostTools tools;

    public FilesystemProbe(HostCommands commands) {
        this.tools = new HostTools(commands);
    }

    /** The type; empty when nothing was recognised. */
    public Mono<Optional<String>> typeOf(BlockDevice device) {
        return tools.run(
                        DEADLINE,
                        "blkid",
                        "-p",
                        "-o",
                        "value",
                        "-s",
                        "TYPE",
                        device.path().toString())
                .map(output -> type(device, output));
    }

    /**
     * Type and UUID, read past blkid's cache and past the kernel's, which may be of a time before the target was away; nothing
     * recognised is a signature without either.
     */
    public Mono<FilesystemSignature> signatureOf(BlockDevice device) {
        String path = device.path().toString();
        return tools.run(SIGNATURE, "blockdev", "--flushbufs", path)
                .then(tools.run(SIGNATURE, "blkid", "-p", "-o", "export", "-s", "TYPE", "-s", "UUID", path))
                .map(output -> signature(device, output));
    }

    private static FilesystemSignature signature(BlockDevice device, CommandOutput output) {
        if (!output.ok() && output.exitStatus() != NOTHING_RECOGNISED) {
            throw unclear(device, output);
        }
        return FilesystemSignature.of(properties(output.stdout()));
    }

    private static Properties properties(String text) {
        Properties found = new Properties();
        text.lines()
                .map(line -> line.split("=", 2))
                .filter(pair -> pair.length == 2)
                .forEach(pair -> found.setProperty(pair[0], pair[1].strip()));
        return found;
    }

    private static Optional<String> type(BlockDevice device, CommandOutput output) {
        String text = output.stdout().strip();
        if (output.exitStatus() == NOTHING_RECOGNISED && text.isEmpty()) {
            return Optional.empty();
        }
        if (output.ok() && text.matches("[A-Za-z0-9_.-]+")) {
            return Optional.of(text);
        }
        throw unclear(device, output);
    }

    private static Failure unclear(BlockDevice device, CommandOutput output) {
        return new Failure.Conflict(
                "blkid cannot say what " + device.path() + " holds: status " + output.exitStatus() + ", '"
                        + output.text() + "'",
                "it is not formatted; see the node's kernel log, and look for a partition table");
    }
}
