package io.srvlab.csi.rds.controller;

import java.util.List;

/** Some volumes in the order of their ids; {@code nextToken} is empty on the last page. */
public record VolumePage(List<ListedVolume> volumes, String nextToken) {
    public VolumePage {
        volumes = List.copyOf(volumes);
    }
}
