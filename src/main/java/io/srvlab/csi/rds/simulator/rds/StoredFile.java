package io.srvlab.csi.rds.simulator.rds;

import java.time.LocalDateTime;

/**
 * A file or directory, its path without leading slash. {@code allocated} is the space it occupies in the pool, and
 * {@code filesystem} what an image is known to hold, empty when nothing.
 */
record StoredFile(
        String id,
        String path,
        boolean directory,
        long size,
        long allocated,
        LocalDateTime modified,
        String filesystem,
        boolean foreign) {

    static StoredFile directory(String id, String path, LocalDateTime now) {
        return new StoredFile(id, path, true, 0, 0, now, "", false);
    }

    static StoredFile image(String id, String path, long size, long allocated, LocalDateTime now) {
        return new StoredFile(id, path, false, size, allocated, now, "", false);
    }

    StoredFile withSize(long newSize, long newAllocated, LocalDateTime now) {
        return new StoredFile(id, path, directory, newSize, newAllocated, now, filesystem, foreign);
    }

    /** Something was made or removed in this directory, or written to this file. */
    StoredFile touched(LocalDateTime now) {
        return new StoredFile(id, path, directory, size, allocated, now, filesystem, foreign);
    }

    StoredFile withFilesystem(String found) {
        return new StoredFile(id, path, directory, size, allocated, modified, found, foreign);
    }

    StoredFile asForeign() {
        return new StoredFile(id, path, directory, size, 0, modified, filesystem, true);
    }

    boolean isBelow(String other) {
        return path.startsWith(other + "/");
    }

    String parent() {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    /** {@code .img file}, {@code file}, {@code directory}, and {@code disk} for what is mounted. */
    String type() {
        if (directory) {
            return path.indexOf('/') < 0 ? "disk" : "directory";
        }
        int dot = path.lastIndexOf('.');
        return dot > path.lastIndexOf('/') ? path.substring(dot) + " file" : "file";
    }
}
