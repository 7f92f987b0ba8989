package io.srvlab.csi.rds.volume;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * One operation per volume at a time: a second one is told Busy. The work outlives its caller: cancelling the returned Mono
 * neither stops a half-made disk nor opens the gate, which opens when the work itself ends (CSI 1.13, "Concurrency").
 */
public final class VolumeGate {
    /** Where the Reactor context says which volume the work is about. */
    public static final String VOLUME = "rds-csi.volume";

    private final Set<VolumeId> busy = ConcurrentHashMap.newKeySet();
    private final String part;

    public VolumeGate() {
        this("");
    }

    /** {@code part}: noted before the volume's id, of work that is not to be taken for the rest of what is done about the volume. */
    public VolumeGate(String part) {
        this.part = part;
    }

    public <T> Mono<T> exclusively(VolumeId volume, Mono<T> operation) {
        return Mono.deferContextual(context -> busy.add(volume)
                ? detached(volume, operation, context)
                : Mono.error(new Failure.Busy(
                        "volume " + volume + " has an operation in progress", "retry when it has ended")));
    }

    /** The same note in the context for work that may run beside others. */
    public static <T> Mono<T> about(VolumeId volume, Mono<T> work) {
        return about(volume.value(), work);
    }

    private static <T> Mono<T> about(String subject, Mono<T> work) {
        return work.contextWrite(context -> context.put(VOLUME, subject));
    }

    /** The gate is open before the answer is out: whoever has it may ask for the next thing at once. */
    private <T> Mono<T> detached(VolumeId volume, Mono<T> operation, ContextView context) {
        return about(part + volume, operation)
                .doOnTerminate(() -> busy.remove(volume))
                .contextWrite(context)
                .cache();
    }
}
