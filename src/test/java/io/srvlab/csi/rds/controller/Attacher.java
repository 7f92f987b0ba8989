package io.srvlab.csi.rds.controller;

import io.srvlab.csi.rds.volume.NodeName;
import io.srvlab.csi.rds.volume.VolumeId;
import io.srvlab.csi.rds.volume.VolumeUse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** The VolumeAttachments, and the sidecars that ask a controller about them: any of these about any, at any time. */
final class Attacher {
    private final FakeCluster cluster;
    private final Steps steps;
    private final Random random;
    private final TwoWriterTest.Box box;
    private final Map<String, Integer> seen;
    private final Map<VolumeId, Map<NodeName, Wish>> wishes = new HashMap<>();

    /** A VolumeAttachment: what its publish answered, and whether it is being deleted. */
    static final class Wish {
        private String nqn = "";
        private boolean deleting;

        boolean isAttached() {
            return !nqn.isEmpty() && !deleting;
        }

        String nqn() {
            return nqn;
        }
    }

    Attacher(FakeCluster cluster, Steps steps, Random random, TwoWriterTest.Box box, Map<String, Integer> seen) {
        this.cluster = cluster;
        this.steps = steps;
        this.random = random;
        this.box = box;
        this.seen = seen;
    }

    /** What the VolumeAttachment says, if there is one. */
    Wish of(VolumeId volume, NodeName node) {
        return all(volume).getOrDefault(node, new Wish());
    }

    /** Something becomes of one VolumeAttachment. */
    void happen(VolumeId volume, NodeName node, VolumeUse use, List<ControllerLife> controllers) {
        ControllerLife controller = controllers.get(random.nextInt(controllers.size()));
        int chance = random.nextInt(50);
        Wish wish = all(volume).get(node);
        if (wish == null) {
            all(volume).put(node, new Wish());
            cluster.request(volume, node, false);
        } else if (wish.deleting) {
            unpublish(volume, node, wish, controller);
        } else if (chance < (wish.nqn.isEmpty() ? 4 : 12)) {
            wish.deleting = true;
            cluster.delete(volume, node);
        } else if (wish.nqn.isEmpty() || chance < 20) {
            publish(new PublishVolume(volume, node, use, false, Map.of()), controller);
        }
    }

    /** The VolumeAttachment is gone, whether its volume was given back or not. */
    void lose(VolumeId volume, NodeName node) {
        all(volume).remove(node);
        cluster.withdraw(volume, node);
    }

    /** A call at the controller, which dies with it. */
    <T> void start(ControllerLife controller, Mono<T> call, Consumer<T> answered) {
        controller.calls().removeIf(Disposable::isDisposed);
        controller.calls().add(call.subscribe(answered, this::count));
    }

    void count(String what) {
        seen.merge(what, 1, Integer::sum);
    }

    private void count(Throwable failure) {
        count(failure.getClass().getSimpleName() + " "
                + String.valueOf(failure.getMessage()).replaceAll("(vol|worker)-\\S+", "x"));
    }

    /** What somebody else has deleted is gone here too. */
    private Map<NodeName, Wish> all(VolumeId volume) {
        Map<NodeName, Wish> all = wishes.computeIfAbsent(volume, id -> new HashMap<>());
        all.keySet().retainAll(cluster.requested(volume));
        return all;
    }

    private void publish(PublishVolume request, ControllerLife controller) {
        Mono<String> answer = controller
                .gate()
                .exclusively(request.volume(), controller.publisher().publish(request))
                .map(context -> context.getOrDefault("nvme_nqn", ""));
        start(controller, answer, nqn -> {
            count("published");
            mark(request, nqn);
        });
    }

    /**
     * It goes to the VolumeAttachment of that name, whoever made it; and takes as long as anything else, where that does not matter
     * by what is known of the device.
     */
    private void mark(PublishVolume request, String nqn) {
        Supplier<Boolean> marked = () -> attached(request.volume(), request.node(), nqn);
        if (box.endsOldContexts(request.use())) {
            steps.step(marked, () -> new IllegalStateException("lost"))
                    .onErrorComplete()
                    .subscribe();
        } else {
            marked.get();
        }
    }

    private boolean attached(VolumeId volume, NodeName node, String nqn) {
        Wish now = all(volume).get(node);
        if (now != null) {
            now.nqn = nqn;
            cluster.request(volume, node, true);
        }
        return now != null;
    }

    private void unpublish(VolumeId volume, NodeName node, Wish wish, ControllerLife controller) {
        Mono<Boolean> released = controller
                .gate()
                .exclusively(volume, controller.publisher().unpublish(new UnpublishVolume.FromNode(volume, node)))
                .thenReturn(true);
        start(controller, released, done -> {
            count("unpublished");
            if (all(volume).get(node) == wish) {
                lose(volume, node);
            }
        });
    }
}
