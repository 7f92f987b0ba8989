package io.srvlab.csi.rds.simulator.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.srvlab.csi.rds.simulator.console.ConsoleStyle.EmptyResult;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Items as values and as JSON. */
class ConsoleSerializeTest {
    private static final String KEEP = "to=json options=json.no-string-conversion";

    private final ShelfMenu disks = ShelfMenu.disks()
            .holding(
                    Set.of("MOUNTED"),
                    "slot=1234",
                    "size=7681574174720",
                    "swap=no",
                    "file-size=53687091200",
                    "comment=")
            .holding(Set.of(), "slot=b", "comment=\u0001tab\t\"quoted\" back\\slash é");

    @Test
    void aPrintAsValueBecomesOneLineOfJson() {
        assertThat(output(":put [:serialize " + KEEP + " [/disk/print detail as-value where slot=1234]]"))
                .isEqualTo("[{\".id\":\"*1\",\"slot\":\"1234\",\"size\":7681574174720,\"swap\":false,"
                        + "\"file-size\":53687091200,\"comment\":\"\",\"block-device\":false,\"mounted\":true,"
                        + "\"swap-enabled\":false,\"guid-partition-table\":false,\"partition\":false,"
                        + "\"raid-member\":false,\"nvme-tcp-export\":false,\"raid-member-failed\":false}]\r\n");
    }

    @Test
    void proplistRestrictsKeysTheIdAndFlagsIncluded() {
        assertThat(output(":put [:serialize " + KEEP
                        + " [/disk/print detail as-value proplist=slot,size,mounted where slot=1234]]"))
                .isEqualTo("[{\"slot\":\"1234\",\"size\":7681574174720,\"mounted\":true}]\r\n");
    }

    @Test
    void stringsThatLookLikeNumbersAreConvertedUnlessForbidden() {
        assertThat(output(":put [:serialize to=json [/disk/print as-value proplist=slot,size where slot=1234]]"))
                .isEqualTo("[{\"slot\":1234.000000,\"size\":7681574174720}]\r\n");
    }

    @Test
    void numbersAndBooleansMayComeAsStrings() {
        Console strings = new Console(List.of(disks), ConsoleStyle.deviceLike().withJsonNumbers(false));

        assertThat(strings.run(":put [:serialize " + KEEP
                                + " [/disk/print as-value proplist=slot,size,swap where slot=1234]]")
                        .output())
                .isEqualTo("[{\"slot\":\"1234\",\"size\":\"7681574174720\",\"swap\":\"false\"}]\r\n");
    }

    @Test
    void specialCharactersAreEscaped() {
        assertThat(output(":put [:serialize " + KEEP + " [/disk/print as-value proplist=comment where slot=b]]"))
                .isEqualTo("[{\"comment\":\"\\u0001tab\\t\\\"quoted\\\" back\\\\slash é\"}]\r\n");
    }

    @ParameterizedTest
    @CsvSource({"BRACKETS,'[]|'", "EMPTY_LINE,'|'", "NOTHING,''"})
    void noMatchIsBracketsAnEmptyLineOrNothing(EmptyResult form, String printed) {
        Console other = new Console(List.of(disks), ConsoleStyle.deviceLike().withEmptyResult(form));

        assertThat(other.run(":put [:serialize " + KEEP + " [/disk/print as-value where slot=gone]]")
                        .output())
                .isEqualTo(printed.replace("|", "\r\n"));
    }

    @Test
    void aPlainPrintSerializesToNothing() {
        assertThat(output(":put [:serialize to=json [/disk/print where slot=gone]]"))
                .isEqualTo("\r\n");
    }

    @Test
    void asValuePrintsNothingByItselfAndTheArrayTextWhenPut() {
        assertThat(output("/disk/print as-value")).isEmpty();
        assertThat(output(":put [/disk/print as-value proplist=.id,slot,size,swap]"))
                .isEqualTo(".id=*1;slot=1234;size=7681574174720;swap=false;.id=*2;slot=b\r\n");
    }

    @Test
    void elementsOfAPrintedArrayAreReached() {
        assertThat(output(":put ([/disk/print as-value where slot=1234]->0->\"size\")"))
                .isEqualTo("7681574174720\r\n");
    }

    @Test
    void theWholeFrameOfTheDriverWorks() {
        String frame = ":onerror e in={ :put (\"B\".\":\".\"n1\"); :put [:serialize " + KEEP
                + " [/disk/print detail as-value proplist=slot where slot=\"%s\"]]; %s:put (\"OK\".\":\".\"n1\") }"
                + " do={ :put (\"ER\".\":\".\"n1\".\":\".$e) }";

        assertThat(output(frame.formatted("b", ""))).isEqualTo("B:n1\r\n[{\"slot\":\"b\"}]\r\nOK:n1\r\n");
        assertThat(output(frame.formatted("b", "/disk/add slot=b; ")))
                .isEqualTo("B:n1\r\n[{\"slot\":\"b\"}]\r\nER:n1:failure: already have such entry\r\n");
    }

    private String output(String line) {
        ConsoleResult result = new Console(List.of(disks), ConsoleStyle.deviceLike()).run(line);
        assertThat(result.failed()).as(result.output()).isFalse();
        return result.output();
    }
}
