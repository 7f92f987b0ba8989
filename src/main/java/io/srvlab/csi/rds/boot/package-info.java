/** Spring's side: socket server lifecycle, health, simulator endpoint. */
@NullMarked
package io.srvlab.csi.rds.boot;

import org.jspecify.annotations.NullMarked;
