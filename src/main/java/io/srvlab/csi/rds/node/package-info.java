/** What a node does: stage, publish, stats, expand. */
@NullMarked
package io.srvlab.csi.rds.node;

import org.jspecify.annotations.NullMarked;
