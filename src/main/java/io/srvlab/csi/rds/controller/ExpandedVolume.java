package io.srvlab.csi.rds.controller;

import io.srvlab.csi.rds.volume.Capacity;

/** A volume's size after growing, and whether its node has to grow a filesystem too. */
public record ExpandedVolume(Capacity size, boolean nodeExpansionRequired) {}
