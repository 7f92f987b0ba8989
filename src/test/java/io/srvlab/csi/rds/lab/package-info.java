/** The lab's CSI client, for shells on machines that have no gRPC tools. */
@NullMarked
package io.srvlab.csi.rds.lab;

import org.jspecify.annotations.NullMarked;
