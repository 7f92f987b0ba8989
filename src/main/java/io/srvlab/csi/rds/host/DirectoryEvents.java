package io.srvlab.csi.rds.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/** Watches a directory such as /dev by inotify: one watch for all who listen, and none while nobody does. */
public final class DirectoryEvents implements DeviceEvents {
    private static final Duration TRY_AGAIN = Duration.ofMinutes(1);

    private final Path directory;
    private final Scheduler host;
    private final Flux<Integer> changes;

    public DirectoryEvents(Path directory, Scheduler host) {
        this.directory = directory;
        this.host = host;
        this.changes = Flux.using(this::open, this::read, this::close)
                .subscribeOn(host)
                .retryWhen(Retry.fixedDelay(Long.MAX_VALUE, TRY_AGAIN))
                .share();
    }

    @Override
    public Flux<Integer> changes() {
        return changes;
    }

    private WatchService open() throws IOException {
        WatchService service = directory.getFileSystem().newWatchService();
        directory.register(service, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE);
        return service;
    }

    private Flux<Integer> read(WatchService service) {
        return Mono.fromCallable(() -> next(service)).subscribeOn(host).repeat().filter(count -> count > 0);
    }

    /** Waits for a second at most: a listener that goes away frees the thread by then. */
    private static int next(WatchService service) {
        try {
            WatchKey key = service.poll(1, TimeUnit.SECONDS);
            int count = key == null ? 0 : key.pollEvents().size();
            return key == null || key.reset() ? count : 0;
        } catch (InterruptedException cancelled) {
            Thread.currentThread().interrupt();
            return 0;
        } catch (ClosedWatchServiceException closed) {
            return 0;
        }
    }

    /** Closing waits for the JDK's own thread, which whoever stops listening need not. */
    private void close(WatchService service) {
        try {
            host.schedule(() -> closeNow(service));
        } catch (RejectedExecutionException shutdown) {
            closeNow(service);
        }
    }

    private static void closeNow(WatchService service) {
        try {
            service.close();
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }
}
