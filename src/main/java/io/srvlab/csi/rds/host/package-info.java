/** Runs one command on this host, or talks to one device file, with a deadline. */
@NullMarked
package io.srvlab.csi.rds.host;

import org.jspecify.annotations.NullMarked;
