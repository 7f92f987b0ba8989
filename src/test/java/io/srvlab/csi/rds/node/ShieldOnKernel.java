package io.srvlab.csi.rds.node;

import io.srvlab.csi.rds.volume.AccessMode;
import io.srvlab.csi.rds.volume.AccessType;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.ConnectOptions;
import io.srvlab.csi.rds.volume.Generation;
import io.srvlab.csi.rds.volume.Nqn;
import io.srvlab.csi.rds.volume.NvmeTarget;
import io.srvlab.csi.rds.volume.VolumeId;
import io.srvlab.csi.rds.volume.VolumeUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * The shield on a real kernel, to be run as root in a guest that is target and node at once: synced writers on ext4, xfs and a raw
 * block volume while the target goes away and comes back as another one in every way there is. Prints one line per fact.
 */
public final class ShieldOnKernel {
    private static final long SIZE = 320L << 20;

    private final NvmetTarget target = new NvmetTarget(Path.of("/tmp/images"));
    private final List<Running> volumes = new ArrayList<>();
    private volatile DriverUnderTest driver = GuestKernel.driver();
    private volatile Disposable watching = driver.watch.watch().subscribe();

    /** A volume under load. */
    private record Running(VolumeId id, VolumeUse use, Nqn nqn, Path image, SyncedWriter writer) {}

    private ShieldOnKernel() throws IOException {}

    public static void main(String[] arguments) throws Exception {
        ShieldOnKernel run = new ShieldOnKernel();
        run.begin("ext4", filesystem("ext4"));
        run.begin("xfs", filesystem("xfs"));
        run.begin("raw", new VolumeUse(new AccessType.Block(), AccessMode.SINGLE_NODE_WRITER));
        GuestKernel.pause(3);
        run.report("undisturbed");
        run.outage();
        run.newIdentity("new identity");
        run.driverRestarted();
        run.givenUp();
        run.imposter();
        run.grownByReExport();
        run.otherAddress();
        run.rotatedNqn();
        run.end();
        System.exit(0);
    }

    private void begin(String name, VolumeUse use) throws Exception {
        VolumeId id = new VolumeId(name);
        Nqn nqn = Nqn.of(id);
        Path image = target.image(name, SIZE);
        target.create(nqn, image);
        target.on(nqn, NvmetTarget.FIRST);
        Files.createDirectories(staging(name));
        GuestKernel.done("stage " + name, driver.stager.stage(stage(id, use, target.at(NvmetTarget.FIRST, nqn))));
        Path pod = Path.of("/tmp/pods", name);
        GuestKernel.done(
                "publish " + name, driver.binder.publish(new PublishOnNode(id, use, staging(name), pod, false)));
        boolean raw = use.type() instanceof AccessType.Block;
        SyncedWriter writer = new SyncedWriter(raw ? pod : pod.resolve("log"), raw);
        volumes.add(new Running(id, use, nqn, image, writer));
        Thread.ofPlatform().daemon().name("writer " + name).start(writer);
    }

    private void outage() throws Exception {
        away();
        GuestKernel.pause(5);
        back();
        settle("outage of 5 s, same identity");
    }

    private void newIdentity(String what) throws Exception {
        away();
        for (Running volume : volumes) {
            target.rebuild(volume.nqn(), volume.image());
        }
        GuestKernel.pause(4);
        back();
        settle(what);
    }

    private void driverRestarted() throws Exception {
        watching.dispose();
        driver = GuestKernel.driver();
        away();
        for (Running volume : volumes) {
            target.rebuild(volume.nqn(), volume.image());
        }
        back();
        GuestKernel.pause(4);
        watching = driver.watch.watch().subscribe();
        settle("new identity while the driver was not there");
    }

    private void givenUp() throws Exception {
        away();
        for (Running volume : volumes) {
            for (var controller : driver.nvme.controllers(volume.nqn()).block()) {
                Files.writeString(Path.of("/sys/class/nvme", controller.name(), "delete_controller"), "1");
            }
            target.rebuild(volume.nqn(), volume.image());
        }
        GuestKernel.pause(4);
        back();
        settle("controller given up, new identity");
    }

    private void imposter() throws Exception {
        away();
        for (Running volume : volumes) {
            Path other = imposter(volume);
            target.rebuild(volume.nqn(), other);
        }
        back();
        GuestKernel.pause(8);
        for (Running volume : volumes) {
            GuestKernel.print("imposter behind " + volume.id() + ": "
                    + driver.parts.troubles().of(volume.id()));
        }
        newIdentity("an imposter for 8 s, then the volume again");
        for (Running volume : volumes) {
            Path other = imposter(volume);
            GuestKernel.print("RESULT the first byte that differs in the imposter of " + volume.id() + ": "
                    + Files.mismatch(other, target.image("blank", Files.size(other))));
        }
    }

    /** A raw volume is told from another by its size alone. */
    private Path imposter(Running volume) throws IOException {
        boolean raw = volume.use().type() instanceof AccessType.Block;
        return target.image(volume.id() + "-other", raw ? SIZE / 2 : SIZE);
    }

    private void grownByReExport() throws Exception {
        for (Running volume : volumes) {
            target.image(volume.id().value(), SIZE + (64 << 20));
        }
        away();
        for (Running volume : volumes) {
            target.rebuild(volume.nqn(), volume.image());
        }
        back();
        for (Running volume : volumes) {
            Capacity wanted = new Capacity(SIZE + (64 << 20));
            Path pod = Path.of("/tmp/pods", volume.id().value());
            Mono<Capacity> grown = driver.expander
                    .expand(new ExpandOnNode(volume.id(), pod, wanted))
                    .retryWhen(Retry.fixedDelay(20, Duration.ofSeconds(1)));
            GuestKernel.print("grown to " + grown.block());
        }
        settle("grown by 64 MiB with export off and on, new identity");
    }

    private void otherAddress() throws Exception {
        away();
        GuestKernel.pause(2);
        for (Running volume : volumes) {
            target.rebuild(volume.nqn(), volume.image());
            target.on(volume.nqn(), NvmetTarget.SECOND);
        }
        for (Running volume : volumes) {
            GuestKernel.done(
                    "move " + volume.id(),
                    driver.stager.stage(stage(volume.id(), volume.use(), target.at(NvmetTarget.SECOND, volume.nqn()))));
        }
        settle("another address, new identity");
    }

    private void rotatedNqn() throws Exception {
        for (Running volume : volumes) {
            target.off(volume.nqn(), NvmetTarget.SECOND);
        }
        GuestKernel.pause(2);
        for (Running volume : volumes) {
            Nqn rotated = new Nqn(volume.nqn() + "-2");
            target.create(rotated, volume.image());
            target.on(rotated, NvmetTarget.FIRST);
            GuestKernel.done(
                    "rotate " + volume.id(),
                    driver.stager.stage(stage(volume.id(), volume.use(), target.at(NvmetTarget.FIRST, rotated))));
        }
        settle("another NQN");
    }

    private void end() throws Exception {
        volumes.forEach(volume -> volume.writer().stop());
        GuestKernel.pause(2);
        for (Running volume : volumes) {
            String name = volume.id().value();
            GuestKernel.done(
                    "unpublish",
                    driver.binder.unpublish(new UnpublishFromNode(volume.id(), Path.of("/tmp/pods", name))));
            GuestKernel.done("unstage", driver.stager.unstage(new UnstageVolume(volume.id(), staging(name))));
            if (!name.equals("raw")) {
                GuestKernel.run(
                        name.equals("xfs") ? "xfs_repair -n -f " + volume.image() : "e2fsck -fn " + volume.image());
            }
        }
        GuestKernel.print("left over in /sys/block: " + GuestKernel.run("ls /sys/block | grep -c 'nvme\\|dm-'"));
        for (Running volume : volumes) {
            readBack(volume);
        }
    }

    private void readBack(Running volume) throws Exception {
        Path read = Path.of("/tmp/read", volume.id().value());
        SyncedWriter writer = volume.writer();
        if (volume.use().type() instanceof AccessType.Filesystem wanted) {
            String options = wanted.type().equals("xfs") ? "ro,loop,nouuid" : "ro,loop";
            GuestKernel.run("mkdir -p " + read + " && mount -o " + options + " " + volume.image() + " " + read);
        }
        Path data = volume.use().type() instanceof AccessType.Block ? volume.image() : read.resolve("log");
        GuestKernel.print("RESULT " + volume.id() + ": " + writer.written() + " records, " + writer.errors()
                + " errors, " + writer.lostIn(data) + " lost");
    }

    private void away() throws IOException {
        for (Running volume : volumes) {
            target.off(volume.nqn(), NvmetTarget.FIRST);
        }
    }

    private void back() throws IOException {
        for (Running volume : volumes) {
            target.on(volume.nqn(), NvmetTarget.FIRST);
        }
    }

    /** Waits until every writer goes on, and says how long the longest write took. */
    private void settle(String what) {
        for (Running volume : volumes) {
            int before = volume.writer().written();
            for (int left = 300; left > 0 && volume.writer().written() <= before + 1; left--) {
                Mono.delay(Duration.ofMillis(100)).block();
            }
        }
        GuestKernel.pause(2);
        report(what);
    }

    private void report(String what) {
        StringBuilder line = new StringBuilder("PHASE " + what + ":");
        for (Running volume : volumes) {
            SyncedWriter writer = volume.writer();
            line.append(" %s %d records, %d errors, longest write %d ms;"
                    .formatted(
                            volume.id(),
                            writer.written(),
                            writer.errors(),
                            writer.longestStall().toMillis()));
        }
        GuestKernel.print(line.toString());
        driver.events.stream()
                .filter(event -> event.getClass().getSimpleName().startsWith("Path"))
                .forEach(event -> GuestKernel.print("  " + event));
        driver.events.clear();
    }

    private static StageVolume stage(VolumeId id, VolumeUse use, NvmeTarget where) {
        return new StageVolume(
                id,
                where,
                new ConnectOptions(-1, 2, 0, 0, 1),
                use,
                staging(id.value()),
                new StageVolume.Granted(Generation.next(), 0));
    }

    private static VolumeUse filesystem(String type) {
        return new VolumeUse(new AccessType.Filesystem(type, List.of()), AccessMode.SINGLE_NODE_WRITER);
    }

    private static Path staging(String name) {
        return Path.of("/tmp/staging", name);
    }
}
