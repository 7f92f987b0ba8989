/** The simulated RouterOS console: scripting language, queries, and how it prints. Knows nothing of disks or SSH. */
@NullMarked
package io.srvlab.csi.rds.simulator.console;

import org.jspecify.annotations.NullMarked;
