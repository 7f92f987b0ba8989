package io.srvlab.csi.rds.simulator.rds;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the simulated device is made of. Port 0 takes any free port; images and files are real sparse files below the
 * directory; a missing host key file means a host key derived from the seed; switches are named as in {@link Switches#of}.
 */
public record SimulatorSettings(
        int sshPort,
        Path directory,
        String version,
        Duration latency,
        int maxSessions,
        PoolSettings pool,
        LoginSettings login,
        @Nullable Path hostKeyFile,
        long seed,
        Map<String, String> switches) {

    private static final int DEFAULT_SESSIONS = 20;

    public SimulatorSettings {
        version = or(version, "7.24");
        latency = or(latency, Duration.ZERO);
        maxSessions = maxSessions == 0 ? DEFAULT_SESSIONS : maxSessions;
        pool = or(pool, PoolSettings.storagePool());
        login = or(login, new LoginSettings("csi", null));
        switches = Map.copyOf(or(switches, Map.of()));
        require(sshPort >= 0 && sshPort < 65536, "ssh-port is " + sshPort + "; use 0 to 65535");
        require(!latency.isNegative(), "latency is " + latency + "; use a time of 0ms or more");
        require(maxSessions > 0 && maxSessions <= 1000, "max-sessions is " + maxSessions + "; use 1 to 1000");
    }

    private static void require(boolean met, String otherwise) {
        if (!met) {
            throw new IllegalArgumentException("rds-csi.simulator." + otherwise);
        }
    }

    private static <T> T or(@Nullable T given, T otherwise) {
        return given == null ? otherwise : given;
    }

    /** RouterOS 7.24 with its defaults on any free port. */
    public static SimulatorSettings in(Path directory) {
        return new SimulatorSettings(
                0,
                directory,
                "7.24",
                Duration.ZERO,
                DEFAULT_SESSIONS,
                PoolSettings.storagePool(),
                new LoginSettings("csi", null),
                null,
                1,
                Map.of());
    }

    public SimulatorSettings withVersion(String newVersion) {
        return new SimulatorSettings(
                sshPort, directory, newVersion, latency, maxSessions, pool, login, hostKeyFile, seed, switches);
    }

    public SimulatorSettings withLatency(Duration newLatency) {
        return new SimulatorSettings(
                sshPort, directory, version, newLatency, maxSessions, pool, login, hostKeyFile, seed, switches);
    }

    public SimulatorSettings withMaxSessions(int limit) {
        return new SimulatorSettings(
                sshPort, directory, version, latency, limit, pool, login, hostKeyFile, seed, switches);
    }

    public SimulatorSettings withPool(PoolSettings newPool) {
        return new SimulatorSettings(
                sshPort, directory, version, latency, maxSessions, newPool, login, hostKeyFile, seed, switches);
    }

    public SimulatorSettings withLogin(String user, String authorizedKey) {
        var newLogin = new LoginSettings(user, authorizedKey);
        return new SimulatorSettings(
                sshPort, directory, version, latency, maxSessions, pool, newLogin, hostKeyFile, seed, switches);
    }

    /** The host key in the file, which is made and kept there when missing. */
    public SimulatorSettings withHostKeyFile(Path file) {
        return new SimulatorSettings(
                sshPort, directory, version, latency, maxSessions, pool, login, file, seed, switches);
    }

    public SimulatorSettings withSwitches(Switches chosen) {
        return new SimulatorSettings(
                sshPort, directory, version, latency, maxSessions, pool, login, hostKeyFile, seed, chosen.named());
    }
}
