package io.srvlab.csi.rds.routeros;

import org.jspecify.annotations.Nullable;

/** The first line of an item: {@code 31 Bt type=file …}: how many digits its number has, its flag letters, the rest. */
record DetailStart(int digits, String flags, String rest) {
    /** Null when the line is none. Only after a blank line may the first property's name be missing (wrapped). */
    static @Nullable DetailStart of(String line, boolean afterBlank, DetailLegend legend) {
        int from = skip(line, 0, ' ');
        int to = from;
        while (to < line.length() && Character.isDigit(line.charAt(to))) {
            to++;
        }
        boolean number = to > from && (to == line.length() || line.charAt(to) == ' ');
        return number ? afterNumber(line, to, to - from, afterBlank, legend) : null;
    }

    private static @Nullable DetailStart afterNumber(
            String line, int numberEnd, int digits, boolean afterBlank, DetailLegend legend) {
        StringBuilder flags = new StringBuilder();
        int at = skip(line, numberEnd, ' ');
        while (at < line.length()) {
            String word = line.substring(at, wordEnd(line, at));
            if (DetailProperty.keyLength(word) > 0 || word.startsWith(";;;")) {
                return new DetailStart(digits, flags.toString(), line.substring(at));
            }
            if (!isFlags(word, legend)) {
                break;
            }
            flags.append(word);
            at = skip(line, at + word.length(), ' ');
        }
        return afterBlank ? new DetailStart(digits, flags.toString(), line.substring(at)) : null;
    }

    private static boolean isFlags(String word, DetailLegend legend) {
        boolean letters = word.length() <= 8 && word.chars().allMatch(Character::isLetter);
        return letters && (legend.isEmpty() || legend.knows(word));
    }

    private static int wordEnd(String line, int from) {
        int end = line.indexOf(' ', from);
        return end < 0 ? line.length() : end;
    }

    private static int skip(String line, int from, char c) {
        int at = from;
        while (at < line.length() && line.charAt(at) == c) {
            at++;
        }
        return at;
    }
}
