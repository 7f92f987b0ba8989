/** CSI driver for the MikroTik ROSE Data Server. */
@NullMarked
package io.srvlab.csi.rds;

import org.jspecify.annotations.NullMarked;
