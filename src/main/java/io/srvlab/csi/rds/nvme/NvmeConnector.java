package io.srvlab.csi.rds.nvme;

import io.srvlab.csi.rds.host.FabricsDevice;
import io.srvlab.csi.rds.volume.BlockDevice;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.ConnectOptions;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.NodeName;
import io.srvlab.csi.rds.volume.Nqn;
import io.srvlab.csi.rds.volume.NvmeTarget;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
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

    private static final Duration RELEASE = Duration.ofSeconds(10);

    private final FabricsDevice fabrics;
    private final NvmeDevices devices;
    private final ManagedNqns managed;
    private final Scheduler host;

    public NvmeConnector(FabricsDevice fabrics, NvmeDevices devices, ManagedNqns managed, Scheduler host) {
        this.fabrics = fabrics;
        this.devices = devices;
        this.managed = managed;
        this.host = host;
    }

    public Mono<BlockDevice> connect(NvmeTarget target, ConnectOptions options, NodeName node) {
        return check(target.nqn())
                .then(devices.controllers(target.nqn()))
                .flatMap(present -> present.isEmpty()
                        ? create(target, options, HostIdentity.of(node))
                        : reuse(target.nqn(), present));
    }

    /** Succeeds when sysfs has no controller of the NQN left. */
    public Mono<Void> disconnect(Nqn nqn) {
        return check(nqn)
                .then(devices.controllers(nqn))
                .flatMapMany(Flux::fromIterable)
                .concatMap(this::delete)
                .then(Polling.until(() -> devices.controllers(nqn).filter(List::isEmpty))
                        .timeout(DISCONNECT))
                .onErrorMap(TimeoutException.class, late -> unfinished(nqn))
                .then();
    }

    /** Whether this driver may touch connections to the NQN at all. */
    public boolean manages(Nqn nqn) {
        return managed.covers(nqn);
    }

    /** Completes when no filesystem or other device holds the NQN's device open, which may be a while after umount. */
    public Mono<Void> awaitRelease(Nqn nqn) {
        return Polling.until(() -> held(nqn).filter(held -> !held))
                .timeout(RELEASE)
                .onErrorMap(TimeoutException.class, late -> held(nqn, late))
                .then();
    }

    /** The device once the kernel knows it to be at least this large; the controller is asked to look once. */
    public Mono<BlockDevice> awaitSize(Nqn nqn, Capacity least) {
        return check(nqn)
                .then(devices.controllers(nqn))
                .flatMap(this::rescan)
                .then(Polling.until(
                                () -> device(nqn).filter(device -> device.size().compareTo(least) >= 0))
                        .timeout(APPEAR))
                .onErrorMap(TimeoutException.class, late -> tooSmall(nqn, least));
    }

    private Mono<Void> check(Nqn nqn) {
        return Mono.fromRunnable(() -> managed.check(nqn));
    }

    private Mono<BlockDevice> create(NvmeTarget target, ConnectOptions options, HostIdentity identity) {
        return literal(target.address())
                .map(address -> ConnectLine.of(target, address, options, identity))
                .flatMap(line -> fabrics.connect(line).timeout(CONNECT))
                .onErrorMap(fault -> FabricsRefusal.of(target, fault))
                .flatMap(controller -> await(target.nqn()).onErrorResume(failure -> undo(controller, failure)))
                .onErrorResume(FabricsRefusal.AlreadyConnected.class, raced -> await(target.nqn()));
    }

    /** A controller without a device may have missed its namespace's return under another identity: have it look. */
    private Mono<BlockDevice> reuse(Nqn nqn, List<String> controllers) {
        return device(nqn).switchIfEmpty(Mono.defer(() -> rescan(controllers).then(await(nqn))));
    }

    private Mono<BlockDevice> await(Nqn nqn) {
        return Polling.until(() -> device(nqn)).timeout(APPEAR).onErrorMap(TimeoutException.class, late -> absent(nqn));
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

    private Mono<Void> rescan(List<String> controllers) {
        return Flux.fromIterable(controllers)
                .concatMap(controller -> fabrics.rescan(controller).timeout(CONNECT))
                .onErrorMap(FabricsRefusal::isOutside, fault -> FabricsRefusal.of("a rescan", fault))
                .then();
    }

    private Mono<String> literal(String address) {
        return address.matches("[0-9.]+|.*:.*")
                ? Mono.just(address)
                : Mono.fromCallable(() -> InetAddress.getByName(address).getHostAddress())
                        .subscribeOn(host)
                        .timeout(CONNECT);
    }

    private Mono<Boolean> held(Nqn nqn) {
        return device(nqn).flatMap(devices::inUse).defaultIfEmpty(false);
    }

    private static Failure held(Nqn nqn, Throwable late) {
        return new Failure.Unavailable(
                "the device of " + nqn + " is still held open by a filesystem or another device",
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
