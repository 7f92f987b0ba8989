package io.srvlab.csi.rds.routeros;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The {@code key=value} words of one item, put together again over line ends. A word without a key continues the value before
 * it: with a blank inside a line, without one over a line end. A name cut in two is known by the word that dangles before it.
 */
final class DetailProperties {
    /** Names that settle whether a dangling word belongs to the name on the next line; others are decided by their shape. */
    private static final Set<String> KNOWN = Set.of(
            ("type slot slot-default parent fs fs-label fs-uuid model serial fw-version size free total-inodes free-inodes use "
                            + "mount-point mount-filesystem mount-read-only mount-point-template compress sector-size interface "
                            + "raid-type raid-device-count raid-max-component-size raid-chunk-size raid-master raid-role "
                            + "raid-member-failed raid-member-state raid-uuid state nvme-tcp-export nvme-tcp-server-port "
                            + "nvme-tcp-server-nqn nvme-tcp-server-allow-host-name nvme-tcp-server-password iscsi-export "
                            + "nfs-sharing smb-sharing media-sharing media-interface swap file-path file-size file-offset name "
                            + "last-modified creation-time contents comment disabled version uptime partition-number "
                            + "partition-offset partition-size io-errors temperature critical-warning")
                    .split(" "));

    private final Map<String, String> values = new LinkedHashMap<>();
    private final StringBuilder value = new StringBuilder();
    private @Nullable String key;
    private boolean quoted;
    private boolean repeated;
    private int wordAt = -1;
    private int joinAt = -1;

    private DetailProperties() {}

    static DetailProperties read(CharSequence text) {
        DetailProperties properties = new DetailProperties();
        DetailWords words = new DetailWords(text);
        for (DetailWord word = words.next(); word != null; word = words.next()) {
            properties.accept(word);
        }
        properties.end();
        return properties;
    }

    /** How long the name before the first {@code =} is; 0 when the text is no property. */
    static int keyLength(String text) {
        int length = 0;
        while (length < text.length() && isKey(text.charAt(length))) {
            length++;
        }
        boolean property = length > 0 && length < text.length() && text.charAt(length) == '=';
        return property && isStart(text.charAt(0)) ? length : 0;
    }

    static boolean isKey(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
    }

    private static boolean isStart(char c) {
        return Character.isLetter(c) || c == '.';
    }

    Map<String, String> values() {
        return values;
    }

    /** Some property came twice: these are two items. */
    boolean isRepeated() {
        return repeated;
    }

    private void accept(DetailWord word) {
        String name = name(word);
        if (!name.isEmpty() && isStart(name.charAt(0))) {
            end();
            key = name;
            value.append(word.value());
            quoted = word.quoted();
        } else {
            more(word);
        }
    }

    private String name(DetailWord word) {
        if (word.key() == null) {
            return "";
        }
        return word.joined() ? wholeName(word.key()) : word.key();
    }

    private void more(DetailWord word) {
        if (word.joined()) {
            joinAt = value.length();
        } else {
            value.append(key == null ? "" : " ");
            wordAt = value.length();
            joinAt = -1;
        }
        value.append(word.text());
        quoted |= word.quoted();
    }

    /** The name that begins on the line before, if there is such a beginning; it is then taken off the value. */
    private String wholeName(String rest) {
        String word = wordAt < 0 ? "" : value.substring(wordAt);
        if (isName(word) && !quoted && joins(word, rest)) {
            value.setLength(key == null ? 0 : wordAt - 1);
            return word + rest;
        }
        return joinAt < 0 ? rest : afterJoin(rest);
    }

    /** A name cut twice may even begin at a line's start; only a known one is believed. */
    private String afterJoin(String rest) {
        String name = value.substring(joinAt) + rest;
        if (!KNOWN.contains(name)) {
            return rest;
        }
        value.setLength(joinAt);
        return name;
    }

    private static boolean isName(String word) {
        return !word.isEmpty() && isStart(word.charAt(0)) && word.chars().allMatch(c -> isKey((char) c));
    }

    private static boolean joins(String word, String rest) {
        return KNOWN.contains(word + rest) || word.endsWith("-") || !KNOWN.contains(rest);
    }

    private void end() {
        if (key == null && !value.isEmpty()) {
            throw new TransportFailure.Doubtful(
                    "an item begins without a property: " + ReplyParser.excerpt(value.toString()));
        }
        if (key != null && values.put(key, quoted ? value.toString() : number(value.toString())) != null) {
            repeated = true;
        }
        value.setLength(0);
        key = null;
        wordAt = -1;
        joinAt = -1;
    }

    /** Digit groups are one number. */
    private static String number(String text) {
        boolean groups = text.chars().allMatch(c -> c == ' ' || Character.isDigit(c));
        return groups ? text.replace(" ", "") : text;
    }
}
