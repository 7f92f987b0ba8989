package io.srvlab.csi.rds.routeros;

import java.util.regex.Pattern;

/**
 * The marks around one script's output. Each mark is {@code letter:nonce}, built on the device by concatenation, so that an
 * echoed command line never looks like an answer. B begins, S opens a section, OK ends well, ER ends with the error text.
 */
public record Frame(String nonce, ReplyForm form) {
    private static final Pattern NONCE = Pattern.compile("[a-z0-9]{8,32}");
    private static final Pattern LABEL = Pattern.compile("[a-z]{1,12}");

    public Frame {
        if (!NONCE.matcher(nonce).matches()) {
            throw new IllegalArgumentException("a nonce is 8 to 32 lower-case letters and digits");
        }
    }

    String begin() {
        return mark("B", "");
    }

    String ok() {
        return mark("OK", "");
    }

    String error(String variable) {
        return ":put (\"ER\".\":\".\"" + nonce + ":\".$" + variable + ")";
    }

    /** {@code S:nonce:label;} */
    String section(String label) {
        if (!LABEL.matcher(label).matches()) {
            throw new IllegalArgumentException("a label is 1 to 12 lower-case letters: " + label);
        }
        return mark("S", ":" + label + ";");
    }

    String print(Query query) {
        return form == ReplyForm.JSON
                ? ":put [:serialize to=json options=json.no-string-conversion " + query.json() + "]"
                : query.detail();
    }

    /** {@code V:value}; in parentheses, because a bare number after the dot would be read as a fraction. */
    String print(Expression value) {
        return ":put (\"V:\".(" + value.text() + "))";
    }

    private String mark(String kind, String rest) {
        return ":put (\"" + kind + "\".\":\".\"" + nonce + rest + "\")";
    }
}
