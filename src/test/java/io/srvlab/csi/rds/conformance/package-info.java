/** The whole driver, started as its users start it and driven through its own socket. */
package io.srvlab.csi.rds.conformance;
