package io.srvlab.csi.rds.mount;

/** What statfs says of a mounted filesystem. It answers from memory, so it says nothing about the device's health. */
public record FilesystemUsage(
        long totalBytes, long freeBytes, long availableBytes, long totalInodes, long freeInodes) {}
