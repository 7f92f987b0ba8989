package io.srvlab.csi.rds.simulator.rds;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The ports of Linux's NVMe target: one for each TCP port number, named by it, on one address. */
final class NvmetPorts {
    private static final String PORTS = "ports";
    private static final int HIGHEST_PORT = 65535;
    private final Set<String> made = new HashSet<>();
    private final Configfs configfs;
    private final String address;

    NvmetPorts(Configfs configfs, String address) {
        this.configfs = configfs;
        this.address = address;
    }

    boolean shows(int port, String nqn) {
        return configfs.exists(link(directory(port), nqn));
    }

    /** Hosts find the subsystem at this port from now on; linking it again to where it is is success. */
    void show(int port, String nqn, String subsystem) throws IOException {
        String directory = directory(port);
        if (!configfs.exists(directory)) {
            configfs.makeDirectory(directory);
            made.add(directory);
        }
        listen(directory, port);
        if (!shows(port, nqn)) {
            configfs.link(link(directory, nqn), subsystem);
        }
    }

    /** An address cannot be changed while the port listens, so one that is right is left alone. */
    private void listen(String directory, int port) throws IOException {
        if (subsystems(directory).isEmpty()) {
            configfs.write(directory + "/addr_trtype", "tcp");
            configfs.write(directory + "/addr_adrfam", address.indexOf(':') < 0 ? "ipv4" : "ipv6");
            configfs.write(directory + "/addr_traddr", address);
            configfs.write(directory + "/addr_trsvcid", Integer.toString(port));
            return;
        }
        String other = configfs.read(directory + "/addr_traddr") + " " + configfs.read(directory + "/addr_trsvcid");
        if (!other.equals(address + " " + port)) {
            throw new IOException(directory + " already listens on " + other);
        }
    }

    /** Takes the subsystem from every port, which cuts its hosts, and removes ports of our making that show nothing. */
    void hide(String nqn) throws IOException {
        for (String port : configfs.list(PORTS)) {
            String directory = PORTS + "/" + port;
            if (configfs.exists(link(directory, nqn))) {
                configfs.unlink(link(directory, nqn));
            }
            if (made.contains(directory) && subsystems(directory).isEmpty()) {
                configfs.removeDirectory(directory);
                made.remove(directory);
            }
        }
    }

    /**
     * Waits until the connections that were cut are taken apart. The kernel does that in the background and crashes on a command
     * that it still finds in a socket when the subsystem is gone by then (nvmet_subsys_nsid_exists, Linux 6.1 and 6.12, once
     * in some fifty removals under writes); only the removal of a port, whichever, waits for it (nvmet_port_release).
     */
    void settle() throws IOException {
        int free = HIGHEST_PORT;
        while (configfs.exists(directory(free))) {
            free--;
        }
        configfs.makeDirectory(directory(free));
        configfs.removeDirectory(directory(free));
    }

    private List<String> subsystems(String directory) throws IOException {
        return configfs.list(directory + "/subsystems");
    }

    private static String directory(int port) {
        return PORTS + "/" + port;
    }

    private static String link(String directory, String nqn) {
        return directory + "/subsystems/" + nqn;
    }
}
