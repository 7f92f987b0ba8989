package io.srvlab.csi.rds.role;

import io.srvlab.csi.rds.nvme.ShieldMode;
import java.nio.file.Path;
import java.time.Duration;

/** Where the node keeps its records, the roots under which its kernel shows itself, where its kubelet looks for drivers, and how it shields its volumes. */
record NodeSettings(
        Path stateDirectory,
        Path sys,
        Path proc,
        Path dev,
        Path kubeletDirectory,
        String registrationDirectory,
        ShieldMode shield,
        Duration releaseAfter,
        Duration orphanCheck) {
    NodeSettings under(Path state, Path otherSys, Path otherProc, Path otherDev) {
        return new NodeSettings(
                state,
                otherSys,
                otherProc,
                otherDev,
                kubeletDirectory,
                registrationDirectory,
                shield,
                releaseAfter,
                orphanCheck);
    }
}
