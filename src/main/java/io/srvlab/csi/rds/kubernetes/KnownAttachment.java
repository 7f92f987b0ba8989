package io.srvlab.csi.rds.kubernetes;

import io.fabric8.kubernetes.api.model.storage.VolumeAttachment;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.NodeName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** A VolumeAttachment of this driver; {@code attached} is what its status says, whether or not it is being deleted. */
record KnownAttachment(String name, String version, String persistentVolume, NodeName node, boolean attached)
        implements Known {
    @Override
    public String lookup() {
        return persistentVolume;
    }

    /** Empty for one of another driver, and for inline volumes, which this driver has none of. */
    static Optional<KnownAttachment> of(VolumeAttachment object, String driver) {
        String persistentVolume = object.getSpec().getSource().getPersistentVolumeName();
        if (!driver.equals(object.getSpec().getAttacher()) || persistentVolume == null) {
            return Optional.empty();
        }
        boolean attached = object.getStatus() != null
                && Boolean.TRUE.equals(object.getStatus().getAttached());
        return node(object.getSpec().getNodeName())
                .map(node -> new KnownAttachment(
                        object.getMetadata().getName(),
                        object.getMetadata().getResourceVersion(),
                        persistentVolume,
                        node,
                        attached));
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
