package io.srvlab.csi.rds.rds;

import static org.assertj.core.api.Assertions.assertThat;

import io.srvlab.csi.rds.routeros.Match;
import io.srvlab.csi.rds.volume.Generation;
import io.srvlab.csi.rds.volume.VolumeId;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnerMarkTest {
    private static final OwnerMark MARK = new OwnerMark("lab.a", new VolumeId("pvc-1"));
    private static final Generation GENERATION = new Generation("0123456789abcdef");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rds-csi:lab.a:pvc-1",
                "rds-csi:lab.a:pvc-1:later-field",
                "rds-csi:lab.a:pvc-1:a:b;words",
                "rds-csi:lab.a:pvc-1;",
                "rds-csi:lab.a:pvc-1;bob's own words: a=b; and more"
            })
    void oursIsOursWhateverFollows(String comment) {
        assertThat(DiskComment.in(comment).mark()).contains(MARK);
        assertThat(onTheDevice().matcher(comment).find()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "rds-csi:",
                "rds-csi:lab.a",
                "rds-csi:lab.a:",
                "rds-csi:labXa:pvc-1",
                "rds-csi:lab.a:pvc-10",
                "rds-csi:lab.a:pvc-1 ;words",
                "rds-csi:lab.ab:pvc-1",
                "RDS-CSI:lab.a:pvc-1",
                " rds-csi:lab.a:pvc-1",
                "see rds-csi:lab.a:pvc-1"
            })
    void whatOnlyLooksLikeOursIsNot(String comment) {
        assertThat(DiskComment.in(comment).mark()).isNotEqualTo(Optional.of(MARK));
        assertThat(onTheDevice().matcher(comment).find()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rds-csi:", "rds-csi:lab.a", "rds-csi:other:pvc-1", "rds-csi:?"})
    void aCommentThatBeginsLikeAMarkIsNeverFreeToTake(String comment) {
        assertThat(OwnerMark.isMarked(comment)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rds-csi:lab.a:pvc-1:fresh-0123456789abcdef",
                "rds-csi:lab.a:pvc-1:fresh-0123456789abcdef:later-field",
                "rds-csi:lab.a:pvc-1:fresh-0123456789abcdef;bob's words"
            })
    void aFreshVolumeIsOursAndFresh(String comment) {
        assertThat(DiskComment.in(comment).mark()).contains(MARK);
        assertThat(onTheDevice().matcher(comment).find()).isTrue();
        assertThat(DiskComment.in(comment).fresh()).contains(GENERATION);
        assertThat(pattern(MARK.freshAt(GENERATION, 0)).matcher(comment).find()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rds-csi:lab.a:pvc-1",
                "rds-csi:lab.a:pvc-1:fresh-",
                "rds-csi:lab.a:pvc-1:fresh-0123456789abcde",
                "rds-csi:lab.a:pvc-1:fresh-0123456789abcdef0",
                "rds-csi:lab.a:pvc-1:fresh-0123456789ABCDEF",
                "rds-csi:lab.a:pvc-1:other:fresh-0123456789abcdef",
                "rds-csi:lab.a:pvc-1;fresh-0123456789abcdef",
                "rds-csi:lab.a:pvc-1;words:fresh-0123456789abcdef",
                ":fresh-0123456789abcdef"
            })
    void whatOnlyLooksFreshIsNot(String comment) {
        assertThat(DiskComment.in(comment).fresh()).isEmpty();
        assertThat(pattern(MARK.freshAt(GENERATION, 0)).matcher(comment).find()).isFalse();
    }

    @Test
    void whatIsWrittenIsWhatIsRead() {
        assertThat(DiskComment.in(MARK.comment(GENERATION)).fresh()).contains(GENERATION);
        assertThat(MARK.comment()).isEqualTo("rds-csi:lab.a:pvc-1");
        assertThat(DiskComment.in(MARK.comment()).mark()).contains(MARK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rds-csi:lab.a:pvc-1:gen-17",
                "rds-csi:lab.a:pvc-1:gen-17;bob's words",
                "rds-csi:lab.a:pvc-1:gen-17:later-field",
                "rds-csi:lab.a:pvc-1:nqn-000000000007:gen-17",
                "rds-csi:lab.a:pvc-1:fresh-0123456789abcdef:gen-17",
                "rds-csi:lab.a:pvc-1:fresh-0123456789abcdef:gen-17;bob's words"
            })
    void aGenerationIsReadAlikeHereAndOnTheDevice(String comment) {
        assertThat(DiskComment.in(comment).mark()).contains(MARK);
        assertThat(DiskComment.in(comment).export().generation()).isEqualTo(17);
        assertThat(pattern(MARK.at(17)).matcher(comment).find()).isTrue();
        assertThat(pattern(MARK.at(1)).matcher(comment).find()).isFalse();
        assertThat(pattern(MARK.at(170)).matcher(comment).find()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rds-csi:lab.a:pvc-1",
                "rds-csi:lab.a:pvc-1;gen-17",
                "rds-csi:lab.a:pvc-1;words:gen-17",
                "rds-csi:lab.a:pvc-1:other:gen-17",
                "rds-csi:lab.a:pvc-1:gen-",
                "rds-csi:lab.a:pvc-1:gen-x17",
                "rds-csi:lab.a:pvc-10:gen-17"
            })
    void whatOnlyLooksLikeAGenerationIsNone(String comment) {
        assertThat(pattern(MARK.at(17)).matcher(comment).find()).isFalse();
        if (!comment.contains("pvc-10")) {
            assertThat(DiskComment.in(comment).export().generation()).isZero();
        }
    }

    /** The expression that the device evaluates. */
    private static Pattern onTheDevice() {
        return pattern(MARK.match());
    }

    private static Pattern pattern(Match match) {
        String text = match.text();
        return Pattern.compile(
                text.substring(text.indexOf('"') + 1, text.length() - 1).replace("\\$", "$"));
    }
}
