package io.srvlab.csi.rds.controller;

import io.srvlab.csi.rds.MovableClock;
import io.srvlab.csi.rds.attachment.Attachment;
import io.srvlab.csi.rds.attachment.NodeState;
import io.srvlab.csi.rds.rds.DiskSpec;
import io.srvlab.csi.rds.simulator.rds.DirectRouterOs;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.CapacityRange;
import io.srvlab.csi.rds.volume.NodeName;
import io.srvlab.csi.rds.volume.VolumeId;
import io.srvlab.csi.rds.volume.VolumeUse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import reactor.core.Disposable;

/**
 * A cluster, a device and two controllers, of which one is always a leader that does not know it is none any more; and one machine
 * more than may write to a volume.
 */
final class FencingModel {
    /** A volume, and how many machines may write to it. */
    record Shared(VolumeId volume, VolumeUse use, int writers) {
        static final Shared BY_NONE = new Shared(new VolumeId("vol-1"), Bench.RWO, 1);
        static final Shared WHILE_MIGRATING = new Shared(new VolumeId("vol-2"), Bench.RWX, Attachment.MAX_HOLDERS);
    }

    final Map<String, Integer> seen = new HashMap<>();
    private final FakeCluster cluster = new FakeCluster();
    private final MovableClock clock = new MovableClock(Instant.parse("2026-11-21T12:00:00Z"));
    private final Random random;
    private final Steps steps;
    private final SteppedWorld world;
    private final DirectRouterOs device;
    private final FencingSettings fencing;
    private final List<Shared> volumes;
    private final List<Machine> machines;
    private final Attacher attacher;
    private final List<ControllerLife> controllers = new ArrayList<>();

    FencingModel(
            Random random,
            DirectRouterOs device,
            TwoWriterTest.Box box,
            SteppedWorld.Safeguard without,
            Shared... volumes) {
        this.random = random;
        this.steps = new Steps(random);
        this.device = device;
        this.fencing = box.fencing();
        this.world = new SteppedWorld(cluster, device, steps, without);
        this.attacher = new Attacher(cluster, steps, random, box, seen);
        this.volumes = List.of(volumes);
        int writers = Stream.of(volumes).mapToInt(Shared::writers).max().orElseThrow();
        this.machines = Stream.of("a", "b", "c")
                .limit(writers + 1L)
                .map(name -> new Machine(new NodeName("worker-" + name), device.exports()))
                .toList();
        machines.forEach(machine -> cluster.ready(machine.name()));
        this.volumes.forEach(shared -> made(shared.volume()));
        controllers.add(controller());
        controllers.add(controller());
    }

    /** From its first VolumeAttachment on a cluster tells who asks for the volume. */
    private void made(VolumeId volume) {
        cluster.request(volume, machines.getFirst().name(), false);
        cluster.withdraw(volume, machines.getFirst().name());
        ControllerLife.client(device)
                .create(new DiskSpec(
                        volume, new CapacityRange(Capacity.ofMebibytes(1), CapacityRange.UNLIMITED), Bench.PATH, 4420))
                .block();
    }

    private ControllerLife controller() {
        return ControllerLife.in(world, fencing, clock);
    }

    /** One thing happens; answers with the volume that too many machines can write to now, or with nothing. */
    String step() {
        clock.forward(Duration.ofSeconds(1));
        if (steps.isWaiting() && random.nextInt(100) < 75) {
            steps.next();
        } else {
            happen(pick(volumes), pick(machines), random.nextInt(1000));
        }
        machines.forEach(Machine::reconnect);
        return volumes.stream()
                .filter(shared -> writers(shared.volume()).size() > shared.writers())
                .map(shared -> shared.volume() + " by " + writers(shared.volume()))
                .findFirst()
                .orElse("");
    }

    private List<NodeName> writers(VolumeId volume) {
        return machines.stream()
                .filter(machine -> machine.canWrite(volume))
                .map(Machine::name)
                .toList();
    }

    private void happen(Shared shared, Machine machine, int chance) {
        if (chance < 500) {
            attacher.happen(shared.volume(), machine.name(), shared.use(), controllers);
        } else if (chance < 905) {
            kubelet(shared.volume(), machine);
        } else if (chance < 930) {
            trouble(machine);
        } else if (chance < 970) {
            recover(machine);
        } else if (chance < 975) {
            sweep(pick(controllers));
        } else {
            disaster(shared.volume(), machine.name(), random.nextInt(20));
        }
    }

    private void sweep(ControllerLife controller) {
        attacher.start(controller, controller.sweep().sweep(), cleared -> attacher.count("swept " + cleared));
    }

    private void disaster(VolumeId volume, NodeName node, int chance) {
        if (chance < 6) {
            crash(random.nextInt(2));
        } else if (chance < 8) {
            device.exports().away();
            device.exports().back();
        } else if (chance < 17) {
            attacher.lose(volume, node);
        }
    }

    private void kubelet(VolumeId volume, Machine machine) {
        Attacher.Wish wish = attacher.of(volume, machine.name());
        if (machine.isStaging(volume)) {
            machine.connect(volume);
            attacher.count("staged");
        } else if (machine.used().contains(volume)) {
            unstage(volume, machine, wish);
        } else if (hears(machine) && wish.isAttached()) {
            machine.beginStaging(volume, wish.nqn());
        }
        report(machine);
    }

    /** Who is not heard of mostly does not hear either, and goes on. */
    private void unstage(VolumeId volume, Machine machine, Attacher.Wish wish) {
        boolean told = hears(machine) || random.nextInt(10) == 0;
        if (told && (!wish.isAttached() || random.nextInt(3) == 0)) {
            machine.unstage(volume);
        }
    }

    /** A node that is said to be off gets no pods. */
    private boolean hears(Machine machine) {
        NodeState.Present now = cluster.present(machine.name());
        return machine.isOn() && cluster.knows(machine.name()) && now.ready() && !now.outOfService();
    }

    /** A kubelet that is heard of tells what it uses. */
    private void report(Machine machine) {
        NodeState.Present now = cluster.present(machine.name());
        if (machine.isOn() && cluster.knows(machine.name()) && now.ready()) {
            cluster.state(machine.name(), new NodeState.Present(true, now.outOfService(), machine.used()));
        }
    }

    private void trouble(Machine machine) {
        NodeName node = machine.name();
        NodeState.Present now = cluster.present(node);
        switch (random.nextInt(6)) {
            case 0, 1 -> state(node, now, false, now.outOfService());
            case 2 -> cluster.remove(node);
            case 3 -> {
                machine.powerOff();
                state(node, now, false, now.outOfService());
            }
            case 4 -> machine.powerOff();
            default -> state(node, now, now.ready(), now.outOfService() || !machine.isOn());
        }
    }

    private void state(NodeName node, NodeState.Present now, boolean ready, boolean tainted) {
        if (cluster.knows(node)) {
            cluster.state(node, new NodeState.Present(ready, tainted, now.inUse()));
        }
    }

    /** It is heard of again, from the beginning if it was off; the taint goes when somebody has seen it run. */
    private void recover(Machine machine) {
        NodeState.Present now = cluster.present(machine.name());
        machine.powerOn();
        boolean tainted = now.outOfService() && random.nextBoolean();
        cluster.state(machine.name(), new NodeState.Present(true, tainted, machine.used()));
    }

    /** What it had asked for goes on on its way; whoever comes after it knows nothing of it. */
    private void crash(int which) {
        controllers.get(which).calls().forEach(Disposable::dispose);
        controllers.set(which, controller());
        device.forget();
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
