package io.srvlab.csi.rds.fault;

import io.srvlab.csi.rds.simulator.rds.Switches;
import io.srvlab.csi.rds.simulator.rds.Unknown;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** Few worlds in which any two values, of two switches or of a switch, the version and the reply form, meet at least once. */
final class WorldPairs {
    private static final List<Object> VERSIONS = List.of("7.21", "7.23", World.NEWEST);
    private static final List<Object> REPLIES = List.of("json", "detail");

    private final Random random;
    private final List<List<Object>> factors = new ArrayList<>(List.of(VERSIONS, REPLIES));
    private final Set<Set<Object>> unmet = new HashSet<>();

    private WorldPairs(long seed, Set<Unknown> without) {
        random = new Random(seed);
        Arrays.stream(Unknown.class.getPermittedSubclasses())
                .map(unknown -> Arrays.stream(unknown.getEnumConstants())
                        .filter(value -> !without.contains(value))
                        .toList())
                .forEach(values -> factors.add(List.copyOf(values)));
    }

    static Stream<World> worlds(long seed, Set<Unknown> without) {
        return new WorldPairs(seed, without).worlds();
    }

    private Stream<World> worlds() {
        for (List<Object> one : factors) {
            for (List<Object> other : factors.subList(factors.indexOf(one) + 1, factors.size())) {
                one.forEach(a -> other.forEach(b -> unmet.add(Set.of(a, b))));
            }
        }
        List<World> worlds = new ArrayList<>();
        while (!unmet.isEmpty()) {
            worlds.add(world(meeting()));
        }
        return worlds.stream();
    }

    /** One value of each, beginning with two that have not met, each next one such that it meets most. */
    private List<Object> meeting() {
        List<Object> chosen = new ArrayList<>(unmet.iterator().next());
        List<List<Object>> open = new ArrayList<>(factors);
        Collections.shuffle(open, random);
        for (List<Object> values : open) {
            if (Collections.disjoint(values, chosen)) {
                chosen.add(Collections.max(values, Comparator.comparingLong(value -> news(value, chosen))));
            }
        }
        unmet.removeIf(chosen::containsAll);
        return chosen;
    }

    private long news(Object value, List<Object> chosen) {
        return chosen.stream()
                .filter(other -> unmet.contains(Set.of(value, other)))
                .count();
    }

    private static World world(List<Object> chosen) {
        Unknown[] switches = chosen.stream()
                .filter(Unknown.class::isInstance)
                .map(Unknown.class::cast)
                .toArray(Unknown[]::new);
        return new World(only(VERSIONS, chosen), Switches.defaults().with(switches), only(REPLIES, chosen));
    }

    private static String only(List<Object> values, List<Object> chosen) {
        return values.stream()
                .filter(chosen::contains)
                .findFirst()
                .orElseThrow()
                .toString();
    }
}
