package io.srvlab.csi.rds.simulator.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong, and what is printed then. */
class ConsoleFailureTest {
    private static final String PARTS =
            ":put|/disk| print| where| slot|=|~|\"|$x|[|]|(|)|{|}|;| add| 5|*2B| and |!|->|.|,|\\| find|:foreach| in=| do=";

    private final ShelfMenu disks = ShelfMenu.disks().holding(Set.of(), "slot=pool", "size=5");
    private final Console console = new Console(List.of(disks, ShelfMenu.subvolumes()), ConsoleStyle.deviceLike());

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u0001', textBlock = """
            :bogus 1                              | bad command name bogus (line 1 column 2)
            bogus                                 | bad command name bogus (line 1 column 1)
            /bogus/print                          | bad command name bogus (line 1 column 2)
            /disk/bogus slot=x                    | no such command or directory (bogus)
            /disk/btrfs/transfer/print            | no such command or directory (transfer)
            /disk/add slot=x bogus=1              | expected end of command (line 1 column 18)
            /disk/print bogus                     | expected end of command (line 1 column 13)
            /disk/print where slot=pool detail=x; | ''
            /disk/print where                     | missing value for where
            :put "a" "b"                          | expected end of command (line 1 column 10)
            :put "a" )                            | expected end of command (line 1 column 10)
            :put "open                            | syntax error (line 1 column 11)
            :put "a$ b"                           | syntax error (line 1 column 9)
            :put (1 +                             | syntax error (line 1 column 10)
            :put [:len "a"                        | missing closing bracket (line 1 column 6)
            { :put 1                              | missing closing brace (line 1 column 1)
            :put 1 }                              | syntax error (line 1 column 8)
            """)
    void aLineThatCannotBeUnderstoodPrintsOnlyTheError(String line, String printed) {
        String expected = printed.equals("''") ? "" : printed + "\r\n";
        assertThat(console.run(line).output()).isEqualTo(expected);
    }

    @Test
    void nothingRunsWhenAnyPartOfTheLineIsWrong() {
        ConsoleResult result = console.run(
                ":onerror e in={ :put begin; /disk/add slot=new; /disk/set pool nvme-tcp-server-nqn=x } do={ :put ER }");

        assertThat(result).isEqualTo(new ConsoleResult("expected end of command (line 1 column 64)\r\n", true));
        assertThat(disks.items()).hasSize(1);
    }

    @Test
    void anUnknownArgumentIsNamedInTheOtherStyle() {
        Console other = new Console(
                List.of(disks), ConsoleStyle.deviceLike().withErrorStyle(ConsoleStyle.ErrorStyle.BAD_PARAMETER));

        assertThat(other.run("/disk/add bogus=1").output()).isEqualTo("bad parameter bogus (line 1 column 11)\r\n");
        assertThat(other.run(":put a \"b\"").output()).isEqualTo("expected end of command (line 1 column 8)\r\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u0001', textBlock = """
            :error "my words"                     | my words
            /disk/add slot=pool                   | failure: already have such entry
            /disk/remove nobody                   | no such item
            /disk/remove *FF                      | no such item (4)
            /disk/set 7 comment=x                 | no such item
            /disk/remove                          | missing value(s) of argument(s) numbers
            :put [/disk/get [find slot=x] size]   | no such item
            :put [/disk/get pool bogus]           | input does not match any value of value-name
            :put (1 / 0)                          | division by zero
            :put (1 + "a")                        | cannot calculate with string and integer number
            :put (1 < "a")                        | cannot compare if integer number is less than string
            :if (5) do={}                         | conditional not boolean
            /disk/print where slot~"["            | bad regular expression
            :delay soon                           | invalid value for argument delay-time
            :put [:serialize to=xml 5]            | invalid value for argument to
            :set nowhere 5                        | variable nowhere is not declared
            """)
    void aFailureStopsTheChainWhereItHappens(String command, String text) {
        ConsoleResult result = console.run("/disk; :put before; " + command + "; :put after");

        assertThat(result).isEqualTo(new ConsoleResult("before\r\n" + text + "\r\n", true));
    }

    @Test
    void whatWasDoneBeforeTheFailureStays() {
        console.run("/disk/add slot=a; /disk/add slot=pool; /disk/add slot=b");

        assertThat(disks.items()).hasSize(2);
    }

    @Test
    void aUserWithoutWriteMayOnlyLook() {
        assertThat(console.run("/disk/add slot=x", false).output()).isEqualTo("not enough permissions (9)\r\n");
        assertThat(console.run(":put [/disk/get pool slot]; /disk/monitor-traffic pool once", false)
                        .failed())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {":put 1\n:put 2", ":put 1\r", "\n"})
    void severalLinesFail(String lines) {
        assertThat(console.run(lines).output()).startsWith("syntax error (line 1 column ");
    }

    @Test
    void aScriptAbove64KilobytesIsRefused() {
        assertThat(console.run(":put \"" + "x".repeat(64 * 1024) + "\"").failed())
                .isTrue();
        assertThat(console.run(":put \"" + "x".repeat(60 * 1024) + "\"").failed())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "[", "{", "!", ":put (", ":put [", "\"$(", "-", "/", "->", ":if ("})
    void noNestingIsTooDeepToAnswer(String part) {
        String line = part.repeat(64 * 1024 / part.length() - 10);

        assertThat(console.run(line).failed()).isTrue();
        assertThat(console.run(":put (" + line).failed()).isTrue();
        assertThat(console.run("/disk/print where " + line).failed()).isTrue();
    }

    @Test
    void aLongChainOfOperatorsIsRefusedAndNotTheEndOfTheStack() {
        assertThat(console.run(":put (1" + "+1".repeat(30_000) + ")").failed()).isTrue();
        assertThat(console.run(":put (1" + "->1".repeat(20_000) + ")").failed()).isTrue();
        assertThat(console.run("/disk/print where slot=a" + " or slot=a".repeat(5_000))
                        .failed())
                .isFalse();
    }

    @Test
    void noLineMakesTheConsoleThrow() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String[] parts = PARTS.split("\\|", -1);
        for (int line = 0; line < 20_000; line++) {
            StringBuilder text = new StringBuilder();
            for (int part = random.nextInt(12); part >= 0; part--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            assertThat(console.run(text.toString()).output())
                    .as("seed %d: %s", seed, text)
                    .doesNotContain("null");
        }
    }
}
