package io.srvlab.csi.rds.role;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.support.SpringFactoriesLoader;

/** A node goes without what only a way to the RDS needs; every other role has all. */
class NodeAutoConfigurationsTest {
    private static final String GUARD =
            "io.github.resilience4j.springboot.circuitbreaker.autoconfigure.CircuitBreakerAutoConfiguration";
    private static final String WEB = "org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration";

    @Test
    void aNodeHasNoGuardsOfTheWayToTheRds() {
        assertThat(filter("node").keeps(GUARD)).isFalse();
        assertThat(filter("node").keeps(WEB)).isTrue();
    }

    @Test
    void aControllerHasThem() {
        assertThat(filter("controller").keeps(GUARD)).isTrue();
    }

    @Test
    void springKnowsTheFilter() {
        assertThat(SpringFactoriesLoader.forDefaultResourceLocation().load(AutoConfigurationImportFilter.class))
                .hasAtLeastOneElementOfType(NodeAutoConfigurations.class);
    }

    private static NodeAutoConfigurations filter(String role) {
        var environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", Map.of("rds-csi.role", role)));
        var filter = new NodeAutoConfigurations();
        filter.setEnvironment(environment);
        return filter;
    }
}
