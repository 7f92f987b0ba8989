package io.srvlab.csi.rds.volume;

import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * One making of a volume. A new volume carries it as its mark of freshness until it is first given back: while the mark is
 * there nobody can have used the volume before, and a node may format it once.
 */
public record Generation(String value) {
    private static final Pattern TOKEN = Pattern.compile("[0-9a-f]{16}");

    public Generation {
        if (!TOKEN.matcher(value).matches()) {
            throw new IllegalArgumentException("'" + value + "' is no generation");
        }
    }

    /** One that no volume has had. It is no secret. */
    public static Generation next() {
        return new Generation(
                HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()));
    }

    /** Text that is not exactly a generation is none: without one nothing is ever formatted. */
    public static Optional<Generation> in(String text) {
        return TOKEN.matcher(text).matches() ? Optional.of(new Generation(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
