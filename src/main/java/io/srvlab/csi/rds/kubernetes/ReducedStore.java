package io.srvlab.csi.rds.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An informer's store that keeps of each object only what the driver reads, and nothing of objects that are not the driver's.
 * What the informer asks back is an empty object of the same name and version.
 */
final class ReducedStore<T extends HasMetadata, K extends Known> implements ItemStore<T> {
    private final Function<T, Optional<K>> reduce;
    private final Supplier<T> shell;
    private final Changes<K> changes;
    private final Map<String, K> items = new HashMap<>();
    private final Map<String, List<String>> names = new HashMap<>();
    private final Map<String, String> written = new HashMap<>();

    /** Hears each change, one at a time, while the store waits; {@code after} is null when the object has gone. */
    @FunctionalInterface
    interface Changes<K> {
        void changed(@Nullable K before, @Nullable K after);
    }

    ReducedStore(Function<T, Optional<K>> reduce, Supplier<T> shell, Changes<K> changes) {
        this.reduce = reduce;
        this.shell = shell;
        this.changes = changes;
    }

    /** What the driver itself has just read or written; kept unless the watch has told of something newer, or of its end. */
    synchronized void learn(T object) {
        K before = items.get(getKey(object));
        Optional<K> now = reduce.apply(object);
        if (before != null && now.isPresent() && isNewer(now.get().version(), before.version())) {
            written.put(before.name(), now.get().version());
            replace(before, now.get());
        }
    }

    synchronized List<K> lookUp(String key) {
        return names.getOrDefault(key, List.of()).stream().map(this::kept).toList();
    }

    synchronized List<K> all() {
        return List.copyOf(items.values());
    }

    @Override
    public String getKey(T object) {
        return object.getMetadata().getName();
    }

    /** The watch may still tell of what was before our own write. */
    @Override
    public synchronized @Nullable T put(String key, T object) {
        K before = items.get(key);
        String ours = written.get(key);
        if (ours == null || !isNewer(ours, object.getMetadata().getResourceVersion())) {
            written.remove(key);
            replace(before, reduce.apply(object).orElse(null));
        }
        return shell(before);
    }

    @Override
    public synchronized @Nullable T remove(String key) {
        K before = items.get(key);
        written.remove(key);
        replace(before, null);
        return shell(before);
    }

    @Override
    public synchronized Stream<String> keySet() {
        return List.copyOf(items.keySet()).stream();
    }

    @Override
    public synchronized Stream<T> values() {
        return List.copyOf(items.values()).stream().map(this::emptied);
    }

    @Override
    public synchronized int size() {
        return items.size();
    }

    @Override
    public synchronized @Nullable T get(String key) {
        return shell(items.get(key));
    }

    /** Spares the informer a list of what it has yet to announce: nobody hears its announcements. */
    @Override
    public boolean isFullState() {
        return false;
    }

    private void replace(@Nullable K before, @Nullable K after) {
        if (before != null) {
            items.remove(before.name());
            names.computeIfPresent(before.lookup(), (key, all) -> without(all, before.name()));
        }
        if (after != null) {
            items.put(after.name(), after);
            names.merge(after.lookup(), List.of(after.name()), ReducedStore::joined);
        }
        if (before != null || after != null) {
            changes.changed(before, after);
        }
    }

    private K kept(String name) {
        K kept = items.get(name);
        if (kept == null) {
            throw new IllegalStateException("'" + name + "' is indexed and not there");
        }
        return kept;
    }

    private @Nullable T shell(@Nullable K kept) {
        return kept == null ? null : emptied(kept);
    }

    private T emptied(K kept) {
        T object = shell.get();
        ObjectMeta meta = new ObjectMeta();
        meta.setName(kept.name());
        meta.setResourceVersion(kept.version());
        object.setMetadata(meta);
        return object;
    }

    private static List<String> joined(List<String> some, List<String> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    private static @Nullable List<String> without(List<String> all, String name) {
        List<String> rest = all.stream().filter(other -> !other.equals(name)).toList();
        return rest.isEmpty() ? null : rest;
    }

    /** Versions are decimal numbers that grow (Kubernetes 1.35, comparable resource versions; before that, etcd's revisions). */
    static boolean isNewer(String version, String than) {
        return version.length() == than.length() ? version.compareTo(than) > 0 : version.length() > than.length();
    }
}
