package io.srvlab.csi.rds.simulator.rds;

import java.util.List;
import java.util.Set;

/** A disk as configured, and what the target really shows of it, which may lag behind. */
record Target(Disk disk, Export export) {

    /** The configuration changed while exported. */
    Target follow(Disk changed, Switches switches) {
        boolean nqnAtOnce = switches.is(Unknown.NqnChange.IMMEDIATELY);
        boolean sizeAtOnce = switches.is(Unknown.GrowVisible.AT_ONCE);
        return new Target(
                changed,
                new Export(
                        changed.slot(),
                        nqnAtOnce ? changed.nqn() : export.nqn(),
                        changed.port(),
                        export.image(),
                        sizeAtOnce ? changed.size() : export.size(),
                        export.namespace()));
    }

    /** What a host learns when it connects or asks again. */
    Export atConnect(Switches switches) {
        return switches.is(Unknown.GrowVisible.AFTER_RESCAN)
                ? new Export(
                        export.slot(), export.nqn(), export.port(), export.image(), disk.size(), export.namespace())
                : export;
    }

    boolean admits(String hostNqn, String password, Switches switches) {
        String required = disk.value("nvme-tcp-server-password");
        boolean knows = switches.is(Unknown.ServerPassword.IGNORED) || required.isEmpty() || required.equals(password);
        return knows && admission(switches).admits(hostNqn);
    }

    Admission admission(Switches switches) {
        String allowed = disk.value("nvme-tcp-server-allow-host-name");
        if (allowed.isEmpty()) {
            return Admission.anybody();
        }
        return switch (switches.of(Unknown.AllowHost.class)) {
            case IGNORED -> Admission.anybody();
            case ENFORCED_EXACT -> Admission.of(Set.of(allowed));
            case ENFORCED_LIST -> Admission.of(Set.copyOf(List.of(allowed.split(",", -1))));
        };
    }
}
