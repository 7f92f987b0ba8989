package io.srvlab.csi.rds.simulator.rds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The switches decide on status, stream and width. */
class AnswerTest {
    private static Answer failed(Unknown... values) {
        return Answer.of(
                new Outcome("no such item\r\n", true, new Effects()),
                List.of(),
                Switches.defaults().with(values));
    }

    @Test
    void theStatusIsZeroOrTellsOfErrorsOrIsMissing() {
        assertThat(failed().status()).isEqualTo(OptionalInt.of(0));
        assertThat(failed(Unknown.ExitStatus.ONE_ON_ERROR).status()).isEqualTo(OptionalInt.of(1));
        assertThat(failed(Unknown.ExitStatus.MISSING).status()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"STDOUT,true,false", "STDERR,false,true", "BOTH,true,true"})
    void theTextOfAnErrorGoesToAStream(Unknown.ErrorStream stream, boolean out, boolean error) {
        assertThat(failed(stream).out().isEmpty()).isNotEqualTo(out);
        assertThat(failed(stream).error().isEmpty()).isNotEqualTo(error);
    }

    @Test
    void theWidthComesFromTheLoginNameIfThatCounts() {
        Random random = new Random(1);
        LoginName wide = LoginName.of("csi+cet512w");
        assertThat(wide.columns(Switches.defaults(), random)).isEqualTo(512);
        assertThat(wide.columns(Switches.defaults().with(Unknown.SuffixEffective.OFF), random))
                .isEqualTo(80);
        assertThat(LoginName.of("csi").columns(Switches.defaults().with(Unknown.WrapPrint.OFF), random))
                .isZero();
        assertThat(LoginName.of("csi").columns(Switches.defaults().with(Unknown.WrapPrint.RANDOM), random))
                .isNotEqualTo(80)
                .isBetween(40, 160);
        assertThat(LoginName.of("csi+7")).isEqualTo(new LoginName("csi+7", 0));
    }

    @Test
    void whatPutPrintsMayWrapToo() {
        var style = Styles.of(Switches.defaults().with(Unknown.WrapPut.ON), 40, new Random(1));
        assertThat(style.wrapPut()).isTrue();
        assertThat(Styles.of(Switches.defaults(), 40, new Random(1)).wrapPut()).isFalse();
    }
}
