package io.srvlab.csi.rds.simulator.rds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A fault strikes the commands it was armed for. */
class TriggerTest {
    /** One letter for each of so many commands: struck or not. */
    private static String strikes(Trigger trigger, int commands) {
        return IntStream.range(0, commands)
                .mapToObj(n -> trigger.strikes("/disk/" + (n % 2 == 0 ? "add" : "set")) ? "x" : "-")
                .collect(Collectors.joining());
    }

    @Test
    void onceOrAlwaysOrAtTheNth() {
        assertThat(strikes(Trigger.next(), 4)).isEqualTo("x---");
        assertThat(strikes(Trigger.next("set"), 4)).isEqualTo("-x--");
        assertThat(strikes(Trigger.always("add"), 4)).isEqualTo("x-x-");
        assertThat(strikes(Trigger.nth(3), 4)).isEqualTo("--x-");
        assertThat(strikes(Trigger.nth(2, "set"), 4)).isEqualTo("---x");
    }

    @Test
    void chanceIsRepeatableAndAsLikelyAsSaid() {
        String struck = strikes(Trigger.sometimes("", 0.25, 7), 4000);

        assertThat(strikes(Trigger.sometimes("", 0.25, 7), 4000)).isEqualTo(struck);
        assertThat(strikes(Trigger.sometimes("", 0.25, 8), 4000)).isNotEqualTo(struck);
        assertThat(struck.replace("-", "").length()).isBetween(900, 1100);
    }

    @Test
    void chanceStrikesNothingElse() {
        assertThat(strikes(Trigger.sometimes("set", 1, 1), 4)).isEqualTo("-x-x");
        assertThat(strikes(Trigger.sometimes("", 0, 1), 100)).doesNotContain("x");
    }

    @Test
    void aConditionOpensAndEndsTheTimeOfAFault() {
        AtomicBoolean storm = new AtomicBoolean();
        Trigger trigger = Trigger.whenever("add", storm::get);

        assertThat(strikes(trigger, 2)).isEqualTo("--");
        storm.set(true);
        assertThat(strikes(trigger, 4)).isEqualTo("x-x-");
        storm.set(false);
        assertThat(strikes(trigger, 2)).isEqualTo("--");
    }
}
