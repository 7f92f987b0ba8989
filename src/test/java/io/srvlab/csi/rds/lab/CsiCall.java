package io.srvlab.csi.rds.lab;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import csi.v1.Csi;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** One CSI call by the name of its RPC, with its request as JSON. */
record CsiCall(String rpc, Duration within, String request) {
    /** What came back: the gRPC code, and the response as one line of JSON or the failure's description. */
    record Answer(Status.Code code, String text) {}

    Answer make(Channel channel) {
        try {
            return new Answer(
                    Status.Code.OK,
                    JsonFormat.printer().omittingInsignificantWhitespace().print(response(channel)));
        } catch (StatusRuntimeException failure) {
            Status status = failure.getStatus();
            return new Answer(status.getCode(), String.valueOf(status.getDescription()));
        } catch (InvalidProtocolBufferException | IllegalArgumentException mistake) {
            return new Answer(Status.Code.INVALID_ARGUMENT, "not sent: " + mistake.getMessage());
        }
    }

    private Message response(Channel channel) throws InvalidProtocolBufferException {
        MethodDescriptor method = method();
        DynamicMessage.Builder message = DynamicMessage.newBuilder(method.getInputType());
        JsonFormat.parser().merge(request, message);
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(within.toMillis(), TimeUnit.MILLISECONDS);
        return ClientCalls.blockingUnaryCall(channel, onTheWire(method), options, message.build());
    }

    private MethodDescriptor method() {
        return Csi.getDescriptor().getServices().stream()
                .flatMap(service -> service.getMethods().stream())
                .filter(method -> method.getName().equals(rpc))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("CSI has no call '" + rpc + "'"));
    }

    private static io.grpc.MethodDescriptor<DynamicMessage, DynamicMessage> onTheWire(MethodDescriptor method) {
        return io.grpc.MethodDescriptor.<DynamicMessage, DynamicMessage>newBuilder()
                .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(io.grpc.MethodDescriptor.generateFullMethodName(
                        method.getService().getFullName(), method.getName()))
                .setRequestMarshaller(ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(method.getInputType())))
                .setResponseMarshaller(ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(method.getOutputType())))
                .build();
    }
}
