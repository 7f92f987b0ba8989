package io.srvlab.csi.rds.simulator.console;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * Bytes as text and back, without loss: what is not UTF-8, as an administrator's comment in an old code page, travels as lone
 * surrogates, one for each byte.
 */
public final class RawText {
    private static final char FIRST = '\uDC80';
    private static final char LAST = '\uDCFF';
    private static final int BASE = 0xDC00;

    private RawText() {}

    static String of(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        for (CoderResult result = decoder.decode(in, out, true);
                result.isError();
                result = decoder.decode(in, out, true)) {
            for (int i = 0; i < result.length(); i++) {
                out.put((char) (BASE + (in.get() & 0xFF)));
            }
        }
        return out.flip().toString();
    }

    /** The bytes that go over the wire. */
    public static byte[] bytes(String text) {
        int raw = nextRaw(text, 0);
        if (raw == text.length()) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        var bytes = new ByteArrayOutputStream();
        int done = 0;
        for (; raw < text.length(); raw = nextRaw(text, done)) {
            bytes.writeBytes(text.substring(done, raw).getBytes(StandardCharsets.UTF_8));
            bytes.write(text.charAt(raw));
            done = raw + 1;
        }
        bytes.writeBytes(text.substring(done).getBytes(StandardCharsets.UTF_8));
        return bytes.toByteArray();
    }

    private static int nextRaw(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= FIRST && c <= LAST && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)))) {
                return i;
            }
        }
        return text.length();
    }
}
