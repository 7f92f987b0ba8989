package io.srvlab.csi.rds.boot;

import io.srvlab.csi.rds.simulator.rds.Faults.Condition;
import io.srvlab.csi.rds.simulator.rds.RdsSimulator;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

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
    public WebEndpointResponse<Map<String, Object>> act(String action) {
        Runnable act = actions().get(action);
        if (act == null) {
            String known = String.join(", ", actions().keySet());
            return new WebEndpointResponse<>(
                    Map.of("error", "there is no action '" + action + "'; use one of " + known),
                    WebEndpointResponse.STATUS_BAD_REQUEST);
        }
        act.run();
        return new WebEndpointResponse<>(state());
    }

    private Map<String, Runnable> actions() {
        Map<String, Runnable> actions = new TreeMap<>(Map.of(
                "away",
                device::stopListening,
                "back",
                device::startListening,
                "reboot",
                () -> device.reboot(DOWNTIME),
                "reset",
                () -> device.faults().reset()));
        for (Condition condition : Condition.values()) {
            String name = condition.name().toLowerCase(Locale.ROOT).replace('_', '-');
            actions.put(name, () -> device.faults().begin(condition));
        }
        return actions;
    }
}
