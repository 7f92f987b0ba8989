package io.srvlab.csi.rds.controller;

import io.srvlab.csi.rds.attachment.Attachment;
import io.srvlab.csi.rds.attachment.AttachmentLedger;
import io.srvlab.csi.rds.rds.Disk;
import io.srvlab.csi.rds.rds.Inventory;
import io.srvlab.csi.rds.rds.RdsClient;
import io.srvlab.csi.rds.volume.Health;
import io.srvlab.csi.rds.volume.StorageDefaults;
import io.srvlab.csi.rds.volume.Volume;
import io.srvlab.csi.rds.volume.VolumeId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/** Shows volumes with their holders and health; fails when the device cannot be asked, never answers with fewer. */
public final class VolumeListing {
    private final RdsClient rds;
    private final AttachmentLedger ledger;
    private final StorageDefaults defaults;

    public VolumeListing(RdsClient rds, AttachmentLedger ledger, StorageDefaults defaults) {
        this.rds = rds;
        this.ledger = ledger;
        this.defaults = defaults;
    }

    public Mono<VolumePage> list(PageRequest request) {
        return Mono.defer(() -> {
            String after = request.startingToken().isEmpty()
                    ? ""
                    : PageToken.last(request.startingToken()).value();
            return rds.inventory().map(inventory -> page(inventory, after, request.maxEntries()));
        });
    }

    public Mono<ListedVolume> find(VolumeId volume) {
        return Mono.defer(() -> rds.find(volume)).map(this::listed);
    }

    private VolumePage page(Inventory inventory, String after, int maxEntries) {
        List<ListedVolume> rest = inventory.disks().stream()
                .sorted(Comparator.comparing(disk -> disk.volume().value()))
                .filter(disk -> disk.volume().value().compareTo(after) > 0)
                .map(this::listed)
                .toList();
        if (maxEntries == 0 || rest.size() <= maxEntries) {
            return new VolumePage(rest, "");
        }
        List<ListedVolume> page = rest.subList(0, maxEntries);
        return new VolumePage(page, PageToken.after(page.getLast().volume().id()));
    }

    private ListedVolume listed(Disk disk) {
        Attachment held = ledger.held(disk.volume());
        return new ListedVolume(
                new Volume(disk.volume(), disk.size(), knownContext(disk), held.nodes()), health(disk, held));
    }

    /** Only what the device itself can say: the rest of a volume's context is known to its PersistentVolume alone. */
    private Map<String, String> knownContext(Disk disk) {
        return Map.of(
                "rdsAddress", defaults.rdsAddress(),
                "nvmePort", Integer.toString(disk.port()),
                "nqn", disk.nqn().value(),
                "volumePath", disk.path());
    }

    private static Health health(Disk disk, Attachment held) {
        return held.isHeld() && !disk.exported()
                ? new Health.Ailing(
                        Health.Severity.INACCESSIBLE,
                        "ExportOff",
                        "attached to " + Refusals.names(held.nodes())
                                + " but its export is off on the RDS; switch it on")
                : new Health.Sound();
    }
}
