package io.srvlab.csi.rds.simulator.rds;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was asked and answered can be read, and asked again of another device. */
class HistoryTest {
    @Test
    void aTranscriptCanBeReplayed(@TempDir Path one, @TempDir Path other) {
        TestDevice device = TestDevice.in(one);
        device.add("a", "1G");
        device.type("/disk/print detail where slot=a");
        device.type("/disk/remove nobody");
        String transcript = device.device().history().transcript();

        TestDevice again = TestDevice.in(other);
        Arrays.stream(transcript.split("\n", -1))
                .filter(line -> line.startsWith("> "))
                .forEach(line -> again.type(line.substring(2)));

        assertThat(transcript).contains("slot=\"a\"").contains("no such item");
        assertThat(again.device().history().transcript()).isEqualTo(transcript);
    }
}
