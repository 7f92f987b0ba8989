package io.srvlab.csi.rds.routeros;

import java.util.List;
import java.util.stream.Collectors;

/** One step of a {@link Script}. */
public sealed interface Statement {
    /** Text before a marker that our own scripts raise by {@code :error}. */
    String MARKER = "rds-csi!";

    /** The variable that holds what the device said. */
    String REFUSAL = "refusal";

    String text(Frame frame);

    static Statement let(String name, Expression value) {
        return new Line(":local " + Quoted.name(name) + " " + value.text());
    }

    static Statement assign(String name, Expression value) {
        return new Line(":set " + Quoted.name(name) + " " + value.text());
    }

    static Statement run(Command command) {
        return new Line(command.text());
    }

    /** Ends the script; {@link Reply.Rejected#marker()} gives the marker back. */
    static Statement fail(String marker) {
        return new Line(":error " + Quoted.text(MARKER + Quoted.word(marker)));
    }

    /** Inside the second half of {@link #attempt}: ends the script with the device's own rejection. */
    static Statement rethrow() {
        return new Line(":error $" + Quoted.name(REFUSAL));
    }

    static Statement all(Statement... statements) {
        return new Sequence(List.of(statements));
    }

    static Statement when(Expression condition, Statement... then) {
        return new When(condition, List.of(then));
    }

    static Statement forEach(String variable, Expression list, Statement... body) {
        return new ForEach(variable, list, List.of(body));
    }

    /** Runs the body; when the device rejects any of it, runs {@code otherwise} instead of ending the script. */
    static Statement attempt(Statement body, Statement otherwise) {
        return new Attempt(body, otherwise);
    }

    /** Prints the items under a label of one to twelve lower-case letters. */
    static Statement show(String label, Query query) {
        return new Show(label, query);
    }

    /**
     * Prints one value under a label, as the only row with the property {@code value}. Not for lists: the device would join
     * each element on its own; show their {@link Expression#length()} or the items.
     */
    static Statement show(String label, Expression value) {
        return new ShowValue(label, value);
    }

    /** A statement whose text does not depend on the frame. */
    record Line(String line) implements Statement {
        @Override
        public String text(Frame frame) {
            return line;
        }
    }

    /** Several statements as one. */
    record Sequence(List<Statement> statements) implements Statement {
        public Sequence {
            statements = List.copyOf(statements);
        }

        @Override
        public String text(Frame frame) {
            return block(statements, frame);
        }
    }

    /** {@code :if}. */
    record When(Expression condition, List<Statement> then) implements Statement {
        @Override
        public String text(Frame frame) {
            return ":if (" + condition.text() + ") do={ " + block(then, frame) + " }";
        }
    }

    /** {@code :foreach}. */
    record ForEach(String variable, Expression list, List<Statement> body) implements Statement {
        @Override
        public String text(Frame frame) {
            return ":foreach " + Quoted.name(variable) + " in=" + list.text() + " do={ " + block(body, frame) + " }";
        }
    }

    /** {@code :onerror} inside the script. */
    record Attempt(Statement body, Statement otherwise) implements Statement {
        @Override
        public String text(Frame frame) {
            return ":onerror " + Quoted.name(REFUSAL) + " in={ " + body.text(frame) + " } do={ " + otherwise.text(frame)
                    + " }";
        }
    }

    /** A section of items. */
    record Show(String label, Query query) implements Statement {
        @Override
        public String text(Frame frame) {
            return frame.section(label) + "; " + frame.print(query);
        }
    }

    /** A section of one value. */
    record ShowValue(String label, Expression value) implements Statement {
        @Override
        public String text(Frame frame) {
            return frame.section(label) + "; " + frame.print(value);
        }
    }

    static String block(List<Statement> statements, Frame frame) {
        return statements.stream()
                .map(statement -> statement.text(frame))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("; "));
    }
}
