package io.srvlab.csi.rds.csi;

import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.GeneratedMessage.ExtendableMessage;
import com.google.protobuf.GeneratedMessage.GeneratedExtension;
import csi.v1.Csi;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Spells the descriptors of an interface file in the words of {@code csi/wire.txt}, one element a line. */
record WireElements(FileDescriptor file) {
    /** Java could not tell these two names apart from the accessors of "parameters"; the wire knows only the number. */
    private static final Map<String, String> RENAMED = Map.of("modify_parameters", "mutable_parameters");

    static String wireName(FieldDescriptor field) {
        return RENAMED.getOrDefault(field.getName(), field.getName());
    }

    Stream<FieldDescriptor> fields() {
        return messages().flatMap(message -> message.getFields().stream());
    }

    Stream<String> lines() {
        return Stream.of(
                        fileLines(),
                        file.getExtensions().stream().map(this::line),
                        file.getServices().stream().flatMap(this::lines),
                        messages().flatMap(this::lines),
                        enums().flatMap(this::lines))
                .flatMap(part -> part);
    }

    private Stream<String> fileLines() {
        var imports = file.getDependencies().stream().map(imported -> "file import " + imported.getFullName());
        return Stream.concat(
                Stream.of(
                        "file package " + file.getPackage(),
                        "file syntax " + file.toProto().getSyntax()),
                imports);
    }

    private Stream<Descriptor> messages() {
        return file.getMessageTypes().stream().flatMap(WireElements::withNested);
    }

    private static Stream<Descriptor> withNested(Descriptor message) {
        var declared = message.getNestedTypes().stream()
                .filter(nested -> !nested.getOptions().getMapEntry());
        return Stream.concat(Stream.of(message), declared.flatMap(WireElements::withNested));
    }

    private Stream<EnumDescriptor> enums() {
        return Stream.concat(
                file.getEnumTypes().stream(), messages().flatMap(message -> message.getEnumTypes().stream()));
    }

    private String line(FieldDescriptor extension) {
        return "extend %s %s = %d %s"
                .formatted(
                        extension.getContainingType().getFullName(),
                        extension.getName(),
                        extension.getNumber(),
                        type(extension));
    }

    private Stream<String> lines(ServiceDescriptor service) {
        var head = "service " + name(service.getFullName()) + alpha(service.getOptions(), Csi.alphaService);
        return Stream.concat(Stream.of(head), service.getMethods().stream().map(this::line));
    }

    private String line(MethodDescriptor rpc) {
        return "rpc " + name(rpc.getFullName()) + " " + stream(rpc.isClientStreaming())
                + name(rpc.getInputType().getFullName()) + " -> " + stream(rpc.isServerStreaming())
                + name(rpc.getOutputType().getFullName()) + alpha(rpc.getOptions(), Csi.alphaMethod);
    }

    private Stream<String> lines(Descriptor message) {
        var head = "message " + name(message.getFullName()) + alpha(message.getOptions(), Csi.alphaMessage);
        return Stream.concat(Stream.of(head), message.getFields().stream().map(this::fieldLine));
    }

    private String fieldLine(FieldDescriptor field) {
        var path = name(field.getContainingType().getFullName()) + "." + wireName(field);
        var label = field.isRepeated() && !field.isMapField() ? "repeated " : "";
        return "field " + path + " = " + field.getNumber() + " " + label + type(field)
                + oneof(field.getContainingOneof())
                + word("secret", field.getOptions(), Csi.csiSecret)
                + alpha(field.getOptions(), Csi.alphaField);
    }

    private Stream<String> lines(EnumDescriptor type) {
        var head = "enum " + name(type.getFullName()) + alpha(type.getOptions(), Csi.alphaEnum);
        return Stream.concat(Stream.of(head), type.getValues().stream().map(this::line));
    }

    private String line(EnumValueDescriptor value) {
        EnumValueDescriptorProto proto = value.toProto();
        return "value " + name(value.getType().getFullName()) + "." + proto.getName() + " = " + proto.getNumber()
                + alpha(value.getOptions(), Csi.alphaEnumValue);
    }

    private String type(FieldDescriptor field) {
        if (field.isMapField()) {
            var entry = field.getMessageType();
            return "map<" + type(entry.findFieldByName("key")) + "," + type(entry.findFieldByName("value")) + ">";
        }
        return switch (field.getJavaType()) {
            case MESSAGE -> name(field.getMessageType().getFullName());
            case ENUM -> name(field.getEnumType().getFullName());
            default -> field.getType().name().toLowerCase(Locale.ROOT);
        };
    }

    private String name(String fullName) {
        var prefix = file.getPackage() + ".";
        return fullName.startsWith(prefix) ? fullName.substring(prefix.length()) : fullName;
    }

    private static String stream(boolean streaming) {
        return streaming ? "stream " : "";
    }

    private static String oneof(OneofDescriptor oneof) {
        return oneof == null ? "" : " oneof " + oneof.getName();
    }

    private static <O extends ExtendableMessage<O>> String alpha(O options, GeneratedExtension<O, Boolean> extension) {
        return word("alpha", options, extension);
    }

    private static <O extends ExtendableMessage<O>> String word(
            String word, O options, GeneratedExtension<O, Boolean> extension) {
        return options.getExtension(extension) ? " " + word : "";
    }
}
