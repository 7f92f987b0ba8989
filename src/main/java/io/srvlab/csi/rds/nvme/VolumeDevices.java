package io.srvlab.csi.rds.nvme;

import io.srvlab.csi.rds.volume.BlockDevice;
import io.srvlab.csi.rds.volume.Nqn;
import io.srvlab.csi.rds.volume.VolumeId;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Which device a volume's users have: its map when it is shielded, else the NVMe device itself. The one place that knows. */
public final class VolumeDevices {
    private final PathShield shield;
    private final NvmeDevices devices;
    private final NvmeConnector connector;

    public VolumeDevices(PathShield shield, NvmeDevices devices, NvmeConnector connector) {
        this.shield = shield;
        this.devices = devices;
        this.connector = connector;
    }

    /** The NQN by which this host has the volume's device of that number; the volume's own where it has none. */
    public Mono<Nqn> carrier(VolumeId volume, String majorMinor) {
        return Mono.zip(shield.find(volume), devices.survey())
                .map(seen -> seen.getT2().entrySet().stream()
                        .filter(entry -> carries(entry.getValue().head(), seen.getT1(), majorMinor))
                        .flatMap(entry -> Nqn.in(entry.getKey()).stream())
                        .filter(nqn -> nqn.isOf(volume))
                        .findFirst()
                        .orElseGet(() -> Nqn.of(volume)));
    }

    private static boolean carries(@Nullable BlockDevice head, Optional<ShieldMap> map, String majorMinor) {
        return head != null
                && (head.majorMinor().equals(majorMinor)
                        || map.filter(known -> known.device().majorMinor().equals(majorMinor) && known.leadsTo(head))
                                .isPresent());
    }

    /** Empty when the volume has neither. A map is there even while its target is away. */
    public Mono<Optional<BlockDevice>> find(VolumeId volume, Nqn nqn) {
        return shield.find(volume)
                .map(map -> map.filter(Predicate.not(ShieldMap::blank)))
                .flatMap(
                        map -> map.isPresent() ? Mono.just(Optional.of(map.get().device())) : devices.find(nqn));
    }

    /** As {@link #find}; a device that is missing may have come back under another identity, for which the kernel has to look. */
    public Mono<Optional<BlockDevice>> seek(VolumeId volume, Nqn nqn) {
        return find(volume, nqn)
                .flatMap(found -> found.isPresent()
                        ? Mono.just(found)
                        : connector.look(nqn).then(Mono.defer(() -> find(volume, nqn))));
    }
}
