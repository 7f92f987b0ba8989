package io.srvlab.csi.rds.role;

/** What a setting has to be; a wrong one stops the start with one sentence. */
final class Setting {
    private Setting() {}

    static void require(boolean met, String otherwise) {
        if (!met) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
