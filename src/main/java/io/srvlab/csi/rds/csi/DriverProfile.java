package io.srvlab.csi.rds.csi;

import java.util.function.Supplier;

/** What the driver says about itself: its name and version, how it tells health, and whether volumes grow while in use. */
public record DriverProfile(String name, String version, Supplier<HealthDialect> health, boolean growsOnline) {
    /** The topology segment that every volume and node has carried since the prior driver. */
    static final String ZONE_KEY = "topology.rds.csi.srvlab.io/zone";

    static final String ZONE = "default";

    public DriverProfile {
        if (!name.matches("[A-Za-z0-9]([A-Za-z0-9.-]{0,61}[A-Za-z0-9])?")) {
            throw new IllegalArgumentException(
                    "rds-csi.driver-name is '" + name + "'; use a domain name of up to 63 characters");
        }
        if (version.isBlank()) {
            throw new IllegalArgumentException("the driver's version is not set");
        }
    }
}
