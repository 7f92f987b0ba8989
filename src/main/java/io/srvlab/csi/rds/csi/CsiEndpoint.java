package io.srvlab.csi.rds.csi;

import java.nio.file.Path;

/** The unix socket that the services are served on, from any spelling that is in use for CSI_ENDPOINT. */
public record CsiEndpoint(Path socket) {
    private static final String SCHEME = "unix:";

    public CsiEndpoint {
        if (socket.getFileName() == null || socket.toString().isEmpty()) {
            throw new IllegalArgumentException("rds-csi.endpoint names no socket file; use unix:///csi/csi.sock");
        }
    }

    /** {@code unix:///a/b}, {@code unix://a/b} and {@code unix:/a/b} are all /a/b; {@code unix:x} is relative. */
    public static CsiEndpoint of(String endpoint) {
        if (endpoint.startsWith(SCHEME)) {
            String rest = endpoint.substring(SCHEME.length());
            return new CsiEndpoint(Path.of(rest.startsWith("//") ? "/" + rest.substring(2) : rest));
        }
        if (endpoint.startsWith("/")) {
            return new CsiEndpoint(Path.of(endpoint));
        }
        throw new IllegalArgumentException("rds-csi.endpoint '" + endpoint + "' is no unix socket"
                + (endpoint.startsWith("tcp:") ? " (anybody on the network could use it)" : "")
                + "; use unix:///csi/csi.sock");
    }
}
