package io.srvlab.csi.rds.role;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * What Spring Boot would configure because it is on the class path, and a node has no use for: guards of the way to the RDS and
 * executors of annotated methods. Their 1700 classes are 11 MB of every node's memory.
 */
final class NodeAutoConfigurations implements AutoConfigurationImportFilter, EnvironmentAware {
    private static final List<String> UNUSED = List.of(
            "io.github.resilience4j.",
            "org.springframework.boot.autoconfigure.aop.",
            "org.springframework.boot.autoconfigure.task.",
            "org.springframework.boot.actuate.autoconfigure.endpoint.jackson.Jackson2",
            "org.springframework.boot.micrometer.metrics.autoconfigure.ssl.",
            "org.springframework.boot.micrometer.metrics.autoconfigure.task.",
            "org.springframework.boot.micrometer.observation.autoconfigure.ScheduledTasks",
            "org.springframework.boot.webflux.autoconfigure.ReactiveMultipart",
            "org.springframework.boot.webflux.autoconfigure.WebSessionIdResolver");

    private volatile boolean node;

    @Override
    public void setEnvironment(Environment environment) {
        node = Role.NODE.name().equalsIgnoreCase(environment.getProperty("rds-csi.role"));
    }

    @Override
    public boolean[] match(@Nullable String[] classes, AutoConfigurationMetadata metadata) {
        boolean[] kept = new boolean[classes.length];
        for (int i = 0; i < classes.length; i++) {
            kept[i] = keeps(classes[i]);
        }
        return kept;
    }

    /** One that another filter has taken out is null. */
    boolean keeps(@Nullable String name) {
        return !node || name == null || UNUSED.stream().noneMatch(name::startsWith);
    }
}
