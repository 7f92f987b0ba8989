package io.srvlab.csi.rds.controller;

import io.srvlab.csi.rds.routeros.Frame;
import io.srvlab.csi.rds.routeros.Reply;
import io.srvlab.csi.rds.routeros.ReplyForm;
import io.srvlab.csi.rds.routeros.RouterOs;
import io.srvlab.csi.rds.routeros.Row;
import io.srvlab.csi.rds.routeros.Script;
import io.srvlab.csi.rds.routeros.TransportFailure;
import io.srvlab.csi.rds.volume.VolumeId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import reactor.core.publisher.Mono;

/** A device that keeps disks and answers by a script's name; it understands no RouterOS, only what the client wants to know. */
final class ShelfRouterOs implements RouterOs {
    static final String OWNER = "lab";
    static final String PATH = "/storage-pool/metal-csi";

    private static final Frame FRAME = new Frame("0123456789", ReplyForm.JSON);
    private static final Pattern VOLUME = Pattern.compile("rds-csi:" + OWNER + ":([A-Za-z0-9-]+)");
    private static final Pattern SIZE = Pattern.compile("file-size=\"(\\d+)\"");
    private static final Pattern COMMENT = Pattern.compile(" comment=\"([^\"]+)\"");
    private static final Pattern FILE = Pattern.compile("file-path=\"([^\"]+)\"");

    final List<String> scripts = new ArrayList<>();
    private final Map<String, Map<String, String>> disks = new TreeMap<>();
    private String failing = "";

    /** From now on scripts of this name are lost on the way; an empty name ends it. */
    void lose(String script) {
        failing = script;
    }

    boolean isExported(VolumeId volume) {
        return disks.get(volume.value()).get("nvme-tcp-export").equals("true");
    }

    /** Somebody switches the export off at the device. */
    void closeByHand(VolumeId volume) {
        disks.get(volume.value()).put("nvme-tcp-export", "false");
    }

    @Override
    public Mono<Reply> execute(Script script) {
        return Mono.defer(() -> {
            if (!script.name().equals("read-version")) {
                scripts.add(script.name());
            }
            return script.name().equals(failing) || failing.equals("*")
                    ? Mono.error(new TransportFailure.Doubtful("the line went dead"))
                    : Mono.just(new Reply.Answer(answer(script)));
        });
    }

    private Map<String, List<Row>> answer(Script script) {
        String text = script.text(FRAME);
        return switch (script.name()) {
            case "read-version" -> section("version", Map.of("value", "7.24 (stable)"));
            case "list-disks" -> inventory();
            case "delete-disk" -> {
                disks.remove(first(VOLUME, text));
                yield section("left", Map.of("value", "0"));
            }
            default -> shown(script.name(), first(VOLUME, text), text);
        };
    }

    private Map<String, List<Row>> shown(String script, String volume, String text) {
        switch (script) {
            case "create-disk" -> disks.computeIfAbsent(volume, id -> made(id, text));
            case "grow-disk" -> change(volume, "size", first(SIZE, text));
            case "open-export" -> change(volume, "nvme-tcp-export", "true");
            case "share-export" -> {
                change(volume, "nvme-tcp-export", "true");
                change(volume, "comment", "rds-csi:" + OWNER + ":" + volume);
            }
            case "close-export" -> {
                change(volume, "nvme-tcp-export", "false");
                change(volume, "comment", "rds-csi:" + OWNER + ":" + volume);
            }
            default -> {}
        }
        Map<String, String> disk = disks.get(volume);
        return disk == null ? Map.of() : section("disk", disk);
    }

    private Map<String, List<Row>> inventory() {
        Map<String, List<Row>> sections = new HashMap<>();
        sections.put("disks", disks.values().stream().map(Row::new).toList());
        sections.put("pool", List.of(new Row(Map.of("size", "1000000000000", "free", "900000000000"))));
        sections.put("failed", List.of(new Row(Map.of("value", "0"))));
        return sections;
    }

    private void change(String volume, String property, String value) {
        disks.computeIfPresent(volume, (id, disk) -> {
            disk.put(property, value);
            return disk;
        });
    }

    private static Map<String, String> made(String volume, String text) {
        return new HashMap<>(Map.of(
                "slot",
                volume,
                "size",
                first(SIZE, text),
                "file-path",
                first(FILE, text),
                "comment",
                first(COMMENT, text),
                "nvme-tcp-export",
                "false",
                "nvme-tcp-server-port",
                "4420",
                "nvme-tcp-server-nqn",
                "nqn.2000-02.com.mikrotik:" + volume));
    }

    private static Map<String, List<Row>> section(String label, Map<String, String> row) {
        return Map.of(label, List.of(new Row(row)));
    }

    private static String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new AssertionError(pattern + " is not in " + text);
        }
        return matcher.group(1);
    }
}
