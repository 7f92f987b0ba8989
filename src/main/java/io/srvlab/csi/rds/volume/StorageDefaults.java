package io.srvlab.csi.rds.volume;

/**
 * What a StorageClass need not say: the RDS's own address, the address and port of its NVMe/TCP exports, and the directory
 * that all volumes live in or below.
 */
public record StorageDefaults(String rdsAddress, String nvmeAddress, int nvmePort, String basePath) {
    public StorageDefaults {
        if (rdsAddress.isBlank()) {
            throw new IllegalArgumentException("the address of the RDS is not set");
        }
        if (nvmePort < 1 || nvmePort > 65535) {
            throw new IllegalArgumentException("NVMe/TCP port " + nvmePort + " is out of range; use 1 to 65535");
        }
        if (!basePath.matches("(/[A-Za-z0-9_-][A-Za-z0-9._-]*)+")) {
            throw new IllegalArgumentException("base path '" + basePath + "' is not an absolute, clean path");
        }
        nvmeAddress = nvmeAddress.isBlank() ? rdsAddress : nvmeAddress;
    }
}
