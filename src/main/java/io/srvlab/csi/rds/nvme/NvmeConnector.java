package io.srvlab.csi.rds.nvme;

import io.srvlab.csi.rds.host.DeviceEvents;
import io.srvlab.csi.rds.host.FabricsDevice;
import io.srvlab.csi.rds.volume.BlockDevice;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.ConnectOptions;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.HostIdentity;
import io.srvlab.csi.rds.volume.NodeName;
import io.srvlab.csi.rds.volume.Nqn;
import io.srvlab.csi.rds.volume.NvmeTarget;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Connects and disconnects managed NQNs. Both are idempotent; a connection that was there before is reused and survives a
 * failure, one that this call made and that yields no device is taken down again.
 */
public final class NvmeConnector {
    private static final Duration CONNECT = Duration.ofSeconds(30);
    private static final Duration APPEAR = Duration.ofSeconds(30);
    private static final Duration DISCONNECT = Duration.ofSeconds(15);

    private static final Duration COMPARED = Duration.ofMillis(500);
    private static final Duration LOOK = Duration.ofSeconds(3);
    private static final Duration RELEASE = Duration.ofSeconds(10);

    private final FabricsDevice fabrics;
    private final NvmeDevices devices;
    private final ManagedNqns managed;
    private final Polling polling;
    private final Scheduler host;

    public NvmeConnector(
            FabricsDevice fabrics, NvmeDevices devices, ManagedNqns managed, DeviceEvents events, Scheduler host) {
        this.fabrics = fabrics;
        this.devices = devices;
        this.managed = managed;
        this.polling = new Polling(events);
        this.host = host;
    }

    public Mono<BlockDevice> connect(NvmeTarget target, ConnectOptions options, NodeName node) {
        return requireManaged(target.nqn())
                .then(devices.controllers(target.nqn()))
                .flatMap(present -> present.isEmpty()
                        ? create(target, options, HostIdentity.of(node))
                        : reuse(target.nqn(), present));
    }

    /** Succeeds when sysfs has no controller of the NQN left. */
    public Mono<Void> disconnect(Nqn nqn) {
        return requireManaged(nqn)
                .then(devices.controllers(nqn))
                .flatMapMany(Flux::fromIterable)
                .concatMap(controller -> delete(controller.name()))
                .then(polling.until(() -> devices.controllers(nqn).filter(List::isEmpty))
                        .timeout(DISCONNECT))
                .onErrorMap(TimeoutException.class, late -> unfinished(nqn))
                .then();
    }

    /** Fails for an NQN whose connections this driver may not touch. */
    public Mono<Void> requireManaged(Nqn nqn) {
        return Mono.fromRunnable(() -> managed.check(nqn));
    }

    /** Whether this driver may touch connections to the NQN at all. */
    public boolean manages(Nqn nqn) {
        return managed.covers(nqn);
    }

    /** Completes when no filesystem or other device holds the device open, which may be a while after umount. */
    public Mono<Void> awaitRelease(BlockDevice device) {
        return polling.until(() -> devices.inUse(device).filter(held -> !held))
                .timeout(RELEASE)
                .onErrorMap(TimeoutException.class, late -> held(device, late))
                .then();
    }

    /**
     * Moves a shielded volume's connection to the target's other address. A former connection that works is ended once there is the
     * new one; one that does not is ended before, because the target may give the new one its number (EINVAL, "duplicate cntlid").
     */
    public Mono<Void> move(NvmeTarget to, ConnectOptions options, NodeName node) {
        return requireManaged(to.nqn())
                .then(literal(to))
                .flatMap(address -> end(to, address, Predicate.not(NvmeController::live))
                        .then(connectAt(address, to, options, HostIdentity.of(node)))
                        .then(end(to, address, controller -> true)));
    }

    private Mono<Void> end(NvmeTarget to, String address, Predicate<NvmeController> which) {
        return devices.controllers(to.nqn())
                .flatMapIterable(present -> present)
                .filter(controller -> !controller.isAt(address, to.port()))
                .filter(which)
                .concatMap(controller -> delete(controller.name()))
                .then();
    }

    /** Has the NQN's controllers look for their namespace, and waits for it a while; none is not a failure. */
    public Mono<Void> look(Nqn nqn) {
        return requireManaged(nqn)
                .then(devices.controllers(nqn))
                .flatMap(this::rescan)
                .then(polling.until(() -> device(nqn)).timeout(LOOK))
                .onErrorResume(TimeoutException.class, none -> Mono.empty())
                .then();
    }

    /** Has the kernel compare the NQN's namespace with what the target shows now, and gives it time to do so. */
    public Mono<Void> compare(Nqn nqn) {
        return requireManaged(nqn)
                .then(devices.controllers(nqn))
                .flatMap(this::rescan)
                .then(Mono.delay(COMPARED))
                .then();
    }

    /**
     * For a shielded volume: what cannot be sent fails at once, so that it waits in the map, until the device that comes back is
     * proven; the kernel would send it before it has compared the namespace's identity.
     */
    public Mono<Void> failFast(Nqn nqn) {
        return requireManaged(nqn)
                .then(devices.controllers(nqn))
                .flatMapIterable(present -> present)
                .concatMap(controller -> fabrics.failFast(controller.name()).timeout(CONNECT))
                .onErrorMap(FabricsRefusal::isOutside, fault -> FabricsRefusal.of("fast_io_fail_tmo", fault))
                .then();
    }

    /** The device once the kernel knows it to be at least this large; the controller is asked to look once. */
    public Mono<BlockDevice> awaitSize(Nqn nqn, Capacity least) {
        return requireManaged(nqn)
                .then(devices.controllers(nqn))
                .flatMap(this::rescan)
                .then(polling.until(
                                () -> device(nqn).filter(device -> device.size().compareTo(least) >= 0))
                        .timeout(APPEAR))
                .onErrorMap(TimeoutException.class, late -> tooSmall(nqn, least));
    }

    private Mono<String> connectAt(String address, NvmeTarget to, ConnectOptions options, HostIdentity identity) {
        return devices.controllers(to.nqn())
                .filter(present -> present.stream().noneMatch(controller -> controller.isAt(address, to.port())))
                .flatMap(elsewhere -> open(address, to, options, identity))
                .onErrorResume(FabricsRefusal.AlreadyConnected.class, raced -> Mono.empty());
    }

    private Mono<String> open(String address, NvmeTarget target, ConnectOptions options, HostIdentity identity) {
        return fabrics.connect(ConnectLine.of(target, address, options, identity))
                .timeout(CONNECT)
                .onErrorMap(fault -> FabricsRefusal.of(target, fault));
    }

    private Mono<BlockDevice> create(NvmeTarget target, ConnectOptions options, HostIdentity identity) {
        return literal(target)
                .flatMap(address -> open(address, target, options, identity))
                .flatMap(controller -> await(target.nqn()).onErrorResume(failure -> undo(controller, failure)))
                .onErrorResume(FabricsRefusal.AlreadyConnected.class, raced -> await(target.nqn()));
    }

    /** A controller without a device may have missed its namespace's return under another identity: have it look. */
    private Mono<BlockDevice> reuse(Nqn nqn, List<NvmeController> controllers) {
        return device(nqn).switchIfEmpty(Mono.defer(() -> rescan(controllers).then(await(nqn))));
    }

    private Mono<BlockDevice> await(Nqn nqn) {
        return polling.until(() -> device(nqn)).timeout(APPEAR).onErrorMap(TimeoutException.class, late -> absent(nqn));
    }

    private Mono<BlockDevice> device(Nqn nqn) {
        return devices.find(nqn).flatMap(Mono::justOrEmpty);
    }

    private Mono<BlockDevice> undo(String controller, Throwable failure) {
        return delete(controller).onErrorComplete().then(Mono.error(failure));
    }

    private Mono<Void> delete(String controller) {
        return fabrics.disconnect(controller)
                .timeout(DISCONNECT)
                .onErrorMap(FabricsRefusal::isOutside, fault -> FabricsRefusal.of(controller, fault));
    }

    private Mono<Void> rescan(List<NvmeController> controllers) {
        return Flux.fromIterable(controllers)
                .concatMap(controller -> fabrics.rescan(controller.name()).timeout(CONNECT))
                .onErrorMap(FabricsRefusal::isOutside, fault -> FabricsRefusal.of("a rescan", fault))
                .then();
    }

    /** The kernel resolves no names. */
    private Mono<String> literal(NvmeTarget target) {
        String address = target.address();
        return address.matches("[0-9.]+|.*:.*")
                ? Mono.just(address)
                : Mono.fromCallable(() -> InetAddress.getByName(address).getHostAddress())
                        .subscribeOn(host)
                        .timeout(CONNECT)
                        .onErrorMap(fault -> FabricsRefusal.of(target, fault));
    }

    private static Failure held(BlockDevice device, Throwable late) {
        return new Failure.Unavailable(
                device.path() + " is still held open by a filesystem or another device",
                "retry; if it lasts, look for a mount in another namespace or a target that is away",
                late);
    }

    private static Failure absent(Nqn nqn) {
        return new Failure.Unavailable(
                nqn + " is connected but brings no block device",
                "see the node's kernel log and the export on the RDS");
    }

    private static Failure unfinished(Nqn nqn) {
        return new Failure.Unavailable(nqn + " is still connected", "retry; see the node's kernel log");
    }

    private static Failure tooSmall(Nqn nqn, Capacity least) {
        return new Failure.Unavailable(
                "the kernel does not see " + least + " on " + nqn + " yet", "retry; see the size on the RDS");
    }
}
