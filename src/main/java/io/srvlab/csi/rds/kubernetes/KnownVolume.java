package io.srvlab.csi.rds.kubernetes;

import io.fabric8.kubernetes.api.model.CSIPersistentVolumeSource;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.Quantity;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.VolumeId;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A PersistentVolume of this driver.
 *
 * @param attachment the text of the driver's own annotation; empty when there is none
 * @param size in bytes, as its capacity says; 0 when that says nothing
 */
record KnownVolume(
        String name,
        String version,
        VolumeId volume,
        String attachment,
        long size,
        @Nullable Claim claim) implements Known {
    @Override
    public String lookup() {
        return volume.value();
    }

    /** Empty for a PersistentVolume of another driver, and for a handle that no volume can have. */
    static Optional<KnownVolume> of(PersistentVolume object, String driver) {
        CSIPersistentVolumeSource csi = object.getSpec().getCsi();
        if (csi == null || !driver.equals(csi.getDriver())) {
            return Optional.empty();
        }
        String name = object.getMetadata().getName();
        String handle = name.equals(csi.getVolumeHandle()) ? name : csi.getVolumeHandle();
        return id(handle)
                .map(volume -> new KnownVolume(
                        name,
                        object.getMetadata().getResourceVersion(),
                        volume,
                        annotation(object, Annotations.ATTACHMENT),
                        size(object),
                        claim(object)));
    }

    static String annotation(PersistentVolume object, String name) {
        Map<String, String> all = object.getMetadata().getAnnotations();
        return all == null ? "" : all.getOrDefault(name, "");
    }

    static Optional<VolumeId> id(String handle) {
        try {
            return Optional.of(new VolumeId(handle));
        } catch (Failure.NotFound impossible) {
            return Optional.empty();
        }
    }

    /** The API server keeps nothing that is no quantity. */
    private static long size(PersistentVolume object) {
        Map<String, Quantity> capacity = object.getSpec().getCapacity();
        Quantity storage = capacity == null ? null : capacity.get("storage");
        return storage == null ? 0 : Math.max(0, storage.getNumericalAmount().longValue());
    }

    private static @Nullable Claim claim(PersistentVolume object) {
        ObjectReference bound = object.getSpec().getClaimRef();
        return bound == null || bound.getUid() == null
                ? null
                : new Claim(bound.getNamespace(), bound.getName(), bound.getUid());
    }
}
