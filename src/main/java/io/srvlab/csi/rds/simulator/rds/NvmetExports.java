package io.srvlab.csi.rds.simulator.rds;

import io.srvlab.csi.rds.simulator.console.ConsoleFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exports by Linux's own NVMe/TCP target: each is a subsystem named by its NQN with the image as namespace 1, linked to the
 * port. Subsystems whose image is not below the simulator's directory are somebody else's and are never touched.
 */
final class NvmetExports implements ShownExports {
    private static final Logger LOG = LoggerFactory.getLogger(NvmetExports.class);
    private static final Set<String> NO_IMAGE = Set.of("", "(null)");
    private final Configfs configfs;
    private final NvmetPorts ports;
    private final NvmetHosts hosts;
    private final Path directory;
    private final boolean bufferedIo;

    private NvmetExports(Configfs configfs, MachineSettings machine, Path directory) {
        this.configfs = configfs;
        this.ports = new NvmetPorts(configfs, machine.nvmeAddress());
        this.hosts = new NvmetHosts(configfs);
        this.directory = directory.toAbsolutePath().normalize();
        this.bufferedIo = machine.bufferedIo();
    }

    /** Takes hold of the target, and removes what an earlier process left there of this directory's images. */
    static NvmetExports of(Configfs configfs, MachineSettings machine, Path directory) {
        if (!configfs.exists("subsystems")) {
            throw new IllegalArgumentException(
                    "nvmet-root " + machine.nvmetRoot() + " is not the kernel's NVMe target; load the modules nvmet and"
                            + " nvmet-tcp and mount configfs, or use exports=memory");
        }
        var exports = new NvmetExports(configfs, machine, directory);
        exports.carryOut("removal of leftovers", exports::removeLeftovers);
        return exports;
    }

    private void removeLeftovers() throws IOException {
        for (String nqn : configfs.list("subsystems")) {
            if (isOurs(subsystem(nqn))) {
                LOG.info("Removing the export {} that an earlier simulator left behind", nqn);
                remove(nqn);
            }
        }
    }

    private boolean isOurs(String subsystem) throws IOException {
        String image = image(subsystem);
        return !NO_IMAGE.contains(image) && Path.of(image).startsWith(directory);
    }

    private String image(String subsystem) throws IOException {
        String attribute = namespace(subsystem) + "/device_path";
        return configfs.exists(attribute) ? configfs.read(attribute) : "";
    }

    @Override
    public void prepare(Export export, Admission admission) {
        carryOut("export of " + export.nqn(), () -> {
            if (isOpen(export)) {
                configfs.write(namespace(subsystem(export.nqn())) + "/revalidate_size", "1");
                hosts.admit(subsystem(export.nqn()), admission);
            } else {
                make(export, admission);
            }
        });
    }

    private boolean isOpen(Export export) throws IOException {
        String subsystem = subsystem(export.nqn());
        return ports.shows(export.port(), export.nqn())
                && image(subsystem).equals(export.image().toString())
                && configfs.read(namespace(subsystem) + "/device_uuid")
                        .equals(export.namespace().toString());
    }

    private void make(Export export, Admission admission) throws IOException {
        clear(export.nqn());
        wholly(export, () -> makeSubsystem(export, admission));
    }

    @Override
    public void open(Export export) {
        carryOut(
                "opening of " + export.nqn(),
                () -> wholly(export, () -> ports.show(export.port(), export.nqn(), subsystem(export.nqn()))));
    }

    /** What is not made wholly is not made at all. */
    private void wholly(Export export, Step step) throws IOException {
        try {
            step.run();
        } catch (IOException refused) {
            remove(export.nqn());
            throw refused;
        }
    }

    @Override
    public void shut(Export export) {
        carryOut("shutting of " + export.nqn(), () -> {
            if (isOurs(subsystem(export.nqn()))) {
                ports.hide(export.nqn());
            }
        });
    }

    /** The name may be taken by an older self of this export, or by a subsystem that never got an image. */
    private void clear(String nqn) throws IOException {
        String subsystem = subsystem(nqn);
        if (!configfs.exists(subsystem)) {
            return;
        }
        if (!isOurs(subsystem) && !NO_IMAGE.contains(image(subsystem))) {
            throw new IOException(subsystem + " exports " + image(subsystem) + ", which is not ours");
        }
        remove(nqn);
    }

    private void makeSubsystem(Export export, Admission admission) throws IOException {
        String subsystem = subsystem(export.nqn());
        configfs.makeDirectory(subsystem);
        hosts.admit(subsystem, admission);
        String namespace = namespace(subsystem);
        configfs.makeDirectory(namespace);
        configfs.write(namespace + "/device_path", export.image().toString());
        configfs.write(namespace + "/device_uuid", export.namespace().toString());
        configfs.write(namespace + "/buffered_io", bufferedIo ? "1" : "0");
        configfs.write(namespace + "/enable", "1");
    }

    @Override
    public void remove(Export export) {
        carryOut("end of the export of " + export.nqn(), () -> {
            if (isOurs(subsystem(export.nqn()))) {
                remove(export.nqn());
            }
        });
    }

    /** In this order: a namespace that goes while hosts are connected fails the filesystems they have on it. */
    private void remove(String nqn) throws IOException {
        ports.hide(nqn);
        ports.settle();
        String subsystem = subsystem(nqn);
        String namespace = namespace(subsystem);
        if (configfs.exists(namespace)) {
            configfs.write(namespace + "/enable", "0");
            configfs.removeDirectory(namespace);
        }
        if (configfs.exists(subsystem)) {
            hosts.admit(subsystem, Admission.nobody());
            configfs.removeDirectory(subsystem);
        }
    }

    /** Hosts that are connected stay so until their subsystem leaves its port for a moment. */
    @Override
    public void admit(Export export, Admission admission, boolean cut) {
        carryOut("allow list of " + export.nqn(), () -> {
            String subsystem = subsystem(export.nqn());
            hosts.admit(subsystem, admission);
            if (cut) {
                ports.hide(export.nqn());
                ports.show(export.port(), export.nqn(), subsystem);
            }
        });
    }

    @Override
    public void resized(Export export) {
        carryOut(
                "new size of " + export.nqn(),
                () -> configfs.write(namespace(subsystem(export.nqn())) + "/revalidate_size", "1"));
    }

    private void carryOut(String what, Step step) {
        try {
            step.run();
        } catch (IOException refused) {
            LOG.warn("The kernel's NVMe target refused the {}", what, refused);
            throw new ConsoleFailure("failure: nvmet: " + refused.getMessage());
        }
    }

    private static String subsystem(String nqn) throws IOException {
        return "subsystems/" + name(nqn);
    }

    private static String namespace(String subsystem) {
        return subsystem + "/namespaces/1";
    }

    /** A name becomes a directory: it must not lead out of its parent. */
    static String name(String nqn) throws IOException {
        if (nqn.isEmpty() || nqn.equals(".") || nqn.equals("..") || nqn.indexOf('/') >= 0 || nqn.indexOf('\0') >= 0) {
            throw new IOException("'" + nqn + "' cannot name a subsystem or a host");
        }
        return nqn;
    }

    private interface Step {
        void run() throws IOException;
    }
}
