package io.srvlab.csi.rds.role;

import static io.srvlab.csi.rds.role.Setting.require;

import io.srvlab.csi.rds.nvme.ShieldMode;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

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
    NodeSettings {
        given("state-directory", stateDirectory);
        given("sys", sys);
        given("proc", proc);
        given("dev", dev);
        given("kubelet-directory", kubeletDirectory);
        positive("release-after", releaseAfter);
        positive("orphan-check", orphanCheck);
    }

    private static void given(String name, @Nullable Path directory) {
        require(directory != null, "rds-csi.node." + name + " is empty; give a directory");
    }

    private static void positive(String name, Duration time) {
        require(time.isPositive(), "rds-csi.node." + name + " is " + time + "; use a positive time");
    }

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
