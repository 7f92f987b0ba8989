package io.srvlab.csi.rds.routeros;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Spans of time in each of RouterOS's ways to write them. */
class RouterOsTimeTest {
    @ParameterizedTest
    @CsvSource({
        "1w2d03:04:05, P9DT3H4M5S",
        "1w2d3h4m5s, P9DT3H4M5S",
        "00:00:07, PT7S",
        "7s, PT7S",
        "2d, P2D",
        "5m20s, PT5M20S",
        "01:00:00.250, PT1H"
    })
    void allItsWritingsAreRead(String text, Duration span) {
        assertThat(RouterOsTime.parse(text)).contains(span);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "12", "1:2:3", "-5s", "5s7"})
    void anythingElseIsNone(String text) {
        assertThat(RouterOsTime.parse(text)).isEmpty();
    }
}
