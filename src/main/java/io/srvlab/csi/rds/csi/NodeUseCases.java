package io.srvlab.csi.rds.csi;

import io.srvlab.csi.rds.node.FilesystemExpander;
import io.srvlab.csi.rds.node.VolumeBinder;
import io.srvlab.csi.rds.node.VolumeStager;
import io.srvlab.csi.rds.node.VolumeStats;

/** All that a node does. */
public record NodeUseCases(VolumeStager stager, VolumeBinder binder, VolumeStats stats, FilesystemExpander expander) {}
