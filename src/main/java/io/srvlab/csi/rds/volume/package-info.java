/** The vocabulary: ids, sizes, modes, contexts, failures, events, the volume gate. */
@NullMarked
package io.srvlab.csi.rds.volume;

import org.jspecify.annotations.NullMarked;
