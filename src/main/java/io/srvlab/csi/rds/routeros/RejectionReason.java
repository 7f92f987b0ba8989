package io.srvlab.csi.rds.routeros;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What kind of rejection a device's error text is; the texts drift between versions, so the raw text is always kept. */
public enum RejectionReason {
    /** Raised by our own script; see {@link Reply.Rejected#marker()}. */
    MARKER("^rds-csi!"),
    /** Found before anything ran: this RouterOS does not know a command or argument. */
    SYNTAX(
            "^(bad command name|expected |syntax error|missing closing|no such command|bad parameter|invalid internal item name)"
                    + "|\\(line [0-9]+ column [0-9]+\\)\\s*$"),
    NOT_PERMITTED("^(not enough permissions|not allowed|permission denied)"),
    INVALID_VALUE(
            "^(input does not match|invalid (value|parameter)|missing (value|required)|unknown parameter|value of )"
                    + "|only available for|too (long|big|small|much)"),
    NO_SPACE(
            "not enough (disk )?space|no space left|(disk|filesystem) (is )?full|out of (disk )?space|insufficient space"),
    DUPLICATE("already have such|already exists|file exists"),
    NO_SUCH_ITEM("no such (item|file)|does not exist|not found"),
    IN_USE("in use|is busy|device busy|could not unmount|stop using it"),
    UNKNOWN("");

    /** Words that some versions and interfaces put in front of the same texts. */
    private static final Pattern PREFIX =
            Pattern.compile("^\\s*((std )?failure|error|script error): *", Pattern.CASE_INSENSITIVE);

    private static final Pattern MARKED = Pattern.compile("^" + Statement.MARKER + "([A-Za-z0-9./-]+)");

    private final Pattern pattern;

    RejectionReason(String pattern) {
        this.pattern = Pattern.compile(pattern, Pattern.CASE_INSENSITIVE);
    }

    /** The first kind, in order of declaration, that the text shows. */
    static RejectionReason of(String text) {
        String bare = bare(text);
        for (RejectionReason reason : values()) {
            if (reason.pattern.matcher(bare).find()) {
                return reason;
            }
        }
        return UNKNOWN;
    }

    static String marker(String text) {
        Matcher marked = MARKED.matcher(bare(text));
        return marked.find() ? marked.group(1) : "";
    }

    /** The console's own complaint about a line that it could not read; null-free: empty when there is none. */
    static String complaint(String text) {
        return text.lines()
                .map(String::strip)
                .filter(line -> of(line) == SYNTAX || of(line) == INVALID_VALUE)
                .findFirst()
                .orElse("");
    }

    private static String bare(String text) {
        return PREFIX.matcher(text).replaceFirst("").strip();
    }
}
