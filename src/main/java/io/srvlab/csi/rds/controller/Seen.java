package io.srvlab.csi.rds.controller;

import io.srvlab.csi.rds.rds.ExportTurn;
import io.srvlab.csi.rds.rds.OutdatedGeneration;
import io.srvlab.csi.rds.volume.Failure;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * The generation that the device was seen at, unless it is assumed to be at the recorded one. It is behind when a crash came
 * between the record and the device, ahead when one came between the device and the record.
 */
record Seen(long generation) {
    private static final Seen NOT_YET = new Seen(-1);
    private static final int ATTEMPTS = 6;

    /** Runs the attempt, and again from the record on when somebody else was faster or the device stands elsewhere. */
    static <T> Mono<T> decide(Function<Seen, Mono<T>> attempt) {
        return decide(attempt, NOT_YET, ATTEMPTS);
    }

    private static <T> Mono<T> decide(Function<Seen, Mono<T>> attempt, Seen seen, int left) {
        return Mono.defer(() -> attempt.apply(seen)).onErrorResume(error -> switch (error) {
            case OutdatedGeneration outdated ->
                left > 1 ? decide(attempt, new Seen(outdated.onDevice()), left - 1) : Mono.error(outrun());
            case Failure.Busy busy when left > 1 -> decide(attempt, seen, left - 1);
            default -> Mono.error(error);
        });
    }

    boolean isAhead(long recorded) {
        return generation > recorded;
    }

    /** The number of the next change. */
    long next(long recorded) {
        return Math.max(generation, recorded) + 1;
    }

    /** From where the device is to there. */
    ExportTurn turn(long recorded, long next) {
        return new ExportTurn(generation < 0 ? recorded : generation, next);
    }

    /** The device keeps the generation that it has. */
    ExportTurn staying(long recorded) {
        return ExportTurn.at(generation < 0 ? recorded : generation);
    }

    private static Failure outrun() {
        return new Failure.Busy("the volume's export is being changed by somebody else", "try again");
    }
}
