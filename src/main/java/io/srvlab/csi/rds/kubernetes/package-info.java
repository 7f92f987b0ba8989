/** PersistentVolumes, VolumeAttachments, nodes, pods, events and leases of the cluster, as the driver needs them. */
@NullMarked
package io.srvlab.csi.rds.kubernetes;

import org.jspecify.annotations.NullMarked;
