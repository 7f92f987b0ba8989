package io.srvlab.csi.rds.controller;

import io.srvlab.csi.rds.volume.CapacityRange;
import io.srvlab.csi.rds.volume.VolumeId;

/** A volume that is to grow. */
public record ExpandVolume(VolumeId volume, CapacityRange sizes) {}
