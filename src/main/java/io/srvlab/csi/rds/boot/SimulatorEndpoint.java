package io.srvlab.csi.rds.boot;

import io.srvlab.csi.rds.simulator.rds.Faults.Condition;
import io.srvlab.csi.rds.simulator.rds.RdsSimulator;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/** The simulated RDS for a person with curl: how it is, and what should go wrong with it. */
@Endpoint(id = "simulator")
public final class SimulatorEndpoint {
    private static final Duration DOWNTIME = Duration.ofSeconds(10);

    private final RdsSimulator device;

    public SimulatorEndpoint(RdsSimulator device) {
        this.device = device;
    }

    @ReadOperation
    public Map<String, Object> state() {
        return Map.of(
                "version", device.settings().version(),
                "port", device.port(),
                "hostKey", device.hostKeyLine(),
                "directory", device.settings().directory().toString(),
                "switches", device.switches().named(),
                "sessions", device.sessions(),
                "execs", device.history().count(),
                "busyMicros", device.history().busy().toNanos() / 1000,
                "exports", device.exports().nqns(),
                "violations", device.violations());
    }

    /**
     * {@code away} and {@code back} (SSH only), {@code reboot} (ten seconds, exports too), {@code reset}, or a lasting
     * condition such as {@code pool-unmounted}, {@code raid-member-failed}, {@code black-hole}, {@code refuse-logins}.
     */
    @WriteOperation
    public Map<String, Object> act(String action) {
        switch (action) {
            case "away" -> device.stopListening();
            case "back" -> device.startListening();
            case "reboot" -> device.reboot(DOWNTIME);
            case "reset" -> device.faults().reset();
            default ->
                device.faults()
                        .begin(Condition.valueOf(action.toUpperCase(Locale.ROOT).replace('-', '_')));
        }
        return state();
    }
}
