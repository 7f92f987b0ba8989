package io.srvlab.csi.rds.host;

/** How a program ended: its exit status and what it printed, each stream cut at 64 KiB. */
public record CommandOutput(int exitStatus, String stdout, String stderr) {
    public boolean ok() {
        return exitStatus == 0;
    }

    /** What it said, for a message: stderr, or stdout when stderr is empty, in one line. */
    public String text() {
        String said = stderr.isBlank() ? stdout : stderr;
        return said.strip().replaceAll("\\s*\\R\\s*", " | ");
    }
}
