package io.srvlab.csi.rds.boot;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;

/**
 * Says in one sentence why the driver does not start: the driver's own words where it refused a setting, and words for a setting
 * that does not even have the form it needs. What is neither is a bug or Spring's own to explain.
 */
public final class StartFailure implements FailureAnalyzer, Ordered {
    private static final String OURS = "io.srvlab.csi.rds.";

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        List<Throwable> causes =
                Stream.iterate(failure, Objects::nonNull, Throwable::getCause).toList();
        return refusal(causes)
                .or(() -> misspelling(causes))
                .map(sentence -> new FailureAnalysis(sentence, null, failure))
                .orElse(null);
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    private static Optional<String> refusal(List<Throwable> causes) {
        return causes.stream().filter(StartFailure::isOurs).findFirst().map(Throwable::getMessage);
    }

    private static boolean isOurs(Throwable cause) {
        StackTraceElement[] stack = cause.getStackTrace();
        boolean said = cause instanceof IllegalArgumentException
                || cause instanceof IllegalStateException
                || cause instanceof UncheckedIOException;
        return said && stack.length > 0 && stack[0].getClassName().startsWith(OURS);
    }

    private static Optional<String> misspelling(List<Throwable> causes) {
        return causes.stream()
                .filter(BindException.class::isInstance)
                .map(BindException.class::cast)
                .filter(unbound -> unbound.getProperty() != null)
                .findFirst()
                .map(unbound -> misspelling(
                        Objects.requireNonNull(unbound.getProperty()),
                        unbound.getTarget().getType().resolve(Object.class)));
    }

    private static String misspelling(ConfigurationProperty property, Class<?> type) {
        return property.getName() + " is '" + property.getValue() + "'; use " + form(type);
    }

    private static String form(Class<?> type) {
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(value -> value.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .collect(Collectors.joining(", "));
        }
        if (type == Duration.class) {
            return "a time such as 500ms, 20s or 5m";
        }
        return type == boolean.class ? "true or false" : type == double.class ? "a number" : "a whole number";
    }
}
