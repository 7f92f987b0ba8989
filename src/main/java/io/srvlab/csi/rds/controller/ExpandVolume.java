package io.srvlab.csi.rds.controller;

import io.srvlab.csi.rds.volume.CapacityRange;
import io.srvlab.csi.rds.volume.VolumeId;

/** A volume that is to grow; {@code block} when the request says that it is used as a raw device. */
public record ExpandVolume(VolumeId volume, CapacityRange sizes, boolean block) {}
