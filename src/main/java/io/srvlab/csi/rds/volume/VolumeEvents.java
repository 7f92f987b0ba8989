package io.srvlab.csi.rds.volume;

import java.util.List;

/** Hears what happens to volumes. Must not block and must not throw. */
@FunctionalInterface
public interface VolumeEvents {
    void publish(VolumeEvent event);

    static VolumeEvents toAll(List<VolumeEvents> listeners) {
        List<VolumeEvents> all = List.copyOf(listeners);
        return event -> all.forEach(listener -> listener.publish(event));
    }
}
