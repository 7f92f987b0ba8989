package io.srvlab.csi.rds.mount;

import io.srvlab.csi.rds.volume.Failure;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Makes and removes the directories and nodes that volumes are published at. Removal is one rmdir or one unlink, never
 * recursive: whatever is inside a target may be somebody's only copy.
 */
public final class MountTargets {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final Scheduler host;

    public MountTargets(Scheduler host) {
        this.host = host;
    }

    /** An existing directory is success. */
    public Mono<Void> makeDirectory(Path directory) {
        return on("make " + directory, () -> Files.createDirectories(directory));
    }

    public Mono<Boolean> exists(Path target) {
        return Mono.fromCallable(() -> Files.exists(target, LinkOption.NOFOLLOW_LINKS))
                .subscribeOn(host)
                .timeout(DEADLINE)
                .onErrorMap(TimeoutException.class, fault -> failed("look at " + target, fault));
    }

    /** A target that is not there is success; a directory or file with content is Conflict. */
    public Mono<Void> remove(Path target) {
        return on("remove " + target, () -> {
            if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                removeEmpty(target);
            }
            return target;
        });
    }

    private static void removeEmpty(Path target) throws IOException {
        BasicFileAttributes found = Files.readAttributes(target, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (found.isRegularFile() && found.size() > 0) {
            throw hasContent(target);
        }
        try {
            Files.delete(target);
        } catch (DirectoryNotEmptyException full) {
            throw hasContent(target);
        }
    }

    private static Failure hasContent(Path target) {
        return new Failure.Conflict(
                target + " is not mounted and has content that this driver did not put there",
                "look at it, move it away, and retry");
    }

    private <T> Mono<Void> on(String what, Callable<T> work) {
        return Mono.fromCallable(work)
                .subscribeOn(host)
                .timeout(DEADLINE)
                .onErrorMap(IOException.class, fault -> failed(what, fault))
                .onErrorMap(TimeoutException.class, fault -> failed(what, fault))
                .then();
    }

    private static Failure failed(String what, Throwable fault) {
        return new Failure.Unavailable("cannot " + what + ": " + fault, "retry", fault);
    }
}
