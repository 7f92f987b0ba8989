package io.srvlab.csi.rds.rds;

import io.srvlab.csi.rds.routeros.Expression;
import io.srvlab.csi.rds.routeros.Match;
import io.srvlab.csi.rds.routeros.Query;
import io.srvlab.csi.rds.routeros.Reply;
import io.srvlab.csi.rds.routeros.RouterOs;
import io.srvlab.csi.rds.routeros.RouterOsTime;
import io.srvlab.csi.rds.routeros.Row;
import io.srvlab.csi.rds.routeros.Script;
import io.srvlab.csi.rds.routeros.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Watches when the RDS was started. RouterOS begins its log with "router rebooted", or with a line that says "without proper
 * shutdown"; soon after a start a log without either proves nothing, so the start counts as unexpected. Once judged, a start
 * stays judged: the log forgets.
 */
public final class RdsBoots {
    private static final Duration LOG_IS_WHOLE = Duration.ofMinutes(10);
    private static final String UPTIME = "uptime";
    private static final String CRASHED = "crashed";
    private static final String STARTED = "started";
    private static final Script SCRIPT = Script.reading(
            "read-boot",
            Statement.show(UPTIME, new Expression("[/system/resource/get uptime]")),
            Statement.show(CRASHED, logged("without proper shutdown")),
            Statement.show(STARTED, logged("router rebooted")));

    private final RouterOs device;
    private final Clock clock;
    private final AtomicReference<@Nullable RdsBoot> last = new AtomicReference<>();

    public RdsBoots(RouterOs device, Clock clock) {
        this.device = device;
        this.clock = clock;
    }

    /** The last start that was seen; empty before the first look. */
    public Optional<RdsBoot> last() {
        return Optional.ofNullable(last.get());
    }

    /** Asks now; empty when the device does not tell. */
    public Mono<RdsBoot> look() {
        return device.execute(SCRIPT).flatMap(reply -> Mono.justOrEmpty(seen(reply)));
    }

    private Optional<RdsBoot> seen(Reply reply) {
        Instant now = clock.instant();
        boolean crashed = count(reply, CRASHED) > 0;
        return text(reply, UPTIME).flatMap(RouterOsTime::parse).map(uptime -> {
            RdsBoot found = new RdsBoot(now.minus(uptime), crashed || provesNothing(reply, uptime));
            return last.updateAndGet(known -> isStill(known, found, crashed, now) ? known : found);
        });
    }

    /** A log that tells of a crash is another start's than one that did not, however shortly after it. */
    private static boolean isStill(@Nullable RdsBoot known, RdsBoot found, boolean crashed, Instant now) {
        return known != null && known.isSameAs(found, now) && (known.unexpected() || !crashed);
    }

    private static boolean provesNothing(Reply reply, Duration uptime) {
        return count(reply, STARTED) == 0 && uptime.compareTo(LOG_IS_WHOLE) < 0;
    }

    private static Expression logged(String message) {
        return Query.in("/log", Match.regex("message", message)).count();
    }

    private static long count(Reply reply, String label) {
        return reply.rows(label).stream()
                .findFirst()
                .map(row -> row.number("value").orElse(0))
                .orElse(0L);
    }

    private static Optional<String> text(Reply reply, String label) {
        return reply.rows(label).stream().findFirst().map((Row row) -> row.text("value"));
    }
}
