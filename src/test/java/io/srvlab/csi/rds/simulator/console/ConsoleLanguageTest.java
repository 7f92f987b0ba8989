package io.srvlab.csi.rds.simulator.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The scripting language: values, variables, expressions and control. */
class ConsoleLanguageTest {
    private final ShelfMenu disks = ShelfMenu.disks()
            .holding(Set.of("MOUNTED"), "slot=pool", "size=7681574174720", "mount-point=pool")
            .holding(Set.of(), "slot=pvc-1", "size=1073741824", "mount-point=");
    private final Console console = new Console(List.of(disks), ConsoleStyle.deviceLike());

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u0001', textBlock = """
            (1 + 2 * 3)                                | 7
            ((1 + 2) * 3)                              | 9
            (7 / 2 - 1)                                | 2
            (-3 + 1)                                   | -2
            ("a" . "b" . 1)                            | ab1
            ("B".":"."n0nce")                          | B:n0nce
            (1 = 1)                                    | true
            ("5" = 5)                                  | false
            ([:tonum "5"] = 5)                         | true
            (3 < 4 and 4 <= 4 && !(5 > 6))             | true
            (1 = 2 or "abc" != "abd")                  | true
            (not (1 = 1))                              | false
            ("abc" < "abd")                            | true
            ("pvc-1" ~ "^pvc-[0-9]+\\$")               | true
            ({1;2;3}->1)                               | 2
            ({"a"=1;b="two"}->"b")                     | two
            (1,2,3)                                    | 1;2;3
            [:len (1,2,3)]                             | 3
            [:len "abcd"]                              | 4
            [:typeof 5]                                | num
            [:typeof "5"]                              | str
            [:typeof (1 = 1)]                          | bool
            [:typeof *2B]                              | id
            [:typeof {1;2}]                            | array
            [:typeof [:tonum "abc"]]                   | nil
            [:typeof $missing]                         | nothing
            [:typeof [/disk/find]]                     | array
            [:typeof [/disk/get pool size]]            | num
            [:typeof [:tostr 5]]                       | str
            9223372036854775807                        | 9223372036854775807
            0x10                                       | 16
            """)
    void valuesAndOperators(String expression, String printed) {
        assertThat(output(":put " + expression)).isEqualTo(printed + "\r\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u0001', ignoreLeadingAndTrailingWhitespace = true, textBlock = """
            "a\\"b\\\\c\\$d"              | a"b\\c$d
            "tab\\_blank"                 | tab blank
            "\\41\\42"                    | AB
            "\\C3\\A9"                    | é
            "x$[:len "abc"]y$(1 + 1)z"    | x3y2z
            """)
    void stringsWithEscapesAndExpansions(String string, String printed) {
        assertThat(output(":put " + string)).isEqualTo(printed + "\r\n");
    }

    @Test
    void controlCharactersArriveAsWritten() {
        assertThat(output(":put \"a\\nb\\rc\\td\"")).isEqualTo("a\nb\rc\td\r\n");
    }

    @Test
    void variablesLiveInTheirBlock() {
        assertThat(output(":local x 5; { :local x 6; :local y 7; :put \"$x$y\" }; :put \"$x-$y\""))
                .isEqualTo("67\r\n5-\r\n");
    }

    @Test
    void setReachesTheOuterVariable() {
        assertThat(output(":local n 0; :foreach i in=(1,2,3) do={ :set n ($n + $i) }; :put $n"))
                .isEqualTo("6\r\n");
    }

    @Test
    void ifChoosesItsBranch() {
        assertThat(output(":if (1 = 1) do={ :put yes1 } else={ :put no1 }; :if (1 = 2) do={ :put a } else={:put b}"))
                .isEqualTo("yes1\r\nb\r\n");
    }

    @Test
    void foreachGivesKeysAndValues() {
        assertThat(output(":foreach k,v in={a=1;b=2} do={ :put \"$k:$v\" }")).isEqualTo("a:1\r\nb:2\r\n");
    }

    @Test
    void foreachOverItemsReadsEachOfThem() {
        assertThat(output(":foreach i in=[/disk/find where size>2000000000] do={ :put [/disk/get $i slot] }"))
                .isEqualTo("pool\r\n");
    }

    @Test
    void delayIsHandedToTheOneWhoWaits() {
        List<Duration> waits = new ArrayList<>();
        Console waiting = new Console(List.of(), ConsoleStyle.deviceLike(), waits::add);

        assertThat(waiting.run(":delay 3s; :delay 1m30s; :delay 500ms; :delay 2")
                        .failed())
                .isFalse();
        assertThat(waits)
                .containsExactly(
                        Duration.ofSeconds(3), Duration.ofSeconds(90), Duration.ofMillis(500), Duration.ofSeconds(2));
    }

    @Test
    void onerrorPutsTheMessageIntoItsVariable() {
        assertThat(output(":onerror e in={ :put 1; :error \"out of luck\"; :put 2 } do={ :put \"ER:$e\" }; :put 3"))
                .isEqualTo("1\r\nER:out of luck\r\n3\r\n");
    }

    @Test
    void onerrorAnswersWhetherThereWasAnError() {
        assertThat(output(":put [:onerror e in={ :error x }]; :put [:onerror e in={ }]"))
                .isEqualTo("true\r\nfalse\r\n");
    }

    @Test
    void doCatchesWithOnError() {
        assertThat(output(":do { :error x } on-error={ :put caught }")).isEqualTo("caught\r\n");
    }

    @Test
    void parseAnswersWithACommandOrWithTheError() {
        assertThat(output(":put [:parse \"/disk/add slot=x\"]; :put [:parse \"/disk/add no-such-arg=1\"]"))
                .isEqualTo("(evl /disk/add slot=x)\r\nexpected end of command (line 1 column 11)\r\n");
    }

    @Test
    void aPathAloneBecomesThePlaceWhereTheBlockGoesOn() {
        assertThat(output("/disk; :put [get pool slot]; print count-only")).isEqualTo("pool\r\n2\r\n");
    }

    private String output(String line) {
        ConsoleResult result = console.run(line);
        assertThat(result.failed()).as(result.output()).isFalse();
        return result.output();
    }
}
