package io.srvlab.csi.rds.controller;

import io.srvlab.csi.rds.volume.Health;
import io.srvlab.csi.rds.volume.Volume;

/** A volume as a listing shows it. */
public record ListedVolume(Volume volume, Health health) {}
