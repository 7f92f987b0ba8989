package io.srvlab.csi.rds.routeros;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The {@code Flags:} lines above a listing: which letter is which property. Letters are unique within a menu. */
final class DetailLegend {
    private static final String HEAD = "Flags:";

    private final StringBuilder text = new StringBuilder();
    private volatile @Nullable Map<Character, String> names;

    static boolean startsAt(String line) {
        return line.startsWith(HEAD);
    }

    /** Another line of it; the end of a line ends a group, unless a name was cut. */
    void add(String line) {
        boolean group = line.length() > 3 && line.startsWith(" - ", 1);
        text.append(group ? ";" : "").append(DetailLegend.startsAt(line) ? line.substring(HEAD.length()) : line);
        names = null;
    }

    boolean isEmpty() {
        return text.isEmpty();
    }

    boolean knows(String letters) {
        return letters.chars().allMatch(letter -> names().containsKey((char) letter));
    }

    /** Flags are properties too; where the item prints the property itself, that value stands. */
    void addTo(Map<String, String> values, String letters) {
        letters.chars()
                .mapToObj(letter -> names().get((char) letter))
                .filter(name -> name != null)
                .forEach(name -> values.putIfAbsent(name, "true"));
    }

    private Map<Character, String> names() {
        Map<Character, String> known = names;
        if (known == null) {
            known = read();
            names = known;
        }
        return known;
    }

    private Map<Character, String> read() {
        Map<Character, String> read = new HashMap<>();
        for (String flag : text.toString().split("[;,]", -1)) {
            String entry = flag.strip();
            if (entry.startsWith(" - ", 1)) {
                read.put(entry.charAt(0), entry.substring(4).strip().toLowerCase(Locale.ROOT));
            }
        }
        return read;
    }
}
