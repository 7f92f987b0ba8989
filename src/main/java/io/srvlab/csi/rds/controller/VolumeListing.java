package io.srvlab.csi.rds.controller;

import io.srvlab.csi.rds.attachment.Recorded;
import io.srvlab.csi.rds.rds.Disk;
import io.srvlab.csi.rds.rds.Inventory;
import io.srvlab.csi.rds.rds.RdsBoots;
import io.srvlab.csi.rds.rds.RdsClient;
import io.srvlab.csi.rds.volume.Health;
import io.srvlab.csi.rds.volume.NodeName;
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
    private final PublishedNodes published;
    private final StorageDefaults defaults;
    private final RdsBoots boots;

    public VolumeListing(RdsClient rds, PublishedNodes published, StorageDefaults defaults, RdsBoots boots) {
        this.boots = boots;
        this.rds = rds;
        this.published = published;
        this.defaults = defaults;
    }

    public Mono<VolumePage> list(PageRequest request) {
        return Mono.defer(() -> {
            String after = request.startingToken().isEmpty()
                    ? ""
                    : PageToken.last(request.startingToken()).value();
            return everything().map(all -> page(all, after, request.maxEntries()));
        });
    }

    private Mono<List<ListedVolume>> everything() {
        return published.all().zipWith(rds.inventory(), this::listed);
    }

    public Mono<ListedVolume> find(VolumeId volume) {
        return Mono.defer(() -> published.of(volume)).zipWith(Mono.defer(() -> rds.find(volume)), this::listed);
    }

    private List<ListedVolume> listed(Map<VolumeId, Recorded> recorded, Inventory inventory) {
        return inventory.disks().stream()
                .map(disk -> listed(PublishedNodes.recorded(recorded, disk.volume()), disk))
                .sorted(Comparator.comparing(VolumeListing::id))
                .toList();
    }

    private static VolumePage page(List<ListedVolume> all, String after, int maxEntries) {
        List<ListedVolume> rest =
                all.stream().filter(listed -> id(listed).compareTo(after) > 0).toList();
        if (maxEntries == 0 || rest.size() <= maxEntries) {
            return new VolumePage(rest, "");
        }
        List<ListedVolume> page = rest.subList(0, maxEntries);
        return new VolumePage(page, PageToken.after(page.getLast().volume().id()));
    }

    private static String id(ListedVolume listed) {
        return listed.volume().id().value();
    }

    private ListedVolume listed(Recorded recorded, Disk disk) {
        Volume volume = new Volume(disk.volume(), disk.size(), knownContext(disk), published.reaching(disk, recorded));
        return new ListedVolume(volume, disk.isSized() ? health(recorded, disk) : sizeless(disk));
    }

    private Health health(Recorded recorded, Disk disk) {
        List<NodeName> cutOff = published.cutOff(disk, recorded);
        return cutOff.isEmpty() ? restart(recorded) : cutOff(cutOff);
    }

    /** Until the volume has been released: whoever attaches it then checks what is on it. */
    private Health restart(Recorded recorded) {
        return boots.last()
                .filter(boot -> RestartWatch.cameUnder(boot, recorded))
                .<Health>map(
                        boot -> new Health.Ailing(
                                Health.Severity.DEGRADED,
                                "TargetRestarted",
                                "the RDS started unexpectedly at " + boot.at()
                                        + " while the volume was attached; what it had"
                                        + " acknowledged and not written to its disks is lost: check the data, then attach anew"))
                .orElseGet(Health.Sound::new);
    }

    /** Only what the device itself can say: the rest of a volume's context is known to its PersistentVolume alone. */
    private Map<String, String> knownContext(Disk disk) {
        return Map.of(
                "rdsAddress", defaults.rdsAddress(),
                "nvmePort", Integer.toString(disk.port()),
                "nqn", disk.nqn().value(),
                "volumePath", disk.path());
    }

    private static Health sizeless(Disk disk) {
        return new Health.Ailing(
                Health.Severity.INACCESSIBLE,
                "ImageMissing",
                "the RDS shows no size for its disk " + disk.slot() + ": see whether " + disk.path()
                        + " is there and its pool mounted");
    }

    private static Health cutOff(List<NodeName> nodes) {
        return new Health.Ailing(
                Health.Severity.INACCESSIBLE,
                "ExportOff",
                "attached to " + Refusals.names(nodes)
                        + " but its export is not on for that on the RDS; attaching again switches it on");
    }
}
