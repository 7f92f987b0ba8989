package io.srvlab.csi.rds.simulator.console;

import org.jspecify.annotations.Nullable;

/** A line that was read: a script to run, or why it is none. */
public final class ParsedLine {
    private final @Nullable Script script;
    private final @Nullable ParseFailure failure;

    ParsedLine(@Nullable Script script, @Nullable ParseFailure failure) {
        this.script = script;
        this.failure = failure;
    }

    Script script() {
        if (script == null) {
            throw failure == null ? new ParseFailure("nothing was parsed") : failure;
        }
        return script;
    }
}
