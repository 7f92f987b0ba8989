package io.srvlab.csi.rds.fault;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srvlab.csi.rds.simulator.rds.Switches;
import io.srvlab.csi.rds.simulator.rds.Unknown;
import io.srvlab.csi.rds.volume.Failure;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A device to test against: its RouterOS version, what it does where the truth is unknown, and how it is asked to reply. */
public record World(String version, Switches switches, String replies) {
    static final String NEWEST = "7.24";

    private static final int FILE_DISKS = 17;
    private static final int OWN_NQNS = 21;

    static Stream<World> worlds() {
        return worlds(List.of());
    }

    /** Every version, asked both ways, and then every value of the switches that the test touches. */
    public static Stream<World> worlds(List<Class<? extends Unknown>> touched) {
        Stream<World> versions = Stream.of("7.16", "7.20", "7.21", "7.23", NEWEST)
                .flatMap(version ->
                        Stream.of("json", "detail").map(replies -> new World(version, Switches.defaults(), replies)));
        Stream<World> unknowns = touched.stream()
                .flatMap(unknown -> Arrays.stream(unknown.getEnumConstants()))
                .filter(value -> ((Enum<?>) value).ordinal() > 0)
                .flatMap(World::askedBothWays);
        return Stream.concat(versions, unknowns);
    }

    /** The newest version under every value of the switch, asked both ways. */
    public static Stream<World> newest(Class<? extends Unknown> touched) {
        return Arrays.stream(touched.getEnumConstants()).flatMap(World::askedBothWays);
    }

    /** From 7.21 on the call does what it says; an older device is refused in words that say what it needs. */
    void from21(ThrowingCallable call) throws Throwable {
        from(OWN_NQNS, call);
    }

    /** From 7.17 on the call does what it says; an older device is refused in words that say what it needs. */
    void from17(ThrowingCallable call) throws Throwable {
        from(FILE_DISKS, call);
    }

    /** From 7.21 on the call fails as named; an older device is refused in words that say what it needs. */
    void failsFrom21(ThrowingCallable call, Class<? extends Failure> failure, String words) throws Throwable {
        if (makesVolumes()) {
            assertThatThrownBy(call).isInstanceOf(failure).hasMessageContaining(words);
        } else {
            assertRefused(call);
        }
    }

    public boolean makesVolumes() {
        return minor() >= OWN_NQNS;
    }

    boolean hasFileDisks() {
        return minor() >= FILE_DISKS;
    }

    private void from(int minor, ThrowingCallable call) throws Throwable {
        if (minor() >= minor) {
            call.call();
        } else {
            assertRefused(call);
        }
    }

    private void assertRefused(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining("RouterOS " + version)
                .hasMessageContaining("needs RouterOS 7." + (hasFileDisks() ? OWN_NQNS : FILE_DISKS));
    }

    private int minor() {
        return Integer.parseInt(version.substring(version.indexOf('.') + 1));
    }

    private static Stream<World> askedBothWays(Unknown value) {
        return Stream.of("json", "detail")
                .map(replies -> new World(NEWEST, Switches.defaults().with(value), replies));
    }

    @Override
    public String toString() {
        return version + " " + switches + " " + replies;
    }
}
