package io.srvlab.csi.rds.routeros;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/** A random {@code print detail} and what it means: written for the tests, from the device samples, not from the parser. */
final class DetailListing {
    private static final List<String> BARE =
            List.of("file-path", "type", "raid-master", "fs", "use", "mount-filesystem");
    private static final List<String> TEXT = List.of("slot", "model", "nvme-tcp-server-nqn", "mount-point", "state");
    private static final List<String> NUMBER =
            List.of("size", "free", "total-inodes", "nvme-tcp-server-port", "file-offset");
    private static final String LETTERS = "abcxyz0189-._:/ABC";

    private final Random random;
    private final List<Row> rows = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    DetailListing(Random random, int items) {
        this.random = random;
        boolean legend = random.nextBoolean();
        text.append(legend ? "Flags: X - DISABLED; B - BLOCK-DEVICE, M - MOUNTED\r\n       r - RAID-MEMBER\r\n" : "");
        int index = random.nextInt(2000);
        for (int i = 0; i < items; i++) {
            item(index + i, legend);
        }
    }

    String text() {
        return text.toString();
    }

    List<Row> rows() {
        return rows;
    }

    private void item(int index, boolean legend) {
        Map<String, String> values = values();
        String words = values.keySet().stream()
                .map(key -> key + "=" + printed(key, values.get(key)))
                .collect(Collectors.joining(" "));
        boolean block = legend && random.nextBoolean();
        if (block) {
            values.put("block-device", "true");
        }
        String prefix = "%2d %s  ".formatted(index, block ? "B" : " ");
        text.append(wrapped(prefix + words, prefix.length())).append("\r\n\r\n");
        rows.add(new Row(values));
    }

    private Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("type", "file");
        for (int i = 0; i < 10; i++) {
            switch (random.nextInt(3)) {
                case 0 -> values.put(any(BARE), word(1));
                case 1 -> values.put(any(TEXT), random.nextInt(5) == 0 ? "" : word(3) + "=\"" + word(1) + "\\");
                default -> values.put(any(NUMBER), Long.toString(random.nextLong(1L << random.nextInt(1, 50))));
            }
        }
        return values;
    }

    private String printed(String key, String value) {
        if (NUMBER.contains(key)) {
            return value.replaceAll("(?<=[0-9])(?=([0-9]{3})+$)", " ");
        }
        return TEXT.contains(key) ? '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"' : value;
    }

    private String wrapped(String line, int prefix) {
        String indent = " ".repeat(random.nextInt(3) == 0 ? random.nextInt(1, 16) : prefix);
        int width = random.nextInt(45, 200);
        StringBuilder wrapped = new StringBuilder();
        String rest = line;
        while (rest.length() > width) {
            int cut = random.nextBoolean() ? width : random.nextInt(40, width);
            int blank = rest.lastIndexOf(' ', cut);
            boolean atBlank = random.nextBoolean() && blank > 20;
            wrapped.append(rest, 0, atBlank ? blank : cut).append("\r\n").append(indent);
            rest = rest.substring(atBlank ? blank + 1 : cut);
        }
        return wrapped.append(rest).toString();
    }

    private String any(List<String> names) {
        return names.get(random.nextInt(names.size()));
    }

    private String word(int least) {
        return random.ints(random.nextInt(least, 50), 0, LETTERS.length())
                .mapToObj(i -> LETTERS.substring(i, i + 1))
                .collect(Collectors.joining("/p", "/p", "z"));
    }
}
