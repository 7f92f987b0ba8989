package io.srvlab.csi.rds.simulator.console;

/** A command failed at run time with a text such as {@code failure: already have such entry}; {@code :onerror} catches it. */
public final class ConsoleFailure extends RuntimeException {
    public ConsoleFailure(String text) {
        super(text, null, false, false);
    }
}
