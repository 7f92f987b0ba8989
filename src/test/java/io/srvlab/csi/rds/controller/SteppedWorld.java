package io.srvlab.csi.rds.controller;

import io.srvlab.csi.rds.attachment.Attachment;
import io.srvlab.csi.rds.attachment.NodeState;
import io.srvlab.csi.rds.attachment.Recorded;
import io.srvlab.csi.rds.routeros.Reply;
import io.srvlab.csi.rds.routeros.RouterOs;
import io.srvlab.csi.rds.routeros.Script;
import io.srvlab.csi.rds.routeros.TransportFailure;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.NodeName;
import io.srvlab.csi.rds.volume.VolumeId;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The API server and the device, each question to them one step; with one of the safeguards taken out, if wanted. */
record SteppedWorld(FakeCluster cluster, RouterOs device, Steps steps, Safeguard without) implements OutsideWorld {
    /** What the tests take out, to see that they notice. */
    enum Safeguard {
        NONE,
        RECORD_BEFORE_EXPORT,
        GENERATION,
        FENCE;

        /** Without a fence every node is taken to have let go. */
        NodeState seen(NodeState node) {
            return this == FENCE ? new NodeState.Present(true, false, Set.of()) : node;
        }
    }

    private <T> Mono<T> ask(Mono<T> question) {
        Supplier<T> answer = () -> Objects.requireNonNull(question.block());
        return steps.step(answer, () -> new Failure.Unavailable("the API server's answer was lost", "try again"));
    }

    @Override
    public Mono<Recorded> read(VolumeId volume) {
        return ask(cluster.read(volume));
    }

    /** Without the record before the export, whoever writes goes on at once, and the record follows when it likes. */
    @Override
    public Mono<Recorded> write(Recorded read, Attachment next) {
        Mono<Recorded> written = ask(cluster.write(read, next));
        if (without != Safeguard.RECORD_BEFORE_EXPORT || !next.isHeld()) {
            return written;
        }
        return Mono.defer(() -> {
            written.onErrorComplete().subscribe();
            return Mono.just(new Recorded(read.volume(), next, "later", read.attached(), read.requested()));
        });
    }

    @Override
    public Mono<List<Recorded>> all() {
        return ask(cluster.all());
    }

    @Override
    public Mono<Boolean> stands(VolumeId volume, NodeName node) {
        return ask(cluster.stands(volume, node));
    }

    @Override
    public Mono<Void> abandon(VolumeId volume, NodeName node) {
        return ask(cluster.abandon(volume, node).thenReturn(volume)).then();
    }

    @Override
    public Mono<NodeState> state(NodeName node) {
        return ask(cluster.state(node).map(without::seen));
    }

    @Override
    public Flux<NodeName> troubles() {
        return cluster.troubles();
    }

    @Override
    public Mono<Reply> execute(Script script) {
        return steps.step(
                () -> Objects.requireNonNull(device.execute(script).block()),
                () -> new TransportFailure.Doubtful("the RDS's answer was lost"));
    }
}
