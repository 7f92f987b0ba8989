package io.srvlab.csi.rds.node;

import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.Nqn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * What the kubelet keeps about volumes of CSI drivers: one vol_data.json below plugins/kubernetes.io/csi for each that it has
 * staged or published, from before the first call until after the last.
 */
public final class KubeletVolumes {
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final int DEEPEST = 5;
    private static final int LARGEST = 64 * 1024;

    private final Path kubelet;
    private final Scheduler host;

    /** {@code kubelet} is {@code /var/lib/kubelet}. */
    public KubeletVolumes(Path kubelet, Scheduler host) {
        this.kubelet = kubelet;
        this.host = host;
    }

    /** Whether any of the files names the volume behind the NQN, rotated or not; an NQN has no capitals, an id may. */
    Mono<Boolean> mention(Nqn nqn) {
        String own = nqn.unrotated().value();
        String volume = own.substring(own.lastIndexOf(':') + 1);
        return Mono.fromCallable(() -> mention(volume))
                .subscribeOn(host)
                .timeout(DEADLINE)
                .onErrorMap(IOException.class, this::unreadable)
                .onErrorMap(TimeoutException.class, this::unreadable);
    }

    private boolean mention(String volume) throws IOException {
        for (Path file : files()) {
            if (Files.size(file) > LARGEST
                    || Files.readString(file).toLowerCase(Locale.ROOT).contains(volume)) {
                return true;
            }
        }
        return false;
    }

    private List<Path> files() throws IOException {
        Path plugins = kubelet.resolve("plugins/kubernetes.io/csi");
        try (Stream<Path> found =
                Files.find(plugins, DEEPEST, (path, is) -> is.isRegularFile() && path.endsWith("vol_data.json"))) {
            return found.toList();
        } catch (NoSuchFileException none) {
            return List.of();
        }
    }

    private Failure unreadable(Throwable fault) {
        return new Failure.Unavailable(
                "cannot read what kubelet keeps below " + kubelet + ": " + fault, "retry", fault);
    }
}
