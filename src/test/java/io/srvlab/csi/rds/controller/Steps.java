package io.srvlab.csi.rds.controller;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * Everything that a controller has asked of the world and not heard of yet. Each question is answered at a time of chance, out of
 * order, also when whoever asked is gone; or it is lost on the way there, or its answer on the way back.
 */
final class Steps {
    private static final int LOST = 1;
    private static final int STALLED = 2;
    /** How long, about, until one of them goes on; the longest outlives everything that was decided meanwhile. */
    private static final int STALLS = Integer.getInteger("fencing.stalls", 120);

    private final Random random;
    private final List<Step<?>> waiting = new ArrayList<>();
    private final List<Step<?>> stalled = new ArrayList<>();

    private record Step<T>(Supplier<T> effect, Supplier<? extends RuntimeException> doubt, MonoSink<T> asker) {
        void run() {
            Mono.fromSupplier(effect).subscribe(asker::success, asker::error);
        }

        void loseAnswer() {
            Mono.fromSupplier(effect).subscribe(done -> fail(), failed -> fail());
        }

        void fail() {
            asker.error(doubt.get());
        }
    }

    Steps(Random random) {
        this.random = random;
    }

    <T> Mono<T> step(Supplier<T> effect, Supplier<? extends RuntimeException> doubt) {
        return Mono.create(asker -> queue().add(new Step<>(effect, doubt, asker)));
    }

    /** Some take their time. */
    private List<Step<?>> queue() {
        return random.nextInt(100) < STALLED ? stalled : waiting;
    }

    boolean isWaiting() {
        if (!stalled.isEmpty() && random.nextInt(STALLS) == 0) {
            waiting.add(stalled.remove(random.nextInt(stalled.size())));
        }
        return !waiting.isEmpty();
    }

    void next() {
        Step<?> step = waiting.remove(random.nextInt(waiting.size()));
        int chance = random.nextInt(100);
        if (chance < LOST) {
            step.fail();
        } else if (chance < 2 * LOST) {
            step.loseAnswer();
        } else {
            step.run();
        }
    }
}
