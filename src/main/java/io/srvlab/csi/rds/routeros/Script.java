package io.srvlab.csi.rds.routeros;

import java.util.List;

/**
 * What one exec does, as one line: statements inside {@code :onerror}, framed by marks. {@code name} is a short constant such
 * as {@code create-disk}, for metrics and messages; {@code writes} tells whether it may change the device.
 */
public record Script(String name, boolean writes, List<Statement> statements) {
    /** The console refuses scripts above 64 kB. */
    public static final int MAX_LENGTH = 64_000;

    public Script {
        statements = List.copyOf(statements);
    }

    public static Script reading(String name, Statement... statements) {
        return new Script(name, false, List.of(statements));
    }

    public static Script writing(String name, Statement... statements) {
        return new Script(name, true, List.of(statements));
    }

    public static Script writing(String name, List<Statement> statements) {
        return new Script(name, true, statements);
    }

    /** The line to send. */
    public String text(Frame frame) {
        String error = Quoted.name("e");
        String text = ":onerror " + error + " in={ " + frame.begin() + "; " + body(frame) + frame.ok() + " } do={ "
                + frame.error(error) + " }";
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "script " + name + " is " + text.length() + " characters long; the console takes " + MAX_LENGTH);
        }
        return text;
    }

    private String body(Frame frame) {
        return statements.isEmpty() ? "" : Statement.block(statements, frame) + "; ";
    }
}
