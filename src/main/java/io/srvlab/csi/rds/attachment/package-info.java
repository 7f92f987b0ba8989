/** Who may use which volume: holders, handoff, migration. */
@NullMarked
package io.srvlab.csi.rds.attachment;

import org.jspecify.annotations.NullMarked;
