/** The simulated ROSE Data Server: SSH server, console language, disks and files. */
@NullMarked
package io.srvlab.csi.rds.simulator.rds;

import org.jspecify.annotations.NullMarked;
