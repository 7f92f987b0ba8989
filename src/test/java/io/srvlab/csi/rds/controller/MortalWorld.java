package io.srvlab.csi.rds.controller;

import io.srvlab.csi.rds.attachment.Attachment;
import io.srvlab.csi.rds.attachment.NodeState;
import io.srvlab.csi.rds.attachment.Recorded;
import io.srvlab.csi.rds.controller.SteppedWorld.Safeguard;
import io.srvlab.csi.rds.routeros.Reply;
import io.srvlab.csi.rds.routeros.RouterOs;
import io.srvlab.csi.rds.routeros.Script;
import io.srvlab.csi.rds.volume.NodeName;
import io.srvlab.csi.rds.volume.VolumeId;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** The API server and the device as one controller sees them until it is killed: from then on it asks nothing and hears nothing. */
final class MortalWorld implements OutsideWorld {
    private final FakeCluster cluster;
    private final RouterOs device;
    private final Death death;
    private final Safeguard without;
    private final List<String> asked = new ArrayList<>();
    private final Sinks.Empty<Void> released = Sinks.empty();
    private Mono<?> late = Mono.empty();

    /** At which of its questions a controller is killed, counted from 0, and what becomes of the question. */
    record Death(int at, How how) {
        static final Death NONE = new Death(Integer.MAX_VALUE - 1, How.UNSENT);
    }

    /** What becomes of the last question of a controller that is killed. */
    enum How {
        UNSENT,
        UNHEARD,
        /** It is still on its way, and arrives when others have long gone on. */
        LATE,
        /** The same, and whoever asked still lives and hears the answer. */
        HELD_UP
    }

    MortalWorld(FakeCluster cluster, RouterOs device, Death death, Safeguard without) {
        this.cluster = cluster;
        this.device = device;
        this.death = death;
        this.without = without;
    }

    private boolean isDead() {
        return !isHeldUp() && asked.size() > death.at();
    }

    boolean isHeldUp() {
        return death.how() == How.HELD_UP;
    }

    /** What it has asked, the last question of a dead one included. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    /** What was on its way arrives. */
    void arriveLate() {
        released.tryEmitEmpty();
        late.onErrorComplete().block();
        late = Mono.empty();
    }

    private <T> Mono<T> ask(String what, Mono<T> question) {
        return Mono.defer(() -> {
            if (isDead()) {
                return Mono.never();
            }
            asked.add(what);
            return asked.size() == death.at() + 1 ? lost(question) : question;
        });
    }

    private <T> Mono<T> lost(Mono<T> question) {
        return switch (death.how()) {
            case UNSENT -> Mono.never();
            case UNHEARD -> question.onErrorComplete().then(Mono.never());
            case LATE -> {
                late = question;
                yield Mono.never();
            }
            case HELD_UP -> released.asMono().then(question);
        };
    }

    @Override
    public Mono<Recorded> read(VolumeId volume) {
        return ask("read", cluster.read(volume));
    }

    /** Without the record before the export it would follow; whoever was to write it never comes to that. */
    @Override
    public Mono<Recorded> write(Recorded read, Attachment next) {
        if (without == Safeguard.RECORD_BEFORE_EXPORT && next.isHeld()) {
            return Mono.just(new Recorded(read.volume(), next, "never", read.attached(), read.requested()));
        }
        return ask("write", cluster.write(read, next));
    }

    @Override
    public Mono<List<Recorded>> all() {
        return ask("all", cluster.all());
    }

    @Override
    public Mono<Boolean> stands(VolumeId volume, NodeName node) {
        return ask("stands", cluster.stands(volume, node));
    }

    @Override
    public Mono<Void> abandon(VolumeId volume, NodeName node) {
        return ask("abandon", cluster.abandon(volume, node));
    }

    @Override
    public Mono<NodeState> state(NodeName node) {
        return ask("node", cluster.state(node).map(without::seen));
    }

    @Override
    public Flux<NodeName> troubles() {
        return cluster.troubles();
    }

    @Override
    public Mono<Boolean> oneMachine(VolumeId volume, NodeName source, NodeName target) {
        return ask("pods", Mono.just(true));
    }

    @Override
    public Mono<Boolean> take(VolumeId volume) {
        return ask("wish", Mono.just(false));
    }

    @Override
    public Mono<Reply> execute(Script script) {
        return ask(script.name(), device.execute(script));
    }
}
