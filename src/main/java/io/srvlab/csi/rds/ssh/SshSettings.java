package io.srvlab.csi.rds.ssh;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Where the RDS is, who we are there, and how it proves to be itself. {@code hostKey} is one or more OpenSSH public key lines, or
 * the path of a file with such lines; {@code loginSuffix} is RouterOS console options such as {@code +cet512w}, or nothing.
 */
public record SshSettings(
        String host,
        int port,
        String user,
        Path privateKeyFile,
        String hostKey,
        String loginSuffix,
        Replies replies,
        Sessions sessions,
        Deadlines deadlines) {
    private static final Pattern SUFFIX = Pattern.compile("(\\+([0-9]*[a-z])+)?");
    private static final Pattern USER = Pattern.compile("[^\\s+]{1,64}");

    public SshSettings {
        check(
                !host.isBlank() && host.equals(host.strip()),
                "rds-csi.rds.host is empty; give the address or name of the RDS");
        check(port > 0 && port < 65536, "rds-csi.rds.port " + port + " is none; use 1 to 65535");
        check(
                USER.matcher(user).matches(),
                "rds-csi.rds.user '" + user + "' is no login name; give it without '+' and options");
        // An empty setting is bound as null.
        check(
                !Objects.toString(privateKeyFile, "").isBlank(),
                "rds-csi.rds.private-key-file is empty; give the path of the user's private key");
        check(
                !hostKey.isBlank(),
                "rds-csi.rds.host-key is empty; give the RDS's public host key or a file that holds it");
        check(
                SUFFIX.matcher(loginSuffix).matches(),
                "rds-csi.rds.login-suffix '" + loginSuffix + "' is none; use a form like +cet512w");
    }

    /** How the console is asked to print items; {@code AUTO} falls back to DETAIL where JSON does not work. */
    public enum Replies {
        AUTO,
        JSON,
        DETAIL
    }

    /** How many SSH connections at most, how many commands at a time on each, how many may wait, when an idle one is closed. */
    public record Sessions(int max, int channelsEach, int pending, Duration idleTimeout) {
        public Sessions {
            check(
                    max >= 1 && max <= 1000,
                    "rds-csi.rds.sessions.max is " + max + "; use 1 to 1000, below the RDS's own limit (20)");
            check(
                    channelsEach >= 1 && channelsEach <= 64,
                    "rds-csi.rds.sessions.channels-each is " + channelsEach + "; use 1 to 64");
            check(
                    pending >= 1 && pending <= 1_000_000,
                    "rds-csi.rds.sessions.pending is " + pending + "; use 1 to 1000000");
            check(
                    positive(idleTimeout),
                    "rds-csi.rds.sessions.idle-timeout is " + idleTimeout + "; use a positive time");
        }
    }

    /** How long a connection may take to come up, a reading and a writing command to answer; how long silence is trusted. */
    public record Deadlines(Duration connect, Duration read, Duration write, Duration heartbeat) {
        public Deadlines {
            check(positive(connect), "rds-csi.rds.deadlines.connect is " + connect + "; use a positive time");
            check(positive(read), "rds-csi.rds.deadlines.read is " + read + "; use a positive time");
            check(positive(write), "rds-csi.rds.deadlines.write is " + write + "; use a positive time");
            check(positive(heartbeat), "rds-csi.rds.deadlines.heartbeat is " + heartbeat + "; use a positive time");
        }
    }

    String login() {
        return user + loginSuffix;
    }

    /** For messages. */
    String address() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }

    private static boolean positive(Duration time) {
        return time.isPositive();
    }

    private static void check(boolean valid, String otherwise) {
        if (!valid) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
