/** The three CSI services on a unix socket: protobuf to records and back, {@code Failure} to {@code Status}. */
@NullMarked
package io.srvlab.csi.rds.csi;

import org.jspecify.annotations.NullMarked;
