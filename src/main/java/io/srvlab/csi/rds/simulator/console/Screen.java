package io.srvlab.csi.rds.simulator.console;

/** Collects what one line prints; every line ends in CR LF. */
final class Screen {
    private static final String END = "\r\n";

    private final StringBuilder printed = new StringBuilder();

    void line(String text) {
        printed.append(text).append(END);
    }

    /** As a serial console shows a long line: cut at the width, without an indent. */
    void cutLine(String text, int width) {
        int at = 0;
        for (; text.length() - at > width; at += width) {
            line(text.substring(at, at + width));
        }
        line(text.substring(at));
    }

    String printed() {
        return printed.toString();
    }
}
