package io.srvlab.csi.rds.role;

import static io.srvlab.csi.rds.role.Setting.require;

import io.srvlab.csi.rds.csi.HealthDialect;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** The settings of the CSI socket and of what the driver says about itself there. */
@ConfigurationProperties("rds-csi")
record CsiProperties(
        String endpoint, String endpointMode, String driverName, HealthDialect health, long maxVolumesPerNode) {
    CsiProperties {
        require(
                endpointMode.matches("([r-][w-][x-]){3}"),
                "rds-csi.endpoint-mode is '" + endpointMode + "'; use a form like rw-rw----");
    }
}
