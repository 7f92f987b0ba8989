package io.srvlab.csi.rds.kubernetes;

import io.fabric8.kubernetes.api.model.PersistentVolumeSpec;
import io.fabric8.kubernetes.api.model.storage.VolumeAttachment;
import io.fabric8.kubernetes.api.model.storage.VolumeAttachmentSource;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.NodeName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A VolumeAttachment of this driver.
 *
 * @param persistentVolume the name of its PersistentVolume, or what {@link #inline} says of one that carries the volume itself
 * @param attached what its status says, whether or not it is being deleted
 * @param deleted whether somebody wants it gone
 */
record KnownAttachment(
        String name, String version, String persistentVolume, NodeName node, boolean attached, boolean deleted)
        implements Known {
    private static final String INLINE = "inline:";

    @Override
    public String lookup() {
        return persistentVolume;
    }

    /** No PersistentVolume can have this name. */
    static String inline(String handle) {
        return INLINE + handle;
    }

    /** Empty for one of another driver. */
    static Optional<KnownAttachment> of(VolumeAttachment object, String driver) {
        return driver.equals(object.getSpec().getAttacher())
                ? source(object.getSpec().getSource()).flatMap(source -> known(object, source))
                : Optional.empty();
    }

    private static Optional<String> source(VolumeAttachmentSource source) {
        if (source.getPersistentVolumeName() != null) {
            return Optional.of(source.getPersistentVolumeName());
        }
        PersistentVolumeSpec carried = source.getInlineVolumeSpec();
        return carried == null || carried.getCsi() == null
                ? Optional.empty()
                : Optional.of(inline(carried.getCsi().getVolumeHandle()));
    }

    private static Optional<KnownAttachment> known(VolumeAttachment object, String source) {
        boolean attached = object.getStatus() != null
                && Boolean.TRUE.equals(object.getStatus().getAttached());
        return node(object.getSpec().getNodeName())
                .map(node -> new KnownAttachment(
                        object.getMetadata().getName(),
                        object.getMetadata().getResourceVersion(),
                        source,
                        node,
                        attached,
                        object.getMetadata().getDeletionTimestamp() != null));
    }

    /** The name that Kubernetes' attach-detach controller gives it (kubernetes/pkg/volume/csi, getAttachmentName). */
    static String usualName(String handle, String driver, NodeName node) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((handle + driver + node).getBytes(StandardCharsets.UTF_8));
            return "csi-" + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static Optional<NodeName> node(String name) {
        try {
            return Optional.of(new NodeName(name));
        } catch (Failure.NotFound impossible) {
            return Optional.empty();
        }
    }
}
