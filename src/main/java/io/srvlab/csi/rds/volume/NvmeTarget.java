package io.srvlab.csi.rds.volume;

/** Where a volume's export is found on the data network: address (IP or host name), TCP port, NQN. */
public record NvmeTarget(String address, int port, Nqn nqn) {
    public NvmeTarget {
        if (address.isBlank() || !address.matches("[A-Za-z0-9.:_%-]+")) {
            throw new Failure.InvalidRequest(
                    "'" + address.replaceAll("[^\\x20-\\x7e]", "?") + "' is no address",
                    "set nvmeAddress in the StorageClass to the storage address of the RDS");
        }
        if (port < 1 || port > 65535) {
            throw new Failure.InvalidRequest("NVMe/TCP port " + port + " is out of range", "use 1 to 65535");
        }
    }
}
