package io.srvlab.csi.rds.mount;

import io.srvlab.csi.rds.host.HostCommands;
import io.srvlab.csi.rds.volume.BlockDevice;
import io.srvlab.csi.rds.volume.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/** Formats, and only what is proven to hold nothing. Formatting the wrong device is the one mistake nobody can take back. */
public final class FilesystemFormat {
    private static final Duration DEADLINE = Duration.ofMinutes(10);

    /**
     * Never with the flag that overwrites what the tool itself finds: a last refusal is welcome. No discard, which on a new
     * image frees nothing and on terabytes over the network takes minutes.
     */
    private static final Map<String, List<String>> TOOLS = Map.of(
            "ext4", List.of("mkfs.ext4", "-q", "-m", "0", "-E", "nodiscard"),
            "xfs", List.of("mkfs.xfs", "-q", "-K"));

    private final HostTools tools;
    private final BlankCheck blank;

    public FilesystemFormat(HostCommands commands, BlankCheck blank) {
        this.tools = new HostTools(commands);
        this.blank = blank;
    }

    /** For a device on which blkid recognised nothing; answers with the type. */
    Mono<String> make(BlockDevice device, String type, FormatPermission permission) {
        List<String> tool = TOOLS.get(type);
        if (tool == null) {
            return Mono.error(
                    new Failure.InvalidRequest("new volumes are not formatted as " + type, "use ext4 or xfs"));
        }
        return blank.isBlank(device)
                .filter(Boolean::booleanValue)
                .switchIfEmpty(Mono.error(() -> refusal(device, "is not blank, yet no filesystem is recognised on it")))
                .flatMap(proven ->
                        permission.use(device).then(Mono.defer(() -> tools.succeed(DEADLINE, words(tool, device)))))
                .thenReturn(type);
    }

    private static String[] words(List<String> tool, BlockDevice device) {
        String[] words = tool.toArray(new String[tool.size() + 1]);
        words[tool.size()] = device.path().toString();
        return words;
    }

    private static Failure refusal(BlockDevice device, String what) {
        return new Failure.Conflict(
                device.path() + " " + what, "it is not formatted; look at it by hand, or restore a snapshot");
    }
}
