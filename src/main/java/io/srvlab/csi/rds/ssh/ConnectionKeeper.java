package io.srvlab.csi.rds.ssh;

import io.srvlab.csi.rds.routeros.TransportFailure;
import java.time.Duration;
import java.util.function.Supplier;

/** Keeps at least one session alive: opens it when there is none, asks silent ones for a sign of life, closes idle ones. */
final class ConnectionKeeper {
    private static final Duration PROBE_DEADLINE = Duration.ofSeconds(5);

    private final SshSettings settings;
    private final SshSessionPool pool;
    private final Loop loop;
    private final Supplier<String> nonces;

    ConnectionKeeper(SshSettings settings, SshSessionPool pool, Loop loop, Supplier<String> nonces) {
        this.settings = settings;
        this.pool = pool;
        this.loop = loop;
        this.nonces = nonces;
    }

    /** On the loop. */
    void tick() {
        if (pool.live().isEmpty()) {
            pool.open();
            return;
        }
        for (SshSession session : pool.live()) {
            if (session.running() == 0) {
                tend(session);
            }
        }
    }

    private void tend(SshSession session) {
        long now = loop.millis();
        boolean idle =
                now - session.usedAt() >= settings.sessions().idleTimeout().toMillis();
        if (idle && pool.live().size() > 1) {
            session.close("idle");
        } else if (now - session.heardAt() >= settings.deadlines().heartbeat().toMillis()) {
            probe(session);
        }
    }

    /** A command, because a device may ignore keepalive@openssh.com; the session closes itself when no answer comes. */
    private void probe(SshSession session) {
        String nonce = nonces.get();
        session.probe(new Exec(":put \"" + nonce + "\"", PROBE_DEADLINE, new Exec.Outcome() {
            @Override
            public void answered(String text, boolean whole) {
                if (!text.replace("\r", "").replace("\n", "").contains(nonce)) {
                    session.close("the heartbeat was answered with something else");
                }
            }

            @Override
            public void failed(TransportFailure failure) {
                session.close("the heartbeat had no answer");
            }
        }));
    }
}
