package io.srvlab.csi.rds.routeros;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts that devices, manuals and field reports know. */
class RejectionReasonTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            failure: already have such entry                     | DUPLICATE
            failure: user with the same name already exists      | DUPLICATE
            failure: volume already exists                       | DUPLICATE
            file already exists                                  | DUPLICATE
            failure: dns name does not exist                     | NO_SUCH_ITEM
            no such item                                         | NO_SUCH_ITEM
            no such item (4)                                     | NO_SUCH_ITEM
            failure: no such item                                | NO_SUCH_ITEM
            not enough permissions (9)                           | NOT_PERMITTED
            std failure: not allowed (9)                         | NOT_PERMITTED
            no such command prefix                               | SYNTAX
            no such command or directory (remove)                | SYNTAX
            bad command name X (line 1 column 1)                 | SYNTAX
            expected end of command (line 1 column 16)           | SYNTAX
            syntax error (line 6 column 3)                       | SYNTAX
            missing closing brace                                | SYNTAX
            bad parameter X (line 3 column 9)                    | SYNTAX
            Script Error: bad command name this (line 1 column 1)| SYNTAX
            input does not match any value of interface          | INVALID_VALUE
            invalid value for argument address                   | INVALID_VALUE
            missing value(s) of argument(s) type                 | INVALID_VALUE
            failure: missing required parameters                 | INVALID_VALUE
            compression only available for btrfs                 | INVALID_VALUE
            invalid parameter                                    | INVALID_VALUE
            could not unmount, stop using it first               | IN_USE
            disk is in use                                       | IN_USE
            disk is busy                                         | IN_USE
            not enough disk space to download/extract            | NO_SPACE
            failure: not enough space                            | NO_SPACE
            rds-csi!not-mine                                     | MARKER
            failure: execution error                             | UNKNOWN
            the moon is full of cheese                           | UNKNOWN
            """)
    void aTextIsOfItsKind(String text, RejectionReason reason) {
        assertThat(RejectionReason.of(text)).isEqualTo(reason);
    }

    @Test
    void aVersionIsComparedByItsNumbers() {
        assertThat(RouterOsVersion.parse("7.24.4 (stable)").atLeast(7, 21)).isTrue();
        assertThat(RouterOsVersion.parse("7.21beta2").atLeast(7, 21)).isTrue();
        assertThat(RouterOsVersion.parse("7.9").atLeast(7, 21)).isFalse();
        assertThat(RouterOsVersion.parse("8.0rc1 (testing)").atLeast(7, 21)).isTrue();
        assertThat(RouterOsVersion.parse("7.25_ab434")).isEqualTo(new RouterOsVersion(7, 25, "7.25_ab434"));
        assertThatThrownBy(() -> RouterOsVersion.parse("new")).isInstanceOf(IllegalArgumentException.class);
    }
}
