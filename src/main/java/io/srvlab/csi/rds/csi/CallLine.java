package io.srvlab.csi.rds.csi;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;

/**
 * The line about one RPC: method, volume, node, outcome, milliseconds. Requests are never written whole: they carry secrets.
 */
final class CallLine {
    private static final Logger LOG = LoggerFactory.getLogger(CallLog.class);

    /** Asked every few seconds by probes and the kubelet; worth a line only when they fail. */
    private static final Set<String> QUIET = Set.of(
            "Probe",
            "GetPluginInfo",
            "GetPluginCapabilities",
            "ControllerGetCapabilities",
            "NodeGetCapabilities",
            "NodeGetVolumeStats",
            "GetCapacity");

    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1f\\x7f]");

    private final String method;
    private final String rpc;
    private final Clock clock;
    private final long begun;
    private final AtomicBoolean written = new AtomicBoolean();
    private volatile String volume = "";
    private volatile String node = "";

    CallLine(MethodDescriptor<?, ?> method, long number, Clock clock) {
        this.method = Objects.requireNonNullElse(method.getBareMethodName(), method.getFullMethodName());
        this.rpc = Long.toString(number);
        this.clock = clock;
        this.begun = clock.millis();
    }

    void about(Object request) {
        if (request instanceof Message message) {
            String id = text(message, "volume_id");
            volume = id.isEmpty() ? text(message, "name") : id;
            node = text(message, "node_id");
        }
    }

    void write(Status outcome) {
        if (!written.compareAndSet(false, true)) {
            return;
        }
        Map<String, String> about = Map.of("rpc", rpc, "volume", volume, "node", node);
        about.forEach(MDC::put);
        try {
            LOG.atLevel(level(outcome)).setCause(outcome.getCause()).log(line(outcome));
        } finally {
            about.keySet().forEach(MDC::remove);
        }
    }

    private Level level(Status outcome) {
        return switch (outcome.getCode()) {
            case OK -> QUIET.contains(method) ? Level.DEBUG : Level.INFO;
            case INTERNAL, UNKNOWN -> Level.ERROR;
            case UNIMPLEMENTED -> Level.INFO;
            default -> Level.WARN;
        };
    }

    private String line(Status outcome) {
        StringBuilder line = new StringBuilder(method).append(' ').append(outcome.getCode());
        line.append(" in ").append(clock.millis() - begun).append(" ms, rpc ").append(rpc);
        append(line, ", volume ", volume);
        append(line, ", node ", node);
        append(line, ": ", printable(Objects.requireNonNullElse(outcome.getDescription(), ""), 2000));
        return line.toString();
    }

    private static void append(StringBuilder line, String label, String value) {
        if (!value.isEmpty()) {
            line.append(label).append(value);
        }
    }

    private static String text(Message message, String field) {
        FieldDescriptor descriptor = message.getDescriptorForType().findFieldByName(field);
        return descriptor == null ? "" : printable(message.getField(descriptor).toString(), 128);
    }

    private static String printable(String text, int longest) {
        String clean = CONTROL.matcher(text).replaceAll("?");
        return clean.length() <= longest ? clean : clean.substring(0, longest) + "...";
    }
}
