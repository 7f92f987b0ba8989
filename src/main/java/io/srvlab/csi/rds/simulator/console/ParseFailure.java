package io.srvlab.csi.rds.simulator.console;

/** The line cannot be understood, so nothing of it runs. */
final class ParseFailure extends RuntimeException {
    ParseFailure(String text) {
        super(text, null, false, false);
    }

    static ParseFailure at(int column, String text) {
        return new ParseFailure(text + " (line 1 column " + column + ")");
    }
}
