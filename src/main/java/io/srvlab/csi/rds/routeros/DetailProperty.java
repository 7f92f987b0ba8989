package io.srvlab.csi.rds.routeros;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One {@code key=value} of an item, while its words come in. A word without a key continues the value: with a blank inside a
 * line, without one over a line end. A name cut in two is known by the word that dangles before it: {@code wordAt} and
 * {@code joinAt} are where the last word after a blank and after a line end begin, or -1.
 */
record DetailProperty(String key, String value, boolean quoted, int wordAt, int joinAt) {
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

    private static final DetailProperty NONE = new DetailProperty("", "", false, -1, -1);

    /** The properties of an item; null when one comes twice: these are two items. */
    static @Nullable Map<String, String> read(CharSequence text) {
        Map<String, String> values = new LinkedHashMap<>();
        DetailWords words = new DetailWords(text);
        DetailProperty property = NONE;
        boolean once = true;
        for (DetailWord word = words.next(); word != null; word = words.next()) {
            DetailProperty begun = property.begins(word);
            if (begun != null) {
                once &= property.without(word, begun.key).end(values);
            }
            property = begun == null ? property.with(word) : begun;
        }
        return property.end(values) && once ? values : null;
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

    /** The next property, if the word begins one. */
    private @Nullable DetailProperty begins(DetailWord word) {
        if (word.key() == null) {
            return null;
        }
        String name = word.joined() ? dangling(word.key()) + word.key() : word.key();
        boolean begins = !name.isEmpty() && isStart(name.charAt(0));
        return begins ? new DetailProperty(name, word.value(), word.quoted(), -1, -1) : null;
    }

    /** What at the end of this value is the beginning of the name that goes on with {@code rest}; mostly nothing. */
    private String dangling(String rest) {
        String word = wordAt < 0 ? "" : value.substring(wordAt);
        if (isName(word) && joins(word, rest)) {
            return word;
        }
        // A name cut twice may even begin at a line's start; only a known one is believed.
        String start = joinAt < 0 ? "" : value.substring(joinAt);
        return KNOWN.contains(start + rest) ? start : "";
    }

    private static boolean isName(String word) {
        return !word.isEmpty() && isStart(word.charAt(0)) && word.chars().allMatch(c -> isKey((char) c));
    }

    private static boolean joins(String word, String rest) {
        return KNOWN.contains(word + rest) || word.endsWith("-") || !KNOWN.contains(rest);
    }

    /** This property without the beginning of the next one's name. */
    private DetailProperty without(DetailWord word, String name) {
        int taken = name.length() - (word.key() == null ? 0 : word.key().length());
        String kept = value.substring(0, value.length() - taken);
        boolean blank = taken > 0 && kept.endsWith(" ") && wordAt == kept.length();
        return new DetailProperty(key, blank ? kept.stripTrailing() : kept, quoted, -1, -1);
    }

    private DetailProperty with(DetailWord word) {
        if (word.joined()) {
            return new DetailProperty(key, value + word.text(), quoted || word.quoted(), wordAt, value.length());
        }
        String before = key.isEmpty() ? value : value + " ";
        return new DetailProperty(
                key, before + word.text(), quoted || word.quoted(), word.quoted() ? -1 : before.length(), -1);
    }

    /** False when the item has it already. */
    private boolean end(Map<String, String> values) {
        if (key.isEmpty() && !value.isEmpty()) {
            throw new TransportFailure.Doubtful("an item begins without a property: " + ReplyParser.excerpt(value));
        }
        return key.isEmpty() || values.put(key, quoted ? value : number(value)) == null;
    }

    /** Digit groups are one number. */
    private static String number(String text) {
        boolean groups = text.chars().allMatch(c -> c == ' ' || Character.isDigit(c));
        return groups ? text.replace(" ", "") : text;
    }
}
