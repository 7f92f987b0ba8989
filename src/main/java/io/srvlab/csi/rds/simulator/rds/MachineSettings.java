package io.srvlab.csi.rds.simulator.rds;

import java.nio.file.Path;

/**
 * What the simulated device uses of the machine it runs on: the address of its SSH server, its directory as a memory that
 * outlives the process, and for its exports nothing ({@code memory}) or the kernel's own NVMe target ({@code nvmet}).
 */
public record MachineSettings(
        String sshAddress,
        boolean persistent,
        Exporting exports,
        Path nvmetRoot,
        String nvmeAddress,
        boolean bufferedIo) {
    private static final String LOOPBACK = "127.0.0.1";

    /** Who shows the exports to hosts. */
    public enum Exporting {
        MEMORY,
        NVMET
    }

    /** Reached over the loopback interface, forgetting, with exports that only virtual hosts see. */
    public static MachineSettings loopback() {
        return new MachineSettings(
                LOOPBACK, false, Exporting.MEMORY, Path.of("/sys/kernel/config/nvmet"), LOOPBACK, true);
    }

    ShownExports shownExports(Path directory) {
        return switch (exports) {
            case MEMORY -> new VirtualExports();
            case NVMET -> NvmetExports.of(new KernelConfigfs(nvmetRoot), this, directory);
        };
    }
}
