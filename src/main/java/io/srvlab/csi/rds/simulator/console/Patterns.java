package io.srvlab.csi.rds.simulator.console;

import java.util.HashMap;
import java.util.Map;

/** The expressions of one line, each read once: a script asks for the same disk again and again. */
final class Patterns {
    private final Map<String, TextPattern> known = new HashMap<>();

    TextPattern of(String expression) {
        return known.computeIfAbsent(expression, TextPattern::of);
    }
}
