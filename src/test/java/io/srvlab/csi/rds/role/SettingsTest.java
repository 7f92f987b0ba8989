package io.srvlab.csi.rds.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.srvlab.csi.rds.boot.StartFailure;
import io.srvlab.csi.rds.csi.CsiEndpoint;
import io.srvlab.csi.rds.nvme.ManagedNqns;
import io.srvlab.csi.rds.ssh.SshSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.FileSystemResource;

/** Each wrong setting is refused in one sentence that begins with its full name. */
class SettingsTest {
    private static final Map<String, Object> REAL = Map.of(
            "rds-csi.outside", "real",
            "rds-csi.owner", "me",
            "rds-csi.managed-nqn-prefix", "nqn.2000-02.com.mikrotik:pvc-",
            "rds-csi.rds.host", "rds");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            rds-csi.role                       | contoller  | is 'contoller'; use controller, node, monolith, simulator
            rds-csi.outside                    | reel       | is 'reel'; use real, simulated
            rds-csi.health                     | good       | is 'good'; use
            rds-csi.owner                      | ""         | is not set
            rds-csi.owner                      | a b        | is 'a b'; use 1 to 64 letters
            rds-csi.node-id                    | ""         | is not set
            rds-csi.managed-nqn-prefix         | ""         | is not set
            rds-csi.managed-nqn-prefix         | pvc-       | 'pvc-' is not valid
            rds-csi.endpoint                   | tcp://h:1  | 'tcp://h:1' is no unix socket
            rds-csi.shutdown-grace             | -1s        | is PT-1S
            rds-csi.max-volumes-per-node       | many       | is 'many'; use a whole number
            rds-csi.rds.host                   | ""         | is empty
            rds-csi.rds.port                   | 70000      | 70000 is none
            rds-csi.rds.host-key               | ""         | is empty
            rds-csi.rds.private-key-file       | ""         | is empty
            rds-csi.rds.sessions.max           | 0          | is 0
            rds-csi.rds.deadlines.connect      | -5s        | is PT-5S
            rds-csi.rds.deadlines.write        | soon       | is 'soon'; use a time
            rds-csi.rds.read-call-deadline     | 0s         | is PT0S
            rds-csi.rds.write-call-deadline    | -1s        | is PT-1S
            rds-csi.rds.reserve                | 10G        | is '10G'; use a whole number
            rds-csi.rds.reserve                | -1         | is -1
            rds-csi.rds.ratio                  | much       | is 'much'; use a number
            rds-csi.rds.ratio                  | 0          | is 0.0
            rds-csi.rds.volume-path            | pool       | is 'pool'
            rds-csi.rds.grow                   | up         | is 'up'; use in-place, re-export, offline
            rds-csi.kubernetes.enabled         | maybe      | is 'maybe'; use auto, true, false
            rds-csi.kubernetes.namespace       | ""         | is ''; use the namespace
            rds-csi.kubernetes.lease           | A b        | is 'A b'; use a name
            rds-csi.kubernetes.identity        | ""         | is ''; use the pod's name
            rds-csi.kubernetes.request-deadline | 0s        | is PT0S
            rds-csi.kubernetes.requests-per-second | 0      | is 0
            rds-csi.kubernetes.broken-watch    | -1s        | is PT-1S
            rds-csi.tour                       | perhaps    | is 'perhaps'; use true or false
            """)
    void aWrongSettingIsRefusedInOneSentenceThatNamesIt(String name, String value, String words) {
        Map<String, Object> settings = new LinkedHashMap<>(REAL);
        settings.put(name, value);

        Throwable failure = catchThrowable(() -> bind(settings));

        FailureAnalysis analysis = new StartFailure().analyze(failure);
        assertThat(analysis).as("%s", failure).isNotNull();
        assertThat(analysis.getDescription()).startsWith(name + " " + words).hasLineCount(1);
    }

    @Test
    void theseSettingsAreOtherwiseRight() throws IOException {
        bind(REAL);
    }

    /** What a process may take to stop, and what its parts take of that. */
    @Test
    void byDefaultTheDriverStopsWithinThirtySeconds() throws IOException {
        StandardEnvironment defaults = environment(Map.of());
        Duration phase = Binder.get(defaults)
                .bind("spring.lifecycle.timeout-per-shutdown-phase", Duration.class)
                .get();

        assertThat(bind(REAL).shutdownGrace()).isLessThan(phase);
        assertThat(phase).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void aBugIsNotCalledAWrongSetting() {
        Throwable bug = new IllegalStateException(new NullPointerException("x"));
        bug.setStackTrace(new StackTraceElement[] {new StackTraceElement("java.util.List", "of", "List.java", 1)});

        assertThat(new StartFailure().analyze(bug)).isNull();
    }

    /** What the beans of a monolith bind and make of the settings. */
    private static RdsCsiProperties bind(Map<String, Object> settings) throws IOException {
        Binder binder = Binder.get(environment(settings));
        RdsCsiProperties driver = binder.bind("rds-csi", RdsCsiProperties.class).get();
        CsiEndpoint.of(binder.bind("rds-csi", CsiProperties.class).get().endpoint());
        binder.bind("rds-csi.rds", RdsProperties.class).get().storage(driver.ownerMark());
        binder.bind("rds-csi.rds", SshSettings.class).get();
        binder.bind("rds-csi.kubernetes", KubernetesProperties.class).get();
        assertThat(new ManagedNqns(driver.nqnPrefix()).prefix()).isEqualTo(driver.managedNqnPrefix());
        return driver;
    }

    private static StandardEnvironment environment(Map<String, Object> settings) throws IOException {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", settings));
        new YamlPropertySourceLoader()
                .load("defaults", new FileSystemResource("config/application.yaml"))
                .forEach(environment.getPropertySources()::addLast);
        return environment;
    }
}
