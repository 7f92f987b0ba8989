package io.srvlab.csi.rds.simulator.rds;

import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A login name with its options, {@code csi+cet512w}: the user, and the width asked for, 0 if none. */
record LoginName(String user, int width) {
    private static final int NARROWEST = 40;
    private static final int WIDEST = 160;
    private static final Pattern WIDTH = Pattern.compile("(\\d{1,4})w");

    static LoginName of(String text) {
        int plus = text.indexOf('+');
        if (plus < 0) {
            return new LoginName(text, 0);
        }
        String options = text.substring(plus + 1);
        Matcher width = WIDTH.matcher(options);
        boolean valid = options.matches("(\\d*[a-z])*");
        return new LoginName(
                valid ? text.substring(0, plus) : text, valid && width.find() ? Integer.parseInt(width.group(1)) : 0);
    }

    /** The width print wraps at. */
    int columns(Switches switches, RandomGenerator random) {
        if (width > 0 && switches.is(Unknown.SuffixEffective.ON)) {
            return width;
        }
        return switch (switches.of(Unknown.WrapPrint.class)) {
            case AT_80 -> 80;
            case OFF -> 0;
            case RANDOM -> random.nextInt(NARROWEST, WIDEST);
        };
    }
}
