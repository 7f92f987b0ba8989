package io.srvlab.csi.rds.fault;

import io.srvlab.csi.rds.simulator.rds.Switches;
import io.srvlab.csi.rds.simulator.rds.Unknown;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A device to test against: its RouterOS version, what it does where the truth is unknown, and how it is asked to reply. */
public record World(String version, Switches switches, String replies) {
    static final String NEWEST = "7.24";

    public static Stream<World> worlds() {
        return worlds(List.of());
    }

    /** Every version that can make volumes, asked both ways, and then every value of the switches that the test touches. */
    public static Stream<World> worlds(List<Class<? extends Unknown>> touched) {
        Stream<World> versions = Stream.of("7.21", "7.23", NEWEST)
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

    private static Stream<World> askedBothWays(Unknown value) {
        return Stream.of("json", "detail")
                .map(replies -> new World(NEWEST, Switches.defaults().with(value), replies));
    }

    @Override
    public String toString() {
        return version + " " + switches + " " + replies;
    }
}
