package io.srvlab.csi.rds.routeros;

import org.jspecify.annotations.Nullable;

/**
 * A word of an item, its quotes and escapes undone. {@code joined}: it is the first of its line. {@code key}: what stands before
 * the first bare {@code =}, possibly nothing; null when there is none or it cannot be (the end of) a name.
 */
record DetailWord(boolean joined, @Nullable String key, String value, boolean quoted) {
    String text() {
        return key == null ? value : key + "=" + value;
    }
}
