package io.srvlab.csi.rds.nvme;

import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.Readiness;
import java.util.concurrent.atomic.AtomicReference;
import reactor.core.publisher.Mono;

/** Whether new volumes are shielded on this node: what is wanted, and what the kernel can. */
public final class ShieldSupport implements Readiness {
    private static final State UNKNOWN = new State(false, "not asked for yet");

    private final ShieldMode mode;
    private final DeviceMapper mapper;
    private final AtomicReference<State> known = new AtomicReference<>(UNKNOWN);

    ShieldSupport(ShieldMode mode, DeviceMapper mapper) {
        this.mode = mode;
        this.mapper = mapper;
    }

    /** What was found when the kernel was last asked. */
    @Override
    public State state() {
        return known.get();
    }

    /** Asks the kernel until it can; what it can once it can always. */
    public Mono<State> check() {
        return Mono.defer(() -> mode == ShieldMode.OFF
                        ? Mono.just(new State(false, "off: set rds-csi.node.shield=auto to have it"))
                        : known.get().ready() ? Mono.just(known.get()) : ask())
                .doOnNext(known::set);
    }

    /** Whether a volume staged now gets a map; refuses where it must have one and cannot. */
    Mono<Boolean> wanted() {
        return check().map(state -> {
            if (mode == ShieldMode.ON && !state.ready()) {
                throw new Failure.Conflict(
                        "the volume cannot be shielded: " + state.reason(),
                        "load dm_multipath on the node, or set rds-csi.node.shield=auto");
            }
            return state.ready();
        });
    }

    private Mono<State> ask() {
        return mapper.lacksMultipath()
                .map(reason -> reason.isEmpty()
                        ? new State(true, "device-mapper multipath is there")
                        : new State(false, reason));
    }
}
