package io.srvlab.csi.rds.csi;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import csi.v1.ControllerGrpc;
import csi.v1.Csi;
import csi.v1.IdentityGrpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class CallLogTest {
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(CallLog.class);
    private final CallLog log = new CallLog(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
        logger.setLevel(Level.INFO);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(lines);
    }

    private List<String> written() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private <Q, A> void call(MethodDescriptor<Q, A> method, Q request, Status outcome) {
        ServerCall.Listener<Q> listener = log.interceptCall(
                new SilentCall<>(method), new Metadata(), (call, headers) -> new ServerCall.Listener<>() {
                    @Override
                    public void onHalfClose() {
                        call.close(outcome, new Metadata());
                    }
                });
        listener.onMessage(request);
        listener.onHalfClose();
        listener.onComplete();
    }

    private static Csi.ControllerPublishVolumeRequest publish(String volume) {
        return Csi.ControllerPublishVolumeRequest.newBuilder()
                .setVolumeId(volume)
                .setNodeId("worker-a")
                .putSecrets("password", "hunter2")
                .build();
    }

    @Test
    void oneLineTellsMethodOutcomeTimeVolumeAndNode() {
        call(ControllerGrpc.getControllerPublishVolumeMethod(), publish("vol-1"), Status.OK);
        assertThat(written()).containsExactly("ControllerPublishVolume OK in 0 ms, rpc 1, volume vol-1, node worker-a");
        assertThat(lines.list.getFirst().getMDCPropertyMap()).containsEntry("volume", "vol-1");
    }

    @Test
    void aFailureIsAWarningWithItsWordsAndNoSecret() {
        call(
                ControllerGrpc.getControllerPublishVolumeMethod(),
                publish("vol-1"),
                Status.UNAVAILABLE.withDescription("the RDS is away"));
        assertThat(lines.list.getFirst().getLevel()).isEqualTo(Level.WARN);
        assertThat(written().getFirst()).endsWith(": the RDS is away").doesNotContain("hunter2");
    }

    @Test
    void aBugIsAnErrorWithItsStackTrace() {
        call(
                ControllerGrpc.getControllerPublishVolumeMethod(),
                publish("vol-1"),
                FailureStatus.of(new IllegalStateException("bug")).getStatus());
        assertThat(lines.list).hasSize(1);
        assertThat(lines.list.getFirst().getThrowableProxy().getMessage()).isEqualTo("bug");
    }

    @Test
    void aLineBreakInAnIdForgesNoSecondLine() {
        call(ControllerGrpc.getControllerPublishVolumeMethod(), publish("vol-1\nDeleteVolume OK"), Status.NOT_FOUND);
        assertThat(written().getFirst()).contains("vol-1?DeleteVolume OK").doesNotContain("\n");
    }

    @Test
    void aCancelledCallHasItsLineAndOnlyOne() {
        ServerCall.Listener<Csi.ControllerPublishVolumeRequest> listener = log.interceptCall(
                new SilentCall<>(ControllerGrpc.getControllerPublishVolumeMethod()),
                new Metadata(),
                (call, headers) -> new ServerCall.Listener<>() {});
        listener.onMessage(publish("vol-1"));
        listener.onCancel();
        listener.onCancel();
        assertThat(written()).hasSize(1).first().asString().contains("CANCELLED");
    }

    @Test
    void aProbeThatIsAnsweredIsNotWorthALine() {
        call(IdentityGrpc.getProbeMethod(), Csi.ProbeRequest.getDefaultInstance(), Status.OK);
        assertThat(written()).isEmpty();
    }

    /** A call nobody listens to. */
    private static final class SilentCall<Q, A> extends ServerCall<Q, A> {
        private final MethodDescriptor<Q, A> method;

        SilentCall(MethodDescriptor<Q, A> method) {
            this.method = method;
        }

        @Override
        public void request(int messages) {}

        @Override
        public void sendHeaders(Metadata headers) {}

        @Override
        public void sendMessage(A message) {}

        @Override
        public void close(Status status, Metadata trailers) {}

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public MethodDescriptor<Q, A> getMethodDescriptor() {
            return method;
        }
    }
}
