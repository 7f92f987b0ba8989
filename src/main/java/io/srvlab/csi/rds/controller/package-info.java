/** What the controller does: provision, delete, expand, publish, list, report capacity. */
@NullMarked
package io.srvlab.csi.rds.controller;

import org.jspecify.annotations.NullMarked;
