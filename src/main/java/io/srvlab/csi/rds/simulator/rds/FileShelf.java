package io.srvlab.csi.rds.simulator.rds;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/** The files and directories of the device, in the order in which they were made. */
final class FileShelf {
    private static final long FIRST_ID = 0x1000;
    private final Map<String, StoredFile> files = new LinkedHashMap<>();
    private final AtomicLong nextId = new AtomicLong(FIRST_ID);
    private final SparseFiles bytes;
    private final Pools pools;
    private final Box box;
    private volatile BiConsumer<StoredFile, Boolean> watcher = (file, gone) -> {};

    FileShelf(SparseFiles bytes, Pools pools, Box box) {
        this.bytes = bytes;
        this.pools = pools;
        this.box = box;
    }

    static String withoutSlash(String path) {
        return path.startsWith("/") ? path.substring(1) : path;
    }

    Collection<StoredFile> all() {
        return files.values();
    }

    Optional<StoredFile> find(String path) {
        return Optional.ofNullable(files.get(path));
    }

    /** Makes the directory and those above it; one that exists is left alone. */
    void makeDirectory(String path) {
        for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
            putDirectory(path.substring(0, slash));
        }
        putDirectory(path);
    }

    private void putDirectory(String path) {
        if (!files.containsKey(path)) {
            bytes.makeDirectory(path);
            put(StoredFile.directory(id(), path, box.now()));
            touchDirectoryOf(path);
        }
    }

    void makeImage(String path, long size) {
        Pool pool = requireDirectory(path);
        long allocated = box.is(Unknown.Allocation.PREALLOCATED) ? size : 0;
        if (allocated > pool.free() && box.is(Unknown.FullPool.LEAVES_FILE)) {
            occupied(pool, path, Math.max(0, pool.free()));
        }
        pool.charge(allocated);
        box.effects().take(box.timeFor(allocated));
        keep(StoredFile.image(id(), path, size, allocated, box.now()));
    }

    /** What was made of an image before the space ran out. */
    private void occupied(Pool pool, String path, long bytesMade) {
        pool.charge(bytesMade);
        keep(StoredFile.image(id(), path, bytesMade, bytesMade, box.now()));
    }

    private void keep(StoredFile file) {
        bytes.make(file.path(), file.size());
        put(file);
        touchDirectoryOf(file.path());
    }

    private void touchDirectoryOf(String path) {
        find(path.substring(0, Math.max(0, path.lastIndexOf('/')))).ifPresent(above -> put(above.touched(box.now())));
    }

    /** A file of somebody else: its space is part of what the pool has in use from the start. */
    void addForeign(String path, long size) {
        int slash = path.lastIndexOf('/');
        makeDirectory(path.substring(0, slash));
        bytes.resize(path, size);
        put(StoredFile.image(id(), path, size, 0, box.now()).asForeign());
        touchDirectoryOf(path);
    }

    /** Finds what an earlier process left in the pools; the bytes themselves are the record of it. */
    void restore() {
        pools.names().forEach(this::restore);
    }

    private void restore(String pool) {
        bytes.below(pool).forEach((path, size) -> {
            if (size < 0) {
                putDirectory(path);
            } else if (!files.containsKey(path)) {
                put(found(path, size));
            }
        });
    }

    private StoredFile found(String path, long size) {
        long allocated = box.is(Unknown.Allocation.PREALLOCATED) ? size : 0;
        pools.of(path).ifPresent(pool -> pool.occupied(allocated));
        return StoredFile.image(id(), path, size, allocated, box.now());
    }

    void resize(StoredFile file, long size) {
        boolean preallocated = box.is(Unknown.Allocation.PREALLOCATED);
        long allocated = preallocated ? size : Math.min(file.allocated(), size);
        charge(file.path(), allocated - file.allocated());
        box.effects().take(box.timeFor(Math.max(0, allocated - file.allocated())));
        bytes.resize(file.path(), size);
        put(file.withSize(size, allocated, box.now()));
    }

    /** A host has written so much: a sparse image takes that from the pool. */
    void occupy(StoredFile file, long written) {
        long allocated = Math.max(file.allocated(), Math.min(written, file.size()));
        charge(file.path(), allocated - file.allocated());
        put(file.withSize(file.size(), allocated, box.now()));
    }

    private void charge(String path, long more) {
        pools.of(path).ifPresent(pool -> pool.charge(more));
    }

    /** Removes the file, or the directory and everything below it. */
    List<StoredFile> remove(StoredFile file) {
        List<StoredFile> doomed = new ArrayList<>(files.values().stream()
                .filter(other -> other.isBelow(file.path()))
                .toList());
        doomed.add(file);
        doomed.sort((one, other) -> other.path().length() - one.path().length());
        doomed.forEach(gone -> {
            files.remove(gone.path());
            watcher.accept(gone, true);
            bytes.delete(gone.path());
            charge(gone.path(), -gone.allocated());
        });
        touchDirectoryOf(file.path());
        return doomed;
    }

    /** Copies a file, or everything below a directory, byte for byte. */
    void copy(StoredFile source, String target) {
        copy(source, target, box.is(Unknown.Reflink.YES));
    }

    /** The same, and nothing of it takes space until it is written to. */
    void snapshot(StoredFile source, String target) {
        copy(source, target, true);
    }

    private void copy(StoredFile source, String target, boolean shared) {
        if (!source.directory()) {
            copyFile(source, target, shared);
            return;
        }
        makeDirectory(target);
        List.copyOf(files.values()).stream()
                .filter(file -> file.isBelow(source.path()) && !file.directory())
                .forEach(file -> copyFile(
                        file, target + file.path().substring(source.path().length()), shared));
    }

    private void copyFile(StoredFile source, String target, boolean shared) {
        long allocated = shared ? 0 : source.size();
        requireRoom(target, allocated);
        charge(target, allocated);
        keep(StoredFile.image(id(), target, source.size(), allocated, box.now()).withFilesystem(source.filesystem()));
        bytes.copy(source.path(), target, source.size());
    }

    void requireRoom(String path, long allocated) {
        if (files.containsKey(path)) {
            throw box.failure(ErrorText.FILE_EXISTS);
        }
        if (pools.of(path).filter(pool -> pool.free() < allocated).isPresent()) {
            throw box.failure(ErrorText.NO_SPACE);
        }
    }

    /** Overwrites so many bytes of the target. */
    void copyContent(StoredFile source, StoredFile target, long length) {
        bytes.copy(source.path(), target.path(), length);
        put(target.withFilesystem(source.filesystem()));
    }

    void markFilesystem(StoredFile file, String filesystem) {
        put(file.withFilesystem(filesystem));
    }

    SparseFiles bytes() {
        return bytes;
    }

    private void put(StoredFile file) {
        files.put(file.path(), file);
        watcher.accept(file, false);
    }

    /** Hears of every file that is new, changed, or (true) gone. */
    void watch(BiConsumer<StoredFile, Boolean> follower) {
        watcher = follower;
    }

    private Pool requireDirectory(String path) {
        int slash = path.lastIndexOf('/');
        String directory = slash < 0 ? "" : path.substring(0, slash);
        Pool pool = pools.of(path).filter(Pool::mounted).orElseThrow(() -> box.failure(ErrorText.NO_DIRECTORY));
        if (!files.containsKey(directory) && box.is(Unknown.MissingDirectory.ERROR)) {
            throw box.failure(ErrorText.NO_DIRECTORY);
        }
        makeDirectory(directory);
        return pool;
    }

    private String id() {
        return "*" + Long.toHexString(nextId.getAndIncrement()).toUpperCase(Locale.ROOT);
    }
}
