package io.srvlab.csi.rds.csi;

import csi.v1.Csi;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.CapacityRange;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.NodeName;
import io.srvlab.csi.rds.volume.VolumeId;

/** The fields that many requests share, checked. */
final class RequestFields {
    private RequestFields() {}

    static VolumeId volume(String id) {
        return new VolumeId(required("volume_id", id));
    }

    static NodeName node(String id) {
        return new NodeName(required("node_id", id));
    }

    static String required(String field, String value) {
        if (value.isEmpty()) {
            throw new Failure.InvalidRequest(field + " is missing", "set it");
        }
        return value;
    }

    /** An absent range asks for nothing; a limit of 0 is none. */
    static CapacityRange sizes(Csi.CapacityRange range) {
        long limit = range.getLimitBytes();
        return new CapacityRange(
                new Capacity(range.getRequiredBytes()), limit == 0 ? CapacityRange.UNLIMITED : new Capacity(limit));
    }
}
