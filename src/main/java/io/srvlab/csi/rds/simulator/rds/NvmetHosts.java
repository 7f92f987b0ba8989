package io.srvlab.csi.rds.simulator.rds;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/** The allow lists of Linux's NVMe target: links to host objects, which exist once for all subsystems. */
final class NvmetHosts {
    private final Set<String> made = new HashSet<>();
    private final Configfs configfs;

    NvmetHosts(Configfs configfs) {
        this.configfs = configfs;
    }

    /** The kernel takes neither "any host" beside a list nor a list beside "any host"; between the two nobody gets in. */
    void admit(String subsystem, Admission admission) throws IOException {
        if (!admission.any()) {
            configfs.write(subsystem + "/attr_allow_any_host", "0");
        }
        for (String host : admission.hosts()) {
            add(subsystem, host);
        }
        for (String host : configfs.list(list(subsystem))) {
            if (!admission.hosts().contains(host)) {
                remove(subsystem, host);
            }
        }
        if (admission.any()) {
            configfs.write(subsystem + "/attr_allow_any_host", "1");
        }
    }

    private void add(String subsystem, String host) throws IOException {
        String object = "hosts/" + NvmetExports.name(host);
        if (!configfs.exists(object)) {
            configfs.makeDirectory(object);
            made.add(host);
        }
        if (!configfs.exists(list(subsystem) + host)) {
            configfs.link(list(subsystem) + host, object);
        }
    }

    /** A host object of our making goes with the last list that names it. */
    private void remove(String subsystem, String host) throws IOException {
        configfs.unlink(list(subsystem) + host);
        if (made.contains(host) && !isListed(host)) {
            configfs.removeDirectory("hosts/" + host);
            made.remove(host);
        }
    }

    private boolean isListed(String host) throws IOException {
        return configfs.list("subsystems").stream().anyMatch(nqn -> configfs.exists(list("subsystems/" + nqn) + host));
    }

    private static String list(String subsystem) {
        return subsystem + "/allowed_hosts/";
    }
}
