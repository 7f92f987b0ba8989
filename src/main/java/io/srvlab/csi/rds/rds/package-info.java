/** The ROSE Data Server as block storage: disks, files, capacity, health. */
@NullMarked
package io.srvlab.csi.rds.rds;

import org.jspecify.annotations.NullMarked;
