package io.srvlab.csi.rds.simulator.rds;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** The namespaces' UUIDs (U23). One that is kept outlives this process; one that is not must not come back with the seed. */
final class NamespaceIdentities {
    private final Map<String, UUID> given = new HashMap<>();
    private final Box box;

    NamespaceIdentities(Box box) {
        this.box = box;
    }

    /** The identity of an export that begins now. */
    UUID of(String diskId, Path image) {
        return switch (box.switches().of(Unknown.NamespaceIdentity.class)) {
            case KEPT -> UUID.nameUUIDFromBytes(image.toString().getBytes(StandardCharsets.UTF_8));
            case NEW_AT_BOOT -> given.computeIfAbsent(diskId, id -> UUID.randomUUID());
            case NEW_AT_EXPORT -> UUID.randomUUID();
        };
    }

    void boot() {
        given.clear();
    }
}
