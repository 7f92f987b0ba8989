package io.srvlab.csi.rds.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.srvlab.csi.rds.attachment.AccessClass;
import io.srvlab.csi.rds.attachment.Attachment;
import io.srvlab.csi.rds.attachment.Attachment.Holder;
import io.srvlab.csi.rds.attachment.Migration;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.NodeName;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;

/** An attachment as the text of an annotation. Text that is not exactly of a known version is refused, never guessed at. */
final class AttachmentText {
    private static final int VERSION = 1;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private AttachmentText() {}

    static String of(Attachment attachment) {
        ObjectNode text = JsonNodeFactory.instance
                .objectNode()
                .put("version", VERSION)
                .put("access", attachment.access().name())
                .put("generation", attachment.generation());
        ArrayNode holders = text.putArray("holders");
        attachment.holders().forEach(holder -> put(holder, holders.addObject()));
        if (!attachment.migration().equals(Migration.NONE)) {
            text.putObject("migration")
                    .put("startedAt", attachment.migration().startedAt().toString())
                    .put("timeout", attachment.migration().timeout().toString());
        }
        if (!attachment.detachedAt().equals(Instant.EPOCH)) {
            text.put("detachedAt", attachment.detachedAt().toString());
        }
        return text.toString();
    }

    private static void put(Holder holder, ObjectNode text) {
        text.put("node", holder.node().value())
                .put("readOnly", holder.readOnly())
                .put("since", holder.since().toString());
        if (holder.impatient()) {
            text.put("impatient", true);
        }
    }

    /** Nothing was ever written: nobody holds it. Anything else that cannot be read is a Conflict. */
    static Attachment read(KnownVolume volume) {
        if (volume.attachment().isEmpty()) {
            return Attachment.NOBODY;
        }
        try {
            return attachment(JSON.readTree(volume.attachment()));
        } catch (JsonProcessingException e) {
            throw unreadable(volume, "is no JSON: " + e.getOriginalMessage());
        } catch (Failure | DateTimeException | IllegalArgumentException e) {
            throw unreadable(volume, String.valueOf(e.getMessage()));
        }
    }

    private static Attachment attachment(JsonNode text) {
        if (field(text, "version").intValue() != VERSION) {
            throw new IllegalArgumentException("is of version " + text.get("version") + ", not " + VERSION);
        }
        JsonNode generation = field(text, "generation");
        JsonNode holders = field(text, "holders");
        if (!generation.isIntegralNumber() || !generation.canConvertToLong() || !holders.isArray()) {
            throw new IllegalArgumentException("has generation " + generation + " and holders " + holders);
        }
        return new Attachment(
                AccessClass.valueOf(words(text, "access")),
                holders(holders),
                generation.longValue(),
                text.has("migration") ? migration(text.get("migration")) : Migration.NONE,
                text.has("detachedAt") ? Instant.parse(words(text, "detachedAt")) : Instant.EPOCH);
    }

    private static List<Holder> holders(JsonNode holders) {
        return StreamSupport.stream(holders.spliterator(), false)
                .map(AttachmentText::holder)
                .toList();
    }

    private static Holder holder(JsonNode holder) {
        JsonNode readOnly = field(holder, "readOnly");
        if (!readOnly.isBoolean()) {
            throw new IllegalArgumentException("has readOnly " + readOnly);
        }
        return new Holder(
                new NodeName(words(holder, "node")),
                readOnly.booleanValue(),
                holder.path("impatient").asBoolean(false),
                Instant.parse(words(holder, "since")));
    }

    private static Migration migration(JsonNode migration) {
        return new Migration(Instant.parse(words(migration, "startedAt")), Duration.parse(words(migration, "timeout")));
    }

    private static String words(JsonNode parent, String name) {
        JsonNode field = field(parent, name);
        if (!field.isTextual()) {
            throw new IllegalArgumentException("has '" + name + "' " + field);
        }
        return field.textValue();
    }

    private static JsonNode field(JsonNode parent, String name) {
        JsonNode field = parent.get(name);
        if (field == null || field.isNull()) {
            throw new IllegalArgumentException("has no '" + name + "'");
        }
        return field;
    }

    private static Failure unreadable(KnownVolume volume, String why) {
        return new Failure.Conflict(
                "who holds volume " + volume.volume() + " cannot be told: the annotation " + Annotations.ATTACHMENT
                        + " of PersistentVolume " + volume.name() + " " + why,
                "make sure that no node uses the volume, then remove the annotation; a newer driver may have written it");
    }
}
