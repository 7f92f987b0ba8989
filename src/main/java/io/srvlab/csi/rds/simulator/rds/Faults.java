package io.srvlab.csi.rds.simulator.rds;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Predicate;

/**
 * What goes wrong, as a test decides. Faults of commands are armed with a {@link Trigger}; conditions of the device hold until
 * they are lifted; {@link #reset()} ends them all.
 */
public final class Faults {
    private final List<ArmedFault> armed = new CopyOnWriteArrayList<>();
    private final Set<Condition> conditions = new CopyOnWriteArraySet<>();
    private final Set<String> missingPolicies = new CopyOnWriteArraySet<>();
    private volatile long freeSpace = -1;
    private volatile int takenSessions;

    /** A lasting condition of the whole device. */
    public enum Condition {
        REFUSE_LOGINS,
        REFUSE_CHANNELS,
        /** Channels are neither opened nor refused. */
        IGNORE_CHANNELS,
        /** Connections are accepted and nothing is ever said on them, old ones included. */
        BLACK_HOLE,
        /** Channels are left without an answer while another is open on the same connection. */
        IGNORE_PARALLEL_CHANNELS,
        /** Connections that are not logged in are cut at the client's first word. */
        CUT_HANDSHAKES,
        /** Connections are cut when the client shows its key. */
        CUT_LOGINS,
        /** The output comes before the request is acknowledged. */
        OUTPUT_BEFORE_REPLY,
        /** The exit status comes before the end of the output is announced. */
        STATUS_BEFORE_END,
        POOL_UNMOUNTED,
        RAID_MEMBER_FAILED,
        RAID_REPAIRING
    }

    /** A fault that waits for its command. */
    public record ArmedFault(Fault fault, Trigger trigger, Faults owner) {
        public void disarm() {
            owner.armed.remove(this);
        }
    }

    public ArmedFault arm(Fault fault, Trigger trigger) {
        var waiting = new ArmedFault(fault, trigger, this);
        armed.add(waiting);
        return waiting;
    }

    public ArmedFault rejectNext(String pattern, String text) {
        return arm(new Fault.Rejected(text), Trigger.next(pattern));
    }

    public ArmedFault rejectAlways(String pattern, String text) {
        return arm(new Fault.Rejected(text), Trigger.always(pattern));
    }

    public ArmedFault hangUpBefore(int n) {
        return arm(new Fault.HangUpBefore(), Trigger.nth(n));
    }

    public ArmedFault hangUpAfter(int n) {
        return arm(new Fault.HangUpAfter(), Trigger.nth(n));
    }

    public ArmedFault cutInMiddle(int n, int bytes) {
        return arm(new Fault.CutAnswer(bytes), Trigger.nth(n));
    }

    public ArmedFault loseAnswerNext(String pattern) {
        return arm(new Fault.CutAnswer(0), Trigger.next(pattern));
    }

    public ArmedFault answerAfter(Duration delay) {
        return arm(new Fault.Late(delay), Trigger.always(""));
    }

    public ArmedFault neverAnswerNext(String pattern) {
        return arm(new Fault.NeverAnswers(), Trigger.next(pattern));
    }

    public ArmedFault halfDoneAdd(HalfDone reached) {
        return arm(new Fault.HalfAdd(reached), Trigger.next("/disk/add"));
    }

    /** The disk goes, and its file cannot be removed afterwards. */
    public ArmedFault halfDoneRemove() {
        return rejectNext("/file/remove", "failure: execution error");
    }

    /** Commands that match, such as {@code /disk/set nvme-tcp-export=no}, answer as if done and do nothing. */
    public ArmedFault ignoreNext(String pattern) {
        return arm(new Fault.Ignored(), Trigger.next(pattern));
    }

    public ArmedFault halfDoneCopy(CopyFlaw flaw) {
        return arm(new Fault.HalfCopy(flaw), Trigger.next("/disk/copy"));
    }

    public void begin(Condition condition) {
        conditions.add(condition);
    }

    public void end(Condition condition) {
        conditions.remove(condition);
    }

    public boolean holds(Condition condition) {
        return conditions.contains(condition);
    }

    /** The pool shows this much free space, whatever is in it. */
    public void pretendFreeSpace(long bytes) {
        freeSpace = bytes;
    }

    /** Other people's sessions, which count against the limit. */
    public void sessionsTakenByOthers(int sessions) {
        takenSessions = sessions;
    }

    /** The user loses a policy such as {@code write} in mid-session. */
    public void takeAwayPolicy(String policy) {
        missingPolicies.add(policy);
    }

    public void reset() {
        armed.clear();
        conditions.clear();
        missingPolicies.clear();
        freeSpace = -1;
        takenSessions = 0;
    }

    /** Whether no command can go wrong. */
    boolean isQuiet() {
        return armed.isEmpty();
    }

    OptionalLong freeSpace() {
        return freeSpace < 0 ? OptionalLong.empty() : OptionalLong.of(freeSpace);
    }

    int takenSessions() {
        return takenSessions;
    }

    boolean poolUnmounted() {
        return holds(Condition.POOL_UNMOUNTED);
    }

    boolean lacks(String policy) {
        return missingPolicies.contains(policy);
    }

    /** The faults that strike this command line as a whole. */
    List<Fault> ofLine(String line) {
        return struck(line, fault -> !isInside(fault));
    }

    /** The text to fail with where this command would do its work. */
    Optional<String> rejection(String operation) {
        return struck(operation, fault -> fault instanceof Fault.Rejected).stream()
                .map(fault -> ((Fault.Rejected) fault).text())
                .findFirst();
    }

    boolean ignores(String operation) {
        return !struck(operation, Fault.Ignored.class::isInstance).isEmpty();
    }

    Optional<CopyFlaw> copyFlaw() {
        return Fault.first(struck("/disk/copy", Fault.HalfCopy.class::isInstance), Fault.HalfCopy.class)
                .map(Fault.HalfCopy::flaw);
    }

    Optional<HalfDone> halfDoneAdd() {
        return struck("/disk/add", fault -> fault instanceof Fault.HalfAdd).stream()
                .map(fault -> ((Fault.HalfAdd) fault).reached())
                .findFirst();
    }

    private static boolean isInside(Fault fault) {
        return switch (fault) {
            case Fault.Rejected rejected -> true;
            case Fault.Ignored ignored -> true;
            case Fault.HalfAdd half -> true;
            case Fault.HalfCopy half -> true;
            default -> false;
        };
    }

    private List<Fault> struck(String command, Predicate<Fault> kind) {
        return isQuiet()
                ? List.of()
                : armed.stream()
                        .filter(waiting ->
                                kind.test(waiting.fault()) && waiting.trigger().strikes(command))
                        .map(ArmedFault::fault)
                        .toList();
    }
}
