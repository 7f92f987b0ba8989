package io.srvlab.csi.rds.simulator.rds;

import io.srvlab.csi.rds.simulator.console.Property;
import io.srvlab.csi.rds.simulator.console.Property.Style;
import java.util.List;
import java.util.Map;

/** What {@code /disk/print stats} tells of a drive's health; other disks have none. */
final class DiskStats {
    static final Map<String, String> HEALTHY =
            Map.of("temperature", "36", "critical-warning", "", "percentage-used", "1", "available-spare", "100");

    private static final Map<String, Style> STYLES = Map.of("critical-warning", Style.QUOTED);

    private static final List<String> ORDER =
            List.of("temperature", "critical-warning", "percentage-used", "available-spare");

    private DiskStats() {}

    static List<Property> of(Disk disk) {
        return ORDER.stream()
                .filter(disk.values()::containsKey)
                .map(name -> new Property(name, disk.value(name), STYLES.getOrDefault(name, Style.NUMBER)))
                .toList();
    }
}
