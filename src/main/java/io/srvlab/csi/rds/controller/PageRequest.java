package io.srvlab.csi.rds.controller;

import io.srvlab.csi.rds.volume.Failure;

/** One page that is wanted: at most {@code maxEntries} (0: all), from where {@code startingToken} (empty: the start) says. */
public record PageRequest(int maxEntries, String startingToken) {
    public PageRequest {
        if (maxEntries < 0) {
            throw new Failure.InvalidRequest("max_entries " + maxEntries + " is negative", "use 0 for all");
        }
    }
}
