/** NVMe/TCP on this host: connect, disconnect, NQN to block device. */
@NullMarked
package io.srvlab.csi.rds.nvme;

import org.jspecify.annotations.NullMarked;
