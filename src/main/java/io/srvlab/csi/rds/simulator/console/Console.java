package io.srvlab.csi.rds.simulator.console;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** A RouterOS console over some menus. It keeps nothing from one line to the next; several threads may use it. */
public final class Console {
    private static final int LONGEST_SCRIPT = 64 * 1024;

    private final MenuTree tree;
    private final ConsoleStyle style;
    private final Consumer<Duration> pause;

    /** A console on which {@code :delay} takes no time. */
    public Console(List<Menu> menus, ConsoleStyle style) {
        this(menus, style, any -> {});
    }

    /** {@code pause} is told how long {@code :delay} is to wait, and returns when that has passed. */
    public Console(List<Menu> menus, ConsoleStyle style, Consumer<Duration> pause) {
        this.tree = new MenuTree(menus);
        this.style = style;
        this.pause = pause;
    }

    /** Runs one line for a user with all policies. */
    public ConsoleResult run(String line) {
        return run(line, true);
    }

    /** Runs one line; a user without the policy {@code write} is refused by commands that change something. */
    public ConsoleResult run(String line, boolean mayWrite) {
        return run(parse(line), mayWrite);
    }

    /** Reads one line without running anything, which needs no lock on whatever the menus show. */
    public ParsedLine parse(String line) {
        try {
            return new ParsedLine(ScriptParser.parse(accepted(line), tree, style.errorStyle()), null);
        } catch (ParseFailure failure) {
            return new ParsedLine(null, failure);
        }
    }

    /** Runs what was parsed; a line that could not be parsed only prints why. */
    public ConsoleResult run(ParsedLine line, boolean mayWrite) {
        Screen screen = new Screen();
        try {
            new Evaluator(screen, style, mayWrite, pause, tree).run(line.script(), new Scope(null));
            return new ConsoleResult(screen.printed(), false);
        } catch (Returned early) {
            return new ConsoleResult(screen.printed(), false);
        } catch (ParseFailure | ConsoleFailure failure) {
            screen.line(BuiltinCommands.text(failure));
            return new ConsoleResult(screen.printed(), true);
        }
    }

    /** Neither several lines nor an endless one. */
    private static String accepted(String line) {
        for (int i = 0; i < line.length(); i++) {
            if (line.charAt(i) == '\r' || line.charAt(i) == '\n') {
                throw ParseFailure.at(i + 1, "syntax error");
            }
        }
        if (line.getBytes(StandardCharsets.UTF_8).length > LONGEST_SCRIPT) {
            throw new ParseFailure("script is longer than 64 kB");
        }
        return line;
    }
}
