/** The demo: a CSI client that walks a volume through its life and shows it. */
@NullMarked
package io.srvlab.csi.rds.tour;

import org.jspecify.annotations.NullMarked;
