package io.srvlab.csi.rds.simulator.rds;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A login name with its options, {@code csi+cet512w}: the user, and the width asked for, 0 if none. */
record LoginName(String user, int width) {
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
    int columns(Switches switches) {
        boolean asked = width > 0 && switches.is(Unknown.SuffixEffective.ON);
        int standard = switches.is(Unknown.WrapPrint.AT_80) ? 80 : 0;
        return asked ? width : standard;
    }
}
