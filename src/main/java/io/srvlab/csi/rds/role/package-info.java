/** The composition root: which beans make a controller, a node, a monolith, a simulator. */
@NullMarked
package io.srvlab.csi.rds.role;

import org.jspecify.annotations.NullMarked;
