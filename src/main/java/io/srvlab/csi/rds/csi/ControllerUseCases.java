package io.srvlab.csi.rds.csi;

import io.srvlab.csi.rds.controller.CapacityReport;
import io.srvlab.csi.rds.controller.VolumeExpander;
import io.srvlab.csi.rds.controller.VolumeListing;
import io.srvlab.csi.rds.controller.VolumeProvisioner;
import io.srvlab.csi.rds.controller.VolumePublisher;

/** All that a controller does. */
public record ControllerUseCases(
        VolumeProvisioner provisioner,
        VolumePublisher publisher,
        VolumeExpander expander,
        VolumeListing listing,
        CapacityReport capacity) {}
