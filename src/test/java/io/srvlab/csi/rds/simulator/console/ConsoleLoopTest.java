package io.srvlab.csi.rds.simulator.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Loops, early ends, and parts of values. */
class ConsoleLoopTest {
    private final Console console = new Console(List.of(), ConsoleStyle.deviceLike());

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u0001', textBlock = """
            [:pick "abcde" 1 3]                | bc
            [:pick "abcde" 1]                  | b
            [:pick "abcde" 3 99]               | de
            [:typeof [:pick "abcde" 7]]        | nil
            [:typeof [:pick "abcde" 3 2]]      | nil
            [:pick (1,2,3,4) 1 3]              | 2;3
            [:pick (1,2,3,4) 2]                | 3
            [:typeof [:pick (1,2,3,4) 2]]      | num
            [:return 5]                        | 5
            """)
    void partsOfValues(String expression, String printed) {
        assertThat(output(":put " + expression)).isEqualTo(printed + "\r\n");
    }

    @Test
    void forCountsUpOrDownBothEndsIncluded() {
        assertThat(output(":for i from=1 to=3 do={ :put $i }")).isEqualTo("1\r\n2\r\n3\r\n");
        assertThat(output(":for i from=6 to=1 step=-2 do={ :put $i }")).isEqualTo("6\r\n4\r\n2\r\n");
        assertThat(output(":for i from=2 to=1 do={ :put $i }")).isEmpty();
    }

    @Test
    void whileLooksAtItsConditionEachTime() {
        assertThat(output(":local n 3; :while ($n > 0) do={ :put $n; :set n ($n - 1) }"))
                .isEqualTo("3\r\n2\r\n1\r\n");
    }

    @Test
    void returnEndsTheLineWithoutAnError() {
        ConsoleResult result = console.run(":put 1; :for i from=1 to=9 do={ :if ($i = 2) do={ :return $i } }; :put 2");

        assertThat(result).isEqualTo(new ConsoleResult("1\r\n", false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {":while (1 = 1) do={}", ":for i from=1 to=2 step=0 do={}", ":for i from=0 to=99999999 do={}"})
    void aLoopThatDoesNotEndIsEnded(String line) {
        assertThat(console.run(line)).isEqualTo(new ConsoleResult("action timed out\r\n", true));
    }

    @ParameterizedTest
    @ValueSource(strings = {":put [:pick \"abc\" x]", ":for i from=a to=2 do={}", ":while 5 do={}"})
    void whatIsNoNumberOrConditionIsAnError(String line) {
        assertThat(console.run(line).failed()).isTrue();
    }

    private String output(String line) {
        ConsoleResult result = console.run(line);
        assertThat(result.failed()).as(result.output()).isFalse();
        return result.output();
    }
}
