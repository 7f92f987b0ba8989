package io.srvlab.csi.rds.rds;

import static org.assertj.core.api.Assertions.assertThat;

import io.srvlab.csi.rds.MovableClock;
import io.srvlab.csi.rds.simulator.rds.DirectRouterOs;
import io.srvlab.csi.rds.simulator.rds.Switches;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.test.StepVerifier;

/** When the RDS was started, and whether somebody had shut it down before. */
class RdsBootsTest {
    private final MovableClock clock = new MovableClock();
    private final ToldBoot device = new ToldBoot();
    private final RdsBoots boots = new RdsBoots(device, clock);

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        // uptime, lines "without proper shutdown", lines "router rebooted", unexpected
        "00:01:00, 0, 1, false",
        "00:01:00, 1, 0, true",
        "00:01:00, 1, 1, true",
        "00:01:00, 0, 0, true",
        "3w00:00:00, 0, 0, false",
        "3w00:00:00, 1, 0, true"
    })
    void aStartIsExpectedWhenTheLogSaysSoOrHasForgottenIt(String uptime, int crashes, int starts, boolean unexpected) {
        device.says(uptime, crashes, starts);
        assertThat(look().unexpected()).isEqualTo(unexpected);
    }

    @Test
    void whatWasJudgedStaysJudgedWhenTheLogForgets() {
        device.says("00:00:30", 0, 1);
        RdsBoot first = look();
        clock.forward(Duration.ofMinutes(5));
        device.says("00:05:31", 0, 0);
        assertThat(look()).isEqualTo(first);
    }

    @Test
    void aCrashIsOneHoweverShortlyAfterAnOrderlyStart() {
        device.says("00:00:05", 0, 1);
        look();
        clock.forward(Duration.ofSeconds(9));
        device.says("00:00:06", 1, 0);
        assertThat(look().unexpected()).isTrue();
    }

    @Test
    void anOrderlyStartAfterACrashEndsIt() {
        device.says("00:01:00", 1, 0);
        look();
        clock.forward(Duration.ofMinutes(9));
        device.says("00:00:20", 0, 1);
        assertThat(look().unexpected()).isFalse();
    }

    @Test
    void clocksThatPartInMonthsMakeNoNewStart() {
        device.says("00:01:00", 1, 0);
        RdsBoot first = look();
        clock.forward(Duration.ofDays(70));
        device.says("10w00:04:00", 0, 0);
        assertThat(look()).isEqualTo(first);
    }

    @Test
    void onlyWhatWasAttachedBeforeCameUnderIt() {
        device.says("00:01:00", 1, 0);
        Instant start = clock.instant().minus(Duration.ofMinutes(1));
        RdsBoot boot = look();
        assertThat(boot.cameUnder(start.minusSeconds(1))).isTrue();
        assertThat(boot.cameUnder(start.plusSeconds(1))).isFalse();
    }

    @Test
    void aDeviceThatDoesNotTellIsNotJudged() {
        StepVerifier.create(boots.look()).verifyComplete();
        assertThat(boots.last()).isEmpty();
    }

    @Test
    void theSimulatedDeviceTells() {
        RdsBoots ofDevice = new RdsBoots(new DirectRouterOs(directory, Switches.defaults()), clock);
        StepVerifier.create(ofDevice.look().map(RdsBoot::unexpected))
                .expectNext(false)
                .verifyComplete();
    }

    private RdsBoot look() {
        RdsBoot seen = boots.look().block();
        assertThat(boots.last()).contains(seen);
        return seen;
    }
}
