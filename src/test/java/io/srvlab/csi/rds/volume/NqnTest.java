package io.srvlab.csi.rds.volume;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose an NQN is, and what is none. */
class NqnTest {
    private static final VolumeId VOLUME = new VolumeId("Vol-1");

    @Test
    void aVolumesNqnIsItsOwnAlsoWhenRotated() {
        assertThat(Nqn.of(VOLUME).isOf(VOLUME)).isTrue();
        assertThat(Nqn.rotated(VOLUME, "000000000007").isOf(VOLUME)).isTrue();
        assertThat(Nqn.rotated(VOLUME, "000000000007").unrotated()).isEqualTo(Nqn.of(VOLUME));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nqn.2000-02.com.mikrotik:vol-12",
                "nqn.2000-02.com.mikrotik:vol-1.g",
                "nqn.2000-02.com.mikrotik:vol-1.g7x",
                "nqn.2000-02.com.mikrotik:vol-12.g7",
                "nqn.2001-02.com.mikrotik:vol-1.g7"
            })
    void anotherOnesThatLooksAlikeIsNot(String other) {
        assertThat(new Nqn(other).isOf(VOLUME)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "nqn.2018-01.com.wdc:guid:E8238FA6BF53", "nqn.2014.08.org.nvmexpress:144d144dS4EW  SAMSUNG"})
    void whatADiskOfTheMachineCallsItselfMayBeNone(String name) {
        assertThat(Nqn.in(name)).isEmpty();
    }
}
