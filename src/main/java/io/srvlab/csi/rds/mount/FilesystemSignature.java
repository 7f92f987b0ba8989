package io.srvlab.csi.rds.mount;

import java.util.Properties;

/** What tells one filesystem from every other: type and UUID, which stay as long as nobody formats. */
public record FilesystemSignature(String type, String uuid) {
    static FilesystemSignature of(Properties found) {
        return new FilesystemSignature(found.getProperty("TYPE", ""), found.getProperty("UUID", ""));
    }

    /** From its text form; empty where there is none. */
    public static FilesystemSignature parse(String text) {
        int blank = text.indexOf(' ');
        return blank < 0
                ? new FilesystemSignature(text, "")
                : new FilesystemSignature(text.substring(0, blank), text.substring(blank + 1));
    }

    /** Whether it says anything at all. */
    public boolean complete() {
        return !type.isEmpty() && !uuid.isEmpty();
    }

    @Override
    public String toString() {
        return type + (uuid.isEmpty() ? "" : " " + uuid);
    }
}
