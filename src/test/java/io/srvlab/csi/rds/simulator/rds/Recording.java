package io.srvlab.csi.rds.simulator.rds;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** What a real device printed, line ends apart. */
final class Recording {
    private Recording() {}

    static String of(String name) {
        try (InputStream file = Recording.class.getResourceAsStream("/routeros/" + name + ".txt")) {
            return new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
