/** Volume events and command timings as meters. */
@NullMarked
package io.srvlab.csi.rds.metrics;

import org.jspecify.annotations.NullMarked;
