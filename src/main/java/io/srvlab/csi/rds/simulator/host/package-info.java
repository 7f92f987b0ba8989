/** The simulated node: NVMe/TCP, mounts and filesystem tools over the simulator's image files. */
@NullMarked
package io.srvlab.csi.rds.simulator.host;

import org.jspecify.annotations.NullMarked;
