package io.srvlab.csi.rds.rds;

import static org.assertj.core.api.Assertions.assertThat;

import io.srvlab.csi.rds.volume.VolumeId;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnerMarkTest {
    private static final OwnerMark MARK = new OwnerMark("lab.a", new VolumeId("pvc-1"));

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
        assertThat(OwnerMark.in(comment)).contains(MARK);
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
        assertThat(OwnerMark.in(comment)).isNotEqualTo(Optional.of(MARK));
        assertThat(onTheDevice().matcher(comment).find()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rds-csi:", "rds-csi:lab.a", "rds-csi:other:pvc-1", "rds-csi:?"})
    void aCommentThatBeginsLikeAMarkIsNeverFreeToTake(String comment) {
        assertThat(OwnerMark.isMarked(comment)).isTrue();
    }

    @Test
    void whatIsWrittenIsWhatIsRead() {
        assertThat(MARK.comment()).isEqualTo("rds-csi:lab.a:pvc-1");
        assertThat(OwnerMark.in(MARK.comment())).contains(MARK);
    }

    /** The expression that the device evaluates. */
    private static Pattern onTheDevice() {
        String text = MARK.match().text();
        return Pattern.compile(
                text.substring(text.indexOf('"') + 1, text.length() - 1).replace("\\$", "$"));
    }
}
