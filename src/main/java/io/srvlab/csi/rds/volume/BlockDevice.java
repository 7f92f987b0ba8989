package io.srvlab.csi.rds.volume;

import java.nio.file.Path;

/** A block device of this host, as found and never computed: kernel name, device node, {@code major:minor}, size. */
public record BlockDevice(String name, Path path, String majorMinor, Capacity size) {
    public BlockDevice {
        if (!majorMinor.matches("[0-9]+:[0-9]+")) {
            throw new IllegalArgumentException("'" + majorMinor + "' is not major:minor");
        }
    }

    public String major() {
        return majorMinor.substring(0, majorMinor.indexOf(':'));
    }

    public String minor() {
        return majorMinor.substring(majorMinor.indexOf(':') + 1);
    }
}
