package io.srvlab.csi.rds.simulator.rds;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The chosen value of every {@link Unknown}; what is not chosen is at its default. */
public record Switches(Map<String, Unknown> chosen) {
    private static final Switches DEFAULTS = new Switches(Map.of());

    public Switches {
        chosen = Map.copyOf(chosen);
    }

    public static Switches defaults() {
        return DEFAULTS;
    }

    /** From settings: {@code slot-limit} to {@code refuse-32}. A wrong name or value stops the start. */
    public static Switches of(Map<String, String> named) {
        return defaults()
                .with(named.entrySet().stream()
                        .map(entry -> value(entry.getKey(), entry.getValue()))
                        .toArray(Unknown[]::new));
    }

    /** Every value of every switch that is not its default, one at a time. */
    public static Stream<Switches> everyValue() {
        return everyUnknown().filter(value -> value.ordinal() > 0).map(defaults()::with);
    }

    public <E extends Enum<E> & Unknown> E of(Class<E> unknown) {
        for (Unknown value : chosen.values()) {
            if (unknown.isInstance(value)) {
                return unknown.cast(value);
            }
        }
        return unknown.getEnumConstants()[0];
    }

    public <E extends Enum<E> & Unknown> boolean is(E value) {
        return of(value.getDeclaringClass()) == value;
    }

    public Switches with(Unknown... values) {
        Map<String, Unknown> changed = new TreeMap<>(chosen);
        Arrays.stream(values).forEach(value -> changed.put(value.switchName(), value));
        return new Switches(changed);
    }

    /** The form {@link #of(Map)} takes. */
    public Map<String, String> named() {
        return chosen.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, entry -> entry.getValue().valueName()));
    }

    private static Unknown value(String switchName, String valueName) {
        List<Unknown> values = everyUnknown()
                .filter(value -> value.switchName().equals(switchName))
                .toList();
        return values.stream()
                .filter(value -> value.valueName().equals(valueName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("rds-csi.simulator.switches." + switchName
                        + (values.isEmpty()
                                ? " is no switch; use one of "
                                        + listed(everyUnknown().map(Unknown::switchName))
                                : " is '" + valueName + "'; use one of "
                                        + listed(values.stream().map(Unknown::valueName)))));
    }

    private static String listed(Stream<String> names) {
        return names.distinct().collect(Collectors.joining(", "));
    }

    private static Stream<Unknown> everyUnknown() {
        return Arrays.stream(Unknown.class.getPermittedSubclasses())
                .flatMap(unknown -> Arrays.stream(unknown.getEnumConstants()))
                .map(Unknown.class::cast);
    }

    @Override
    public String toString() {
        return chosen.isEmpty()
                ? "defaults"
                : new TreeMap<>(named())
                        .entrySet().stream()
                                .map(entry -> entry.getKey() + "=" + entry.getValue())
                                .collect(Collectors.joining(","));
    }
}
