package io.srvlab.csi.rds.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.srvlab.csi.rds.boot.StartFailure;
import io.srvlab.csi.rds.csi.CsiEndpoint;
import io.srvlab.csi.rds.csi.DriverProfile;
import io.srvlab.csi.rds.csi.NodeProfile;
import io.srvlab.csi.rds.nvme.ManagedNqns;
import io.srvlab.csi.rds.simulator.rds.MachineSettings;
import io.srvlab.csi.rds.simulator.rds.Profile;
import io.srvlab.csi.rds.simulator.rds.SimulatorSettings;
import io.srvlab.csi.rds.simulator.rds.Switches;
import io.srvlab.csi.rds.ssh.SshSettings;
import io.srvlab.csi.rds.volume.NodeName;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
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

    private static final Map<String, List<Class<?>>> READERS = Map.of(
            "rds-csi", List.of(RdsCsiProperties.class, CsiProperties.class, AttachmentProperties.class),
            "rds-csi.rds", List.of(RdsProperties.class, SshSettings.class),
            "rds-csi.kubernetes", List.of(KubernetesProperties.class),
            "rds-csi.simulator", List.of(SimulatorSettings.class, MachineSettings.class));

    /** An empty directory is a fresh one, an empty private key is for a real RDS only. */
    private static final Set<ConfigurationPropertyName> READ_BY_NAME =
            Set.of(ConfigurationPropertyName.of("rds-csi.simulator.directory"));

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
            rds-csi.node-id                    | a;b        | is 'a;b'; use this node's name
            rds-csi.known-nodes                | "a,b;c"    | has 'b;c'; use names of nodes
            rds-csi.driver-name                | a/b        | is 'a/b'; use a domain name
            rds-csi.endpoint-mode              | 660        | is '660'; use a form like rw-rw----
            rds-csi.max-volumes-per-node       | -1         | is -1; use 0 for no limit
            rds-csi.attachment-grace           | -1s        | is PT-1S
            rds-csi.fencing                    | hope       | is 'hope'; use
            rds-csi.volume-sweep               | maybe      | is 'maybe'; use
            rds-csi.migration.same-machine     | maybe      | is 'maybe'; use true or false
            rds-csi.rds.nvme-port              | 70000      | is 70000; use 1 to 65535
            rds-csi.rds.nvme-address           | a;b        | is 'a;b'; use an IP address
            rds-csi.rds.replies                | xml        | is 'xml'; use auto, json, detail
            rds-csi.rds.login-suffix           | ;x         | ';x' is none
            rds-csi.rds.export-off-cuts        | perhaps    | is 'perhaps'; use
            rds-csi.rds.allow-list             | perhaps    | is 'perhaps'; use
            rds-csi.rds.sessions.channels-each | 0          | is 0
            rds-csi.rds.sessions.pending       | 0          | is 0
            rds-csi.rds.sessions.idle-timeout  | 0s         | is PT0S
            rds-csi.rds.deadlines.heartbeat    | 0s         | is PT0S
            rds-csi.node.state-directory       | ""         | is empty
            rds-csi.node.shield                | maybe      | is 'maybe'; use auto, on, off
            rds-csi.node.release-after         | -1m        | is PT-1M
            rds-csi.node.orphan-check          | 0s         | is PT0S
            rds-csi.simulator.version          | 9          | is '9'; use a form such as 7.24
            rds-csi.simulator.version          | 7.15       | is '7.15'; use 7.16 or newer
            rds-csi.simulator.ssh-port         | 70000      | is 70000
            rds-csi.simulator.latency          | -1s        | is PT-1S
            rds-csi.simulator.max-sessions     | 1001       | is 1001
            rds-csi.simulator.exports          | disk       | is 'disk'; use memory, nvmet
            rds-csi.simulator.switches.slot-limit | 40      | is '40'; use one of long, refuse-32, truncate-32
            rds-csi.simulator.switches.luck    | good       | is no switch; use one of default-nqn
            """)
    void aWrongSettingIsRefusedInOneSentenceThatNamesIt(String name, String value, String words) {
        Map<String, Object> settings = new LinkedHashMap<>(REAL);
        settings.put(name, value);

        Throwable failure = catchThrowable(() -> bind(settings));

        FailureAnalysis analysis = new StartFailure().analyze(failure);
        assertThat(analysis).as("%s", failure).isNotNull();
        assertThat(analysis.getDescription()).startsWith(name + " " + words).hasLineCount(1);
    }

    /** A setting that nobody reads would promise what does not happen. */
    @Test
    void everySettingHasAReader() throws IOException {
        StandardEnvironment defaults = environment(REAL);
        Set<ConfigurationPropertyName> read = new HashSet<>();
        READERS.forEach((prefix, readers) ->
                readers.forEach(reader -> Binder.get(defaults).bind(prefix, Bindable.of(reader), noting(read))));
        read.addAll(READ_BY_NAME);

        assertThat(settings(defaults)).hasSizeGreaterThan(60).isSubsetOf(read);
    }

    private static BindHandler noting(Set<ConfigurationPropertyName> read) {
        return new BindHandler() {
            @Override
            public Object onSuccess(
                    ConfigurationPropertyName name, Bindable<?> target, BindContext context, Object result) {
                read.add(name);
                return result;
            }
        };
    }

    private static Set<ConfigurationPropertyName> settings(StandardEnvironment defaults) {
        return defaults.getPropertySources().stream()
                .filter(OriginTrackedMapPropertySource.class::isInstance)
                .flatMap(source -> Stream.of(((OriginTrackedMapPropertySource) source).getPropertyNames()))
                .filter(name -> name.startsWith("rds-csi."))
                .map(ConfigurationPropertyName::of)
                .collect(Collectors.toSet());
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
        CsiProperties csi = binder.bind("rds-csi", CsiProperties.class).get();
        CsiEndpoint.of(csi.endpoint());
        new DriverProfile(csi.driverName(), "0", csi::health, true);
        new NodeProfile(new NodeName(driver.nodeId()), csi.maxVolumesPerNode());
        binder.bind("rds-csi", AttachmentProperties.class).get();
        SimulatorSettings simulator =
                binder.bind("rds-csi.simulator", SimulatorSettings.class).get();
        Profile.of(simulator.version());
        Switches.of(simulator.switches());
        binder.bind("rds-csi.simulator", MachineSettings.class).get();
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
