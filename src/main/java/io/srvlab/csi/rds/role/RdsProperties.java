package io.srvlab.csi.rds.role;

import static io.srvlab.csi.rds.role.Setting.require;

import io.srvlab.csi.rds.controller.FencingSettings;
import io.srvlab.csi.rds.rds.GuardedRouterOs;
import io.srvlab.csi.rds.rds.StorageSettings;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.StorageDefaults;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** The settings of the storage on the RDS; those of the way to it are {@code ssh.SshSettings}, under the same prefix. */
@ConfigurationProperties("rds-csi.rds")
record RdsProperties(
        String volumePath,
        long reserve,
        double ratio,
        StorageSettings.Grow grow,
        int nvmePort,
        String nvmeAddress,
        FencingSettings.Known exportOffCuts,
        FencingSettings.AllowList allowList,
        Duration readCallDeadline,
        Duration writeCallDeadline) {

    RdsProperties {
        require(reserve >= 0, "rds-csi.rds.reserve is " + reserve + "; use 0 or more bytes");
        require(
                nvmeAddress.matches("[A-Za-z0-9.:_%-]*"),
                "rds-csi.rds.nvme-address is '" + nvmeAddress + "'; use an IP address or a host name");
        require(
                readCallDeadline.isPositive(),
                "rds-csi.rds.read-call-deadline is " + readCallDeadline + "; use a positive time");
        require(
                writeCallDeadline.isPositive(),
                "rds-csi.rds.write-call-deadline is " + writeCallDeadline + "; use a positive time");
    }

    StorageSettings storage(String owner) {
        return new StorageSettings(owner, volumePath, new Capacity(reserve), ratio, grow, nvmePort);
    }

    /** {@code address} is where the RDS really is: the configured host, or the simulator's. */
    StorageDefaults defaults(String address) {
        return new StorageDefaults(address, nvmeAddress, nvmePort, volumePath);
    }

    GuardedRouterOs.Deadlines deadlines() {
        return new GuardedRouterOs.Deadlines(readCallDeadline, writeCallDeadline);
    }

    boolean growsOnline() {
        return grow != StorageSettings.Grow.OFFLINE;
    }
}
