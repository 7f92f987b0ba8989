package io.srvlab.csi.rds.simulator.rds;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Something that goes wrong with one command line. */
public sealed interface Fault {
    /** The connection is cut before the command runs. */
    record HangUpBefore() implements Fault {}

    /** The command runs, and the connection is cut after so many bytes of its answer; none is a lost answer. */
    record CutAnswer(int bytes) implements Fault {}

    /** The connection is reset before the command runs. */
    record Reset() implements Fault {}

    /** The command answers as if it had been done, and changes nothing. */
    record Ignored() implements Fault {}

    /** The command waits until enough others have come. */
    record Gathered(Gathering with) implements Fault {}

    /** The answer is sent, then the connection is cut instead of closing the channel. */
    record HangUpAfter() implements Fault {}

    /** The answer comes in pieces of so many bytes, with a pause after each. */
    record InPieces(int bytes, Duration pause) implements Fault {
        public InPieces {
            if (bytes < 1) {
                throw new IllegalArgumentException("pieces of " + bytes + " bytes; use 1 or more");
            }
        }
    }

    /** The answer comes late; the command has run. */
    record Late(Duration by) implements Fault {}

    /** The command runs and its answer never comes. */
    record NeverAnswers() implements Fault {}

    /** Text in front of the output, such as an echo of the command line or a note. */
    record Garbage(String text) implements Fault {}

    /** The exit status is this one, whatever happened; {@code null} would be a missing one, which {@link NoExitStatus} is. */
    record Exit(int status) implements Fault {}

    /** The exit status follows so much later than the output. */
    record LateStatus(Duration by) implements Fault {}

    /** No exit status is sent. */
    record NoExitStatus() implements Fault {}

    /** The output goes to the error stream. */
    record OnErrorStream() implements Fault {}

    /** The command fails with this text where it would have done its work, so {@code :onerror} can catch it. */
    record Rejected(String text) implements Fault {}

    /** A copy of data ends half-way. */
    record HalfCopy(CopyFlaw flaw) implements Fault {}

    /** An add ends half-way. */
    record HalfAdd(HalfDone reached) implements Fault {}

    /** The first of a kind among those that strike a command. */
    static <F extends Fault> Optional<F> first(List<Fault> faults, Class<F> kind) {
        return faults.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }
}
