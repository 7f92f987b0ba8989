package io.srvlab.csi.rds.routeros;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Replies are read out of whatever surrounds and wraps them, and half a reply is never taken for a whole one. */
class ReplyParserTest {
    private static final Frame JSON = new Frame("a1b2c3d4e5", ReplyForm.JSON);
    private static final Frame DETAIL = new Frame("a1b2c3d4e5", ReplyForm.DETAIL);
    private static final String DISKS =
            "[{\".id\":\"*2B\",\"slot\":\"pvc-1\",\"size\":1099511627776,\"nvme-tcp-export\":true,\"n\":\"1234.000000\","
                    + "\"none\":null,\"list\":[1, {\"a\":\"]\"}],\"comment\":\"a\\nb\"}]";

    @Test
    void valuesKeepTheDevicesOwnCharacters() {
        assertThat(ReplyParser.parse(answer(JSON, DISKS), JSON).rows("disks"))
                .containsExactly(new Row(Map.of(
                        ".id",
                        "*2B",
                        "slot",
                        "pvc-1",
                        "size",
                        "1099511627776",
                        "nvme-tcp-export",
                        "true",
                        "n",
                        "1234.000000",
                        "list",
                        "[1, {\"a\":\"]\"}]",
                        "comment",
                        "a\nb")));
    }

    @Test
    void anEmptyArrayEmptyTextAndNothingAreNoRows() {
        for (String nothing : List.of("[]\r\n", "\r\n", "", "  \r\n")) {
            assertThat(ReplyParser.parse(answer(JSON, nothing), JSON).rows("disks"))
                    .isEmpty();
        }
    }

    @Test
    void echoBannerAndNotesDoNotCount() {
        Script script = Script.reading("x", Statement.show("disks", Query.in("/disk", Match.equal("slot", "a"))));
        String noise = "welcome\r\n" + script.text(JSON) + "\r\nfailure: note\r\n";
        assertThat(ReplyParser.parse(noise + answer(JSON, DISKS), JSON).rows("disks"))
                .hasSize(1);
    }

    @Test
    void aSingleValueIsOneRow() {
        String text = "B:a1b2c3d4e5\r\nS:a1b2c3d4e5:count;\r\nV:*1A\r\nOK:a1b2c3d4e5\r\n";
        assertThat(ReplyParser.parse(text, JSON).rows("count")).containsExactly(new Row(Map.of("value", "*1A")));
        assertThat(ReplyParser.parse(text, DETAIL).rows("count")).containsExactly(new Row(Map.of("value", "*1A")));
    }

    @Test
    void aMarkerComesBackExactlyWithTheSectionsBeforeIt() {
        String text = "B:a1b2c3d4e5\r\nS:a1b2c3d4e5:disks;\r\n[{\"slot\":\"a\"}]\r\nER:a1b2c3d4e5:rds-csi!grown\r\n";
        Reply.Rejected rejected = (Reply.Rejected) ReplyParser.parse(text, JSON);
        assertThat(rejected.marker()).isEqualTo("grown");
        assertThat(rejected.reason()).isEqualTo(RejectionReason.MARKER);
        assertThat(rejected.rows("disks")).hasSize(1);
    }

    @Test
    void anErrorTextWithoutItsLineEndMayBeHalf() {
        assertThatThrownBy(() -> ReplyParser.parse("B:a1b2c3d4e5\r\nER:a1b2c3d4e5:rds-csi!gro", JSON))
                .isInstanceOf(TransportFailure.Doubtful.class);
    }

    @Test
    void aConsoleErrorWithoutMarksIsASyntaxError() {
        Reply reply = ReplyParser.parse("bad command name serialize (line 1 column 60)\r\n", JSON);
        assertThat(reply)
                .isInstanceOfSatisfying(
                        Reply.Rejected.class,
                        rejected -> assertThat(rejected.reason()).isEqualTo(RejectionReason.SYNTAX));
    }

    @Test
    void silenceAndUnknownTextWithoutMarksAreDoubtful() {
        for (String text : List.of("", "\r\n", "Session closed\r\n", "hello world")) {
            assertThatThrownBy(() -> ReplyParser.parse(text, JSON)).isInstanceOf(TransportFailure.Doubtful.class);
        }
    }

    @Test
    void jsonWrappedAnywhereIsReadBackExactly() {
        Reply whole = ReplyParser.parse(answer(JSON, DISKS), JSON);
        for (long seed = 0; seed < 500; seed++) {
            String wrapped = broken(answer(JSON, DISKS), new Random(seed));
            assertThat(ReplyParser.parse(wrapped, JSON)).as("seed %d", seed).isEqualTo(whole);
        }
    }

    @Test
    void listingsWrappedAnywhereAreReadBackExactly() {
        for (long seed = 0; seed < 3000; seed++) {
            Random random = new Random(seed);
            DetailListing listing = new DetailListing(random, random.nextInt(5));
            String answer = answer(DETAIL, listing.text());
            assertThat(ReplyParser.parse(answer, DETAIL).rows("disks"))
                    .as("seed %d%n%s", seed, listing.text())
                    .isEqualTo(listing.rows());
        }
    }

    @Test
    void aCutAnswerIsNeverASuccess() {
        String listing = new DetailListing(new Random(7), 3).text();
        for (Frame frame : List.of(JSON, DETAIL)) {
            String whole = answer(frame, frame == JSON ? DISKS : listing);
            for (int end = 0; end < whole.length() - 2; end++) {
                String cut = whole.substring(0, end);
                assertThatThrownBy(() -> ReplyParser.parse(cut, frame)).isInstanceOf(TransportFailure.Doubtful.class);
            }
        }
    }

    @Test
    void brokenJsonIsDoubtful() {
        for (String json : List.of("[{\"a\":1}", "[{\"a\":}]", "[1]", "[{\"a\":1}] rest", "oops", "[{\"a\":\"x}]")) {
            assertThatThrownBy(() -> ReplyParser.parse(answer(JSON, json), JSON))
                    .isInstanceOf(TransportFailure.Doubtful.class);
        }
    }

    private static String answer(Frame frame, String disks) {
        String nonce = frame.nonce();
        return "B:" + nonce + "\r\nS:" + nonce + ":disks;\r\n" + disks + "\r\nOK:" + nonce + "\r\n";
    }

    private static String broken(String text, Random random) {
        StringBuilder broken = new StringBuilder();
        text.chars().forEach(c -> broken.append((char) c).append(random.nextInt(8) == 0 ? "\r\n" : ""));
        return broken.toString();
    }
}
