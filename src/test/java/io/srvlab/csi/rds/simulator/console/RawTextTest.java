package io.srvlab.csi.rds.simulator.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bytes survive as text, whatever they are. */
class RawTextTest {
    @Test
    void anyBytesComeBack() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);
            assertThat(RawText.bytes(RawText.of(bytes))).as("seed %d", seed).isEqualTo(bytes);
        }
    }

    @Test
    void goodTextIsItself() {
        String text = "café \uD83D\uDCBE $5";

        assertThat(RawText.of(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(text);
        assertThat(RawText.bytes(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
    }
}
