package io.srvlab.csi.rds.simulator.console;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The commands of the language itself, each with its parameters; those before a {@code |} may stand without their name. */
enum Builtin {
    PUT("message|"),
    LOCAL("#name value|"),
    GLOBAL("#name value|"),
    SET("#name value|"),
    IF("condition| {do {else"),
    FOREACH("#counter| in {do"),
    FOR("#counter| from to step {do"),
    WHILE("condition| {do"),
    ONERROR("#error| {in {do"),
    DO("{command| {on-error"),
    ERROR("message|"),
    SERIALIZE("value| to options"),
    RETURN("value|"),
    DELAY("delay-time|"),
    LEN("value|"),
    PICK("value begin end|"),
    TYPEOF("value|"),
    TONUM("value|"),
    TOSTR("value|"),
    PARSE("value|");

    private static final Map<String, Builtin> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Builtin::word, Function.identity()));

    private static final Map<Builtin, List<Parameter>> NAMED = each(text -> text.replace("|", ""));
    private static final Map<Builtin, List<Parameter>> POSITIONAL = each(text -> text.substring(0, text.indexOf('|')));

    private final String parameters;

    Builtin(String parameters) {
        this.parameters = parameters;
    }

    static Optional<Builtin> named(String word) {
        return Optional.ofNullable(BY_NAME.get(word));
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The parameter of that name. */
    Optional<Parameter> parameter(String name) {
        return NAMED.getOrDefault(this, List.of()).stream()
                .filter(p -> p.name().equals(name))
                .findFirst();
    }

    /** The parameter that the n-th argument without a name stands for. */
    Optional<Parameter> positional(int n) {
        List<Parameter> positional = POSITIONAL.getOrDefault(this, List.of());
        return n < positional.size() ? Optional.of(positional.get(n)) : Optional.empty();
    }

    private static Map<Builtin, List<Parameter>> each(UnaryOperator<String> part) {
        return Arrays.stream(values())
                .collect(Collectors.toUnmodifiableMap(
                        Function.identity(), builtin -> listed(part.apply(builtin.parameters))));
    }

    private static List<Parameter> listed(String parameters) {
        return Arrays.stream(parameters.split(" ", -1)).map(Parameter::of).toList();
    }

    /** One parameter and what it takes: a value, the name of a variable, or code. */
    record Parameter(String name, Kind kind) {
        static Parameter of(String text) {
            return switch (text.charAt(0)) {
                case '#' -> new Parameter(text.substring(1), Kind.NAME);
                case '{' -> new Parameter(text.substring(1), Kind.CODE);
                default -> new Parameter(text, Kind.VALUE);
            };
        }
    }

    /** What a parameter takes. */
    enum Kind {
        VALUE,
        NAME,
        CODE
    }
}
