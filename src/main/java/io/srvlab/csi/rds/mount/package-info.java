/** Filesystems on this host: mount table, format, check, mount. */
@NullMarked
package io.srvlab.csi.rds.mount;

import org.jspecify.annotations.NullMarked;
