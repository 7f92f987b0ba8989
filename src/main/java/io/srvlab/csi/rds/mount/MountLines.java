package io.srvlab.csi.rds.mount;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads mountinfo (proc(5)) and keeps the lines that have one field of one value; the others, on a busy node thousands, are
 * skipped as bytes. The value is compared in its escaped form, so that nothing is decoded for them.
 */
final class MountLines {
    static final int MAJOR_MINOR = 2;
    static final int MOUNT_POINT = 4;

    private static final int ROOT = 3;
    private static final int OPTIONS = 5;

    private final int field;
    private final byte[] value;
    private final List<MountPoint> found = new ArrayList<>();

    MountLines(int field, String value) {
        this.field = field;
        this.value = escaped(value).getBytes(StandardCharsets.UTF_8);
    }

    /** {@code spare} is scratch space; a line that does not fit gets more. */
    List<MountPoint> read(InputStream in, byte[] spare) throws IOException {
        byte[] buffer = spare;
        int filled = 0;
        for (int n = in.read(buffer); n > 0; n = in.read(buffer, filled, buffer.length - filled)) {
            int start = takeLines(buffer, filled + n);
            filled = filled + n - start;
            System.arraycopy(buffer, start, buffer, 0, filled);
            buffer = filled == buffer.length ? Arrays.copyOf(buffer, 2 * filled) : buffer;
        }
        take(buffer, 0, filled);
        return found;
    }

    private int takeLines(byte[] buffer, int end) {
        int start = 0;
        for (int at = 0; at < end; at++) {
            if (buffer[at] == '\n') {
                take(buffer, start, at);
                start = at + 1;
            }
        }
        return start;
    }

    private void take(byte[] buffer, int start, int end) {
        if (wanted(buffer, start, end)) {
            found.add(parse(new String(buffer, start, end - start, StandardCharsets.UTF_8)));
        }
    }

    private boolean wanted(byte[] buffer, int start, int end) {
        int at = start;
        for (int skip = field; skip > 0 && at < end; at++) {
            skip -= buffer[at] == ' ' ? 1 : 0;
        }
        int after = at + value.length;
        return after < end && buffer[after] == ' ' && Arrays.equals(buffer, at, after, value, 0, value.length);
    }

    /** Between the options and the lone hyphen stand any number of optional fields. */
    private static MountPoint parse(String line) {
        List<String> fields = Arrays.asList(line.split(" ", -1));
        int hyphen = OPTIONS + 1 + fields.subList(OPTIONS + 1, fields.size()).indexOf("-");
        if (hyphen <= OPTIONS || hyphen + 2 >= fields.size()) {
            throw new IllegalStateException("not a line of mountinfo: " + line);
        }
        return new MountPoint(
                Path.of(decoded(fields.get(MOUNT_POINT))),
                fields.get(MAJOR_MINOR),
                decoded(fields.get(ROOT)),
                decoded(fields.get(hyphen + 2)),
                fields.get(hyphen + 1),
                Arrays.asList(fields.get(OPTIONS).split(",", -1)));
    }

    /** The four bytes that the kernel writes in octal in a path (fs/proc_namespace.c). */
    private static String escaped(String text) {
        return text.replace("\\", "\\134")
                .replace(" ", "\\040")
                .replace("\t", "\\011")
                .replace("\n", "\\012");
    }

    private static String decoded(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int at = 0; at < text.length(); at++) {
            boolean octal = text.startsWith("\\", at) && at + 3 < text.length();
            plain.append(octal ? (char) Integer.parseInt(text, at + 1, at + 4, 8) : text.charAt(at));
            at += octal ? 3 : 0;
        }
        return plain.toString();
    }
}
