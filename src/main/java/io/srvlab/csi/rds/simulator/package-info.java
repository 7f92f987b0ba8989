/** An RDS over real SSH and a host without a kernel, for the demo and the tests. */
@NullMarked
package io.srvlab.csi.rds.simulator;

import org.jspecify.annotations.NullMarked;
