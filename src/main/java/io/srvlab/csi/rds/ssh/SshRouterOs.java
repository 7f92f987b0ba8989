package io.srvlab.csi.rds.ssh;

import io.srvlab.csi.rds.routeros.Connectivity;
import io.srvlab.csi.rds.routeros.Frame;
import io.srvlab.csi.rds.routeros.RejectionReason;
import io.srvlab.csi.rds.routeros.Reply;
import io.srvlab.csi.rds.routeros.ReplyForm;
import io.srvlab.csi.rds.routeros.ReplyParser;
import io.srvlab.csi.rds.routeros.RouterOs;
import io.srvlab.csi.rds.routeros.Script;
import io.srvlab.csi.rds.routeros.TransportFailure;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;

/**
 * RouterOS over SSH. Nothing happens until a script is executed or {@link #keepConnected()} is subscribed. A cancelled script
 * that was sent runs to its end; one that still waits is not sent.
 */
public final class SshRouterOs implements RouterOs, Connectivity, AutoCloseable {
    private static final Duration POLL = Duration.ofSeconds(5);

    private final SshSettings settings;
    private final Scheduler scheduler;
    private final Supplier<String> nonces;
    private final Loop loop;
    private final SshConnector connector;
    private final SshSessionPool pool;
    private final ConnectionKeeper keeper;
    private volatile int plainEpoch = -1;

    /**
     * Reads the key files once, so that wrong settings stop the start. The scheduler's threads must be allowed to block briefly
     * (a bounded elastic one): names are resolved and packets encrypted there.
     */
    public SshRouterOs(SshSettings settings, Scheduler scheduler) {
        this(settings, scheduler, nonces(new SecureRandom()));
    }

    SshRouterOs(SshSettings settings, Scheduler scheduler, Supplier<String> nonces) {
        check(settings);
        this.settings = settings;
        this.scheduler = scheduler;
        this.nonces = nonces;
        this.loop = new Loop(scheduler);
        this.connector = new SshConnector(settings, loop);
        this.pool = new SshSessionPool(settings, loop, connector);
        this.keeper = new ConnectionKeeper(settings, pool, loop, nonces);
    }

    @Override
    public Mono<Reply> execute(Script script) {
        return Mono.defer(() -> run(script, form())).subscribeOn(scheduler);
    }

    /** Endless: keeps a session alive, and polls for the device every five seconds when it is away. Never fails. */
    public Mono<Void> keepConnected() {
        return Mono.defer(() -> Mono.delay(pause(), scheduler))
                .doFirst(() -> loop.run(keeper::tick))
                .repeat()
                .then();
    }

    /** Up to a tenth shorter, so that a crowd of controllers does not knock in step and none is late. */
    private static Duration pause() {
        return Duration.ofMillis(
                Math.round(POLL.toMillis() * (1 - ThreadLocalRandom.current().nextDouble() / 10)));
    }

    public SshConnection state() {
        return pool.state();
    }

    @Override
    public boolean connected() {
        return state() instanceof SshConnection.Up;
    }

    @Override
    public String reason() {
        return switch (state()) {
            case SshConnection.Up up -> "connected to " + settings.address() + " since " + up.since();
            case SshConnection.Down down -> down.reason();
        };
    }

    @Override
    public Flux<Boolean> changes() {
        return pool.changes()
                .map(state -> state instanceof SshConnection.Up)
                .distinctUntilChanged()
                .onBackpressureLatest();
    }

    @Override
    public void close() {
        loop.run(() -> {
            pool.close();
            connector.close();
            loop.end();
        });
    }

    private ReplyForm form() {
        return switch (settings.replies()) {
            case JSON -> ReplyForm.JSON;
            case DETAIL -> ReplyForm.DETAIL;
            case AUTO -> plainEpoch == pool.epoch() ? ReplyForm.DETAIL : ReplyForm.JSON;
        };
    }

    private Mono<Reply> run(Script script, ReplyForm form) {
        Frame frame = new Frame(nonces.get(), form);
        Duration deadline = script.writes()
                ? settings.deadlines().write()
                : settings.deadlines().read();
        Mono<Answer> answer = ask(script.text(frame), deadline).publishOn(scheduler);
        return answer.flatMap(text -> reply(script, frame, text));
    }

    private Mono<Reply> reply(Script script, Frame frame, Answer answer) {
        boolean mayFallBack = settings.replies() == SshSettings.Replies.AUTO && frame.form() == ReplyForm.JSON;
        try {
            Reply reply = ReplyParser.parse(answer.text(), frame);
            return mayFallBack && lacksJson(reply) ? runPlain(script) : Mono.just(reply);
        } catch (TransportFailure.Doubtful unreadable) {
            return mayFallBack && ReplyParser.isWhole(answer.text(), frame)
                    ? runPlain(script)
                    : Mono.error(doubt(script, answer, unreadable));
        }
    }

    /** Scripts may run again, and this device prints items in the human form only: until it is connected anew. */
    private Mono<Reply> runPlain(Script script) {
        plainEpoch = pool.epoch();
        return run(script, ReplyForm.DETAIL);
    }

    private static boolean lacksJson(Reply reply) {
        return reply instanceof Reply.Rejected rejected
                && rejected.reason() == RejectionReason.SYNTAX
                && (rejected.text().contains("serialize") || rejected.text().contains("options"));
    }

    private TransportFailure doubt(Script script, Answer answer, TransportFailure.Doubtful unreadable) {
        String lost = answer.whole() ? ": " : " lost the connection before the answer was whole: ";
        return new TransportFailure.Doubtful(
                script.name() + " on " + settings.address() + lost + unreadable.getMessage(), unreadable);
    }

    private Mono<Answer> ask(String line, Duration deadline) {
        return Mono.create(sink -> {
            Exec exec = new Exec(line, deadline, new Told(sink));
            sink.onCancel(() -> loop.run(() -> pool.forget(exec)));
            if (!loop.run(() -> pool.submit(exec))) {
                sink.error(new TransportFailure.NotSent("the connection to " + settings.address() + " was shut down"));
            }
        });
    }

    private static void check(SshSettings settings) {
        try {
            Credentials.load(settings);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(Words.of(e), e);
        }
    }

    private static Supplier<String> nonces(SecureRandom random) {
        return () -> Long.toUnsignedString(random.nextLong() | Long.MIN_VALUE, 36);
    }

    /** What came back, and whether the device itself ended it. */
    private record Answer(String text, boolean whole) {}

    /** The outcome, handed to the subscriber. */
    private record Told(MonoSink<Answer> sink) implements Exec.Outcome {
        @Override
        public void answered(String text, boolean whole) {
            sink.success(new Answer(text, whole));
        }

        @Override
        public void failed(TransportFailure failure) {
            sink.error(failure);
        }
    }
}
