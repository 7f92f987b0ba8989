package io.srvlab.csi.rds.kubernetes;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON merge patches (RFC 7386) of an object's metadata; the API server refuses one whose version is no longer the object's. */
final class MergePatch {
    private MergePatch() {}

    static String of(String version, Map<String, @Nullable String> annotations) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        ObjectNode metadata = patch.putObject("metadata").put("resourceVersion", version);
        ObjectNode changed = metadata.putObject("annotations");
        annotations.forEach(changed::put);
        return patch.toString();
    }

    /** Leaves the object without any finalizer. */
    static String withoutFinalizers(String version) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("metadata").put("resourceVersion", version).putNull("finalizers");
        return patch.toString();
    }
}
