package io.srvlab.csi.rds.simulator.console;

/** {@code :return}: ends the script, or the brackets it stands in, with a value. */
final class Returned extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Value value;

    Returned(Value value) {
        super(null, null, false, false);
        this.value = value;
    }

    Value value() {
        return value;
    }
}
