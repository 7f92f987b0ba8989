package io.srvlab.csi.rds.csi;

import csi.v1.Csi.VolumeCapability;
import io.srvlab.csi.rds.volume.AccessMode;
import io.srvlab.csi.rds.volume.AccessType;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.VolumeUse;
import java.util.List;

/** CSI's volume capabilities, read as the uses that this driver serves. */
final class CapabilityCheck {
    private CapabilityCheck() {}

    static List<VolumeUse> uses(List<VolumeCapability> capabilities) {
        if (capabilities.isEmpty()) {
            throw new Failure.InvalidRequest("volume_capabilities are missing", "say how the volume is to be used");
        }
        return capabilities.stream().map(CapabilityCheck::use).toList();
    }

    /** The one capability of a request; {@code present} is what the message's has-method said. */
    static VolumeUse use(boolean present, VolumeCapability capability) {
        if (!present) {
            throw new Failure.InvalidRequest("volume_capability is missing", "say how the volume is to be used");
        }
        return use(capability);
    }

    /** Why these capabilities cannot be served; empty when they can. */
    static String complaint(List<VolumeCapability> capabilities) {
        try {
            uses(capabilities);
            return "";
        } catch (Failure.InvalidRequest refused) {
            return String.valueOf(refused.getMessage());
        }
    }

    private static VolumeUse use(VolumeCapability capability) {
        return new VolumeUse(type(capability), mode(capability.getAccessMode().getMode()));
    }

    private static AccessType type(VolumeCapability capability) {
        return switch (capability.getAccessTypeCase()) {
            case BLOCK -> new AccessType.Block();
            case MOUNT ->
                new AccessType.Filesystem(
                        capability.getMount().getFsType(), capability.getMount().getMountFlagsList());
            case ACCESSTYPE_NOT_SET ->
                throw new Failure.InvalidRequest("a volume capability has no access type", "use block or mount");
        };
    }

    private static AccessMode mode(VolumeCapability.AccessMode.Mode mode) {
        return switch (mode) {
            case SINGLE_NODE_WRITER -> AccessMode.SINGLE_NODE_WRITER;
            case SINGLE_NODE_READER_ONLY -> AccessMode.SINGLE_NODE_READER_ONLY;
            case SINGLE_NODE_SINGLE_WRITER -> AccessMode.SINGLE_NODE_SINGLE_WRITER;
            case SINGLE_NODE_MULTI_WRITER -> AccessMode.SINGLE_NODE_MULTI_WRITER;
            case MULTI_NODE_MULTI_WRITER -> AccessMode.MULTI_NODE_MULTI_WRITER;
            case UNKNOWN, UNRECOGNIZED, MULTI_NODE_READER_ONLY, MULTI_NODE_SINGLE_WRITER ->
                throw new Failure.InvalidRequest(
                        "access mode " + mode + " is not supported",
                        "use ReadWriteOnce, ReadWriteOncePod, or ReadWriteMany with volumeMode Block");
        };
    }
}
