package io.srvlab.csi.rds.controller;

/** All that a controller does. */
public record ControllerUseCases(
        VolumeProvisioner provisioner,
        VolumePublisher publisher,
        VolumeExpander expander,
        VolumeListing listing,
        CapacityReport capacity) {}
