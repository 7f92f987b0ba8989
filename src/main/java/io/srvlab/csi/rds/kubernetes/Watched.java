package io.srvlab.csi.rds.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A kind of object that is listed in pages and then watched, for ever: an API server that is away is asked again and again. */
final class Watched<T extends HasMetadata> implements AutoCloseable {
    /** Bounds what one answer takes of the heap; a node's JSON alone may have tens of kilobytes. */
    private static final long PAGE = 200;

    private static final Logger LOG = LoggerFactory.getLogger(Watched.class);

    private final String what;
    private final SharedIndexInformer<T> informer;

    Watched(String what, Informable<T> objects, ReducedStore<T, ?> store) {
        this.what = what;
        this.informer = objects.withLimit(PAGE)
                .runnableInformer(0)
                .removeNamespaceIndex()
                .itemStore(store)
                .exceptionHandler((started, error) -> goesOn(error));
    }

    /** The library would tell the same with a stack trace; its logger is off in {@code application.yaml}. */
    private boolean goesOn(Throwable error) {
        Throwable cause = error;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        LOG.warn("the cluster's {} cannot be watched for now and are asked for again: {}", what, cause.toString());
        return true;
    }

    String what() {
        return what;
    }

    /** Returns at once. */
    void start() {
        CompletionStage<Void> _ = informer.start();
    }

    /** Whether all was listed once and is being watched now. */
    boolean isCurrent() {
        return informer.hasSynced() && informer.isWatching();
    }

    boolean hasSynced() {
        return informer.hasSynced();
    }

    @Override
    public void close() {
        informer.stop();
    }
}
