/** The RouterOS language: commands, replies, rejections. Pure text, no I/O. */
@NullMarked
package io.srvlab.csi.rds.routeros;

import org.jspecify.annotations.NullMarked;
