/** Carries RouterOS commands: sessions, pool, reconnect, host key. */
@NullMarked
package io.srvlab.csi.rds.ssh;

import org.jspecify.annotations.NullMarked;
