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
    private final Pool pool;
    private final Box box;
    private volatile BiConsumer<StoredFile, Boolean> watcher = (file, gone) -> {};

    FileShelf(SparseFiles bytes, Pool pool, Box box) {
        this.bytes = bytes;
        this.pool = pool;
        this.box = box;
        makeDirectory(pool.settings().name());
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
        }
    }

    void makeImage(String path, long size) {
        requireDirectory(path);
        long allocated = box.is(Unknown.Allocation.PREALLOCATED) ? size : 0;
        pool.charge(allocated);
        bytes.make(path, size);
        put(StoredFile.image(id(), path, size, allocated, box.now()));
    }

    /** A file of somebody else: its space is part of what the pool has in use from the start. */
    void addForeign(String path, long size) {
        int slash = path.lastIndexOf('/');
        makeDirectory(path.substring(0, slash));
        bytes.make(path, size);
        put(StoredFile.image(id(), path, size, 0, box.now()).asForeign());
    }

    void resize(StoredFile file, long size) {
        boolean preallocated = box.is(Unknown.Allocation.PREALLOCATED);
        long allocated = preallocated ? size : Math.min(file.allocated(), size);
        if (allocated > file.allocated()) {
            pool.charge(allocated - file.allocated());
        } else {
            pool.release(file.allocated() - allocated);
        }
        bytes.resize(file.path(), size);
        put(file.withSize(size, allocated, box.now()));
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
            pool.release(gone.allocated());
        });
        return doomed;
    }

    /** Copies a file, or everything below a directory, byte for byte. */
    void copy(StoredFile source, String target) {
        if (!source.directory()) {
            copyFile(source, target);
            return;
        }
        makeDirectory(target);
        List.copyOf(files.values()).stream()
                .filter(file -> file.isBelow(source.path()) && !file.directory())
                .forEach(file -> copyFile(
                        file, target + file.path().substring(source.path().length())));
    }

    private void copyFile(StoredFile source, String target) {
        if (files.containsKey(target)) {
            throw box.failure(ErrorText.FILE_EXISTS);
        }
        long allocated = box.is(Unknown.Reflink.YES) ? 0 : source.size();
        pool.charge(allocated);
        bytes.make(target, source.size());
        bytes.copy(source.path(), target);
        StoredFile copy = StoredFile.image(id(), target, source.size(), allocated, box.now());
        put(copy.withFilesystem(source.filesystem()));
    }

    void copyContent(StoredFile source, StoredFile target) {
        bytes.copy(source.path(), target.path());
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

    private void requireDirectory(String path) {
        int slash = path.lastIndexOf('/');
        String directory = slash < 0 ? "" : path.substring(0, slash);
        if (!pool.mounted() || !pool.holds(path)) {
            throw box.failure(ErrorText.NO_DIRECTORY);
        }
        if (!files.containsKey(directory) && box.is(Unknown.MissingDirectory.ERROR)) {
            throw box.failure(ErrorText.NO_DIRECTORY);
        }
        makeDirectory(directory);
    }

    private String id() {
        return "*" + Long.toHexString(nextId.getAndIncrement()).toUpperCase(Locale.ROOT);
    }
}
