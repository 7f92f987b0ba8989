package io.srvlab.csi.rds.controller;

import io.srvlab.csi.rds.MovableClock;
import io.srvlab.csi.rds.attachment.NodeState;
import io.srvlab.csi.rds.simulator.rds.DirectRouterOs;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.NodeName;
import io.srvlab.csi.rds.volume.VolumeId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** A cluster, a device and two controllers, of which one is always a leader that does not know it is none any more. */
final class FencingModel {
    private static final List<VolumeId> VOLUMES = List.of(new VolumeId("vol-1"));

    final FakeCluster cluster = new FakeCluster();
    final Map<String, Integer> seen = new HashMap<>();
    private final MovableClock clock = new MovableClock(Instant.parse("2026-11-21T12:00:00Z"));
    private final Random random;
    private final Steps steps;
    private final SteppedWorld world;
    private final DirectRouterOs device;
    private final FencingSettings fencing;
    private final List<Machine> machines;
    private final Map<VolumeId, Map<NodeName, Wish>> wishes = new HashMap<>();
    private final List<ControllerLife> controllers = new ArrayList<>();

    /** A VolumeAttachment: what its publish answered, and whether it is being deleted. */
    private static final class Wish {
        private String nqn = "";
        private boolean deleting;

        boolean isAttached() {
            return !nqn.isEmpty() && !deleting;
        }
    }

    FencingModel(Random random, DirectRouterOs device, FencingSettings fencing, SteppedWorld.Safeguard without) {
        this.random = random;
        this.steps = new Steps(random);
        this.device = device;
        this.fencing = fencing;
        this.world = new SteppedWorld(cluster, device, steps, without);
        this.machines = List.of("a", "b").stream()
                .map(name -> new Machine(new NodeName("worker-" + name), device.exports()))
                .toList();
        machines.forEach(machine -> cluster.ready(machine.name()));
        VOLUMES.forEach(volume -> wishes.put(volume, new HashMap<>()));
        VOLUMES.forEach(volume -> cluster.request(volume, machines.getFirst().name(), false));
        VOLUMES.forEach(volume -> cluster.withdraw(volume, machines.getFirst().name()));
        VOLUMES.forEach(volume -> ControllerLife.client(device)
                .create(new io.srvlab.csi.rds.rds.DiskSpec(
                        volume,
                        new io.srvlab.csi.rds.volume.CapacityRange(
                                Capacity.ofMebibytes(1), io.srvlab.csi.rds.volume.CapacityRange.UNLIMITED),
                        Bench.PATH,
                        4420))
                .block());
        controllers.add(controller());
        controllers.add(controller());
    }

    private ControllerLife controller() {
        return ControllerLife.in(world, fencing, clock);
    }

    /** One thing happens; answers with the volume that two machines can write to now, or with nothing. */
    String step() {
        clock.forward(Duration.ofSeconds(1));
        if (steps.isWaiting() && random.nextInt(100) < 75) {
            steps.next();
        } else {
            happen(pick(VOLUMES), pick(machines), random.nextInt(100));
        }
        machines.forEach(Machine::reconnect);
        return VOLUMES.stream()
                .filter(volume -> writers(volume).size() > 1)
                .map(volume -> volume + " by " + writers(volume))
                .findFirst()
                .orElse("");
    }

    private List<NodeName> writers(VolumeId volume) {
        return machines.stream()
                .filter(machine -> machine.canWrite(volume))
                .map(Machine::name)
                .toList();
    }

    private void happen(VolumeId volume, Machine machine, int chance) {
        if (chance < 50) {
            kubernetes(volume, machine, chance);
        } else if (chance < 92) {
            kubelet(volume, machine);
        } else if (chance < 94) {
            trouble(machine);
        } else if (chance < 98) {
            recover(machine);
        } else {
            disaster(volume, machine.name(), random.nextInt(10));
        }
    }

    private void disaster(VolumeId volume, NodeName node, int chance) {
        if (chance < 6) {
            crash(random.nextInt(2));
        } else if (chance < 7) {
            device.exports().away();
            device.exports().back();
        } else if (chance < 8) {
            lose(volume, node);
        }
    }

    private void kubernetes(VolumeId volume, Machine machine, int chance) {
        NodeName node = machine.name();
        Wish wish = wishes.get(volume).get(node);
        if (wish == null) {
            wishes.get(volume).put(node, new Wish());
            cluster.request(volume, node, false);
        } else if (wish.deleting) {
            unpublish(volume, node, wish);
        } else if (chance < (wish.nqn.isEmpty() ? 4 : 12)) {
            wish.deleting = true;
        } else if (wish.nqn.isEmpty() || chance < 20) {
            publish(volume, node);
        }
    }

    private void publish(VolumeId volume, NodeName node) {
        ControllerLife controller = pick(controllers);
        PublishVolume request = new PublishVolume(volume, node, Bench.RWO, false, Map.of());
        start(controller, controller.publisher().publish(request), volume, context -> {
            count("published");
            attached(volume, node, context.getOrDefault("nvme_nqn", ""));
        });
    }

    /** An attacher that comes late writes to the VolumeAttachment of that name, whoever made it. */
    private void attached(VolumeId volume, NodeName node, String nqn) {
        Wish now = wishes.get(volume).get(node);
        if (now != null) {
            now.nqn = nqn;
            cluster.request(volume, node, true);
        }
    }

    private void unpublish(VolumeId volume, NodeName node, Wish wish) {
        ControllerLife controller = pick(controllers);
        Mono<Boolean> released = controller
                .publisher()
                .unpublish(new UnpublishVolume.FromNode(volume, node))
                .thenReturn(true);
        start(controller, released, volume, done -> {
            count("unpublished");
            if (wishes.get(volume).get(node) == wish) {
                lose(volume, node);
            }
        });
    }

    private <T> void start(
            ControllerLife controller, Mono<T> call, VolumeId volume, java.util.function.Consumer<T> answered) {
        controller.calls().removeIf(Disposable::isDisposed);
        controller
                .calls()
                .add(controller
                        .gate()
                        .exclusively(volume, call)
                        .subscribe(
                                answered,
                                failure -> count(failure.getClass().getSimpleName() + " "
                                        + String.valueOf(failure.getMessage()).replaceAll("(vol|worker)-\\S+", "x"))));
    }

    /** The VolumeAttachment is gone, whether its volume was given back or not. */
    private void lose(VolumeId volume, NodeName node) {
        wishes.get(volume).remove(node);
        cluster.withdraw(volume, node);
    }

    private void kubelet(VolumeId volume, Machine machine) {
        Wish wish = wishes.get(volume).getOrDefault(machine.name(), new Wish());
        if (machine.isStaging(volume)) {
            machine.connect(volume);
            count("staged");
        } else if (machine.used().contains(volume)) {
            unstage(volume, machine, wish);
        } else if (hears(machine) && wish.isAttached()) {
            machine.beginStaging(volume, wish.nqn);
        }
        report(machine);
    }

    private void unstage(VolumeId volume, Machine machine, Wish wish) {
        if (!wish.isAttached() || random.nextInt(3) == 0) {
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

    private void count(String what) {
        seen.merge(what, 1, Integer::sum);
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    Set<VolumeId> volumes() {
        return Set.copyOf(VOLUMES);
    }
}
