package io.srvlab.csi.rds.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import io.srvlab.csi.rds.routeros.Match;
import io.srvlab.csi.rds.routeros.Query;
import io.srvlab.csi.rds.routeros.Reply;
import io.srvlab.csi.rds.routeros.Row;
import io.srvlab.csi.rds.routeros.Script;
import io.srvlab.csi.rds.routeros.Statement;
import io.srvlab.csi.rds.simulator.rds.DemoLogin;
import io.srvlab.csi.rds.simulator.rds.Fault;
import io.srvlab.csi.rds.simulator.rds.RdsSimulator;
import io.srvlab.csi.rds.simulator.rds.SimulatorSettings;
import io.srvlab.csi.rds.simulator.rds.Switches;
import io.srvlab.csi.rds.simulator.rds.Trigger;
import io.srvlab.csi.rds.simulator.rds.Unknown;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Whatever is on the device, and however it wraps its lines, the driver reads back exactly that. */
class RoundTripSimulatorTest {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final int DISKS = 40;
    private static final String[] SHOWN = {
        "slot", "size", "comment", "file-path", "nvme-tcp-export", "nvme-tcp-server-port", "nvme-tcp-server-nqn"
    };
    private static final Script ALL = Script.reading(
            "all",
            Statement.show(
                    "disk",
                    Query.in("/disk", Match.equal("type", "file").and(Match.regex("file-path", "/csi/")))
                            .only(SHOWN)));

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final Scheduler scheduler = Schedulers.newBoundedElastic(4, 1000, "round-trip");

    @TempDir
    private Path directory;

    private RdsSimulator device;

    @BeforeEach
    void start() {
        device = RdsSimulator.start(SimulatorSettings.in(directory));
        device.runAsAdmin("/file/add type=directory name=storage-pool/csi");
    }

    @AfterEach
    void stop() {
        device.close();
        scheduler.dispose();
    }

    @ParameterizedTest
    @EnumSource(Unknown.WrapStyle.class)
    void randomDisksAreReadBackInBothForms(Unknown.WrapStyle wrapping) {
        List<Map<String, String>> made = disks();
        device.switches(Switches.defaults().with(wrapping, Unknown.WrapPrint.RANDOM));
        for (SshSettings.Replies form : List.of(SshSettings.Replies.JSON, SshSettings.Replies.DETAIL)) {
            for (int i = 0; i < 5; i++) {
                assertThat(comparable(read(form), form))
                        .as("%s %s, seed %d", wrapping, form, seed)
                        .isEqualTo(comparable(made, form));
            }
        }
    }

    @Test
    void disksAreReadBackThroughAWrappingTerminal() {
        List<Map<String, String>> made = disks();
        device.switches(Switches.defaults().with(Unknown.WrapPut.ON, Unknown.WrapPrint.RANDOM));

        assertThat(read(SshSettings.Replies.JSON)).as("seed %d", seed).isEqualTo(made);
    }

    @Test
    void disksAreReadBackFromAnswersThatComeByteByByte() {
        List<Map<String, String>> made = disks();
        device.faults().arm(new Fault.InPieces(1, Duration.ZERO), Trigger.next());

        assertThat(read(SshSettings.Replies.JSON)).as("seed %d", seed).isEqualTo(made);
    }

    /** A human console drops the blank at which it wraps, so of a comment's own words only the letters are sure. */
    private static List<Map<String, String>> comparable(List<Map<String, String>> disks, SshSettings.Replies form) {
        List<Map<String, String>> compared = new ArrayList<>();
        for (Map<String, String> disk : disks) {
            Map<String, String> copy = new TreeMap<>(disk);
            if (form == SshSettings.Replies.DETAIL) {
                copy.computeIfPresent("comment", (name, words) -> words.replace(" ", ""));
            }
            compared.add(copy);
        }
        return compared;
    }

    private List<Map<String, String>> disks() {
        List<Map<String, String>> made = new ArrayList<>();
        for (int i = 0; i < DISKS; i++) {
            made.add(disk("pvc-" + new java.util.UUID(random.nextLong(), random.nextLong())));
        }
        return made;
    }

    private Map<String, String> disk(String slot) {
        Map<String, String> values = new TreeMap<>(Map.of(
                "slot",
                slot,
                "size",
                Long.toString((1L + random.nextInt(4000)) << 20),
                "file-path",
                "/storage-pool/csi/" + slot + ".img",
                "nvme-tcp-export",
                "no"));
        if (random.nextBoolean()) {
            values.put("comment", "rds-csi:bench:" + slot + (random.nextBoolean() ? ";disabled size=1 slot=x" : ""));
        }
        if (random.nextBoolean()) {
            values.put("nvme-tcp-export", "yes");
            values.put("nvme-tcp-server-port", Integer.toString(1024 + random.nextInt(60_000)));
            values.put("nvme-tcp-server-nqn", "nqn.2000-02.com.mikrotik:" + slot);
        }
        StringBuilder add = new StringBuilder("/disk/add type=file mount-filesystem=no");
        values.forEach((name, value) -> add.append(' ')
                .append(name.equals("size") ? "file-size" : name)
                .append("=\"")
                .append(value)
                .append('"'));
        assertThat(device.runAsAdmin(add.toString())).isEmpty();
        return values;
    }

    private List<Map<String, String>> read(SshSettings.Replies form) {
        try (SshRouterOs ssh = new SshRouterOs(way(form), scheduler)) {
            Reply reply = Objects.requireNonNull(ssh.execute(ALL).block(DEADLINE));
            return reply.rows("disk").stream()
                    .map(RoundTripSimulatorTest::values)
                    .toList();
        }
    }

    private static Map<String, String> values(Row row) {
        Map<String, String> values = new TreeMap<>();
        for (String name : SHOWN) {
            String value = row.text(name);
            if (!value.isEmpty()) {
                values.put(name, value);
            }
        }
        for (String number : List.of("size", "nvme-tcp-server-port")) {
            row.number(number).ifPresent(exact -> values.put(number, Long.toString(exact)));
        }
        values.put("nvme-tcp-export", row.isTrue("nvme-tcp-export") ? "yes" : "no");
        return values;
    }

    private SshSettings way(SshSettings.Replies form) {
        DemoLogin login = DemoLogin.on(device, "csi", directory.resolve("login"));
        return new SshSettings(
                "127.0.0.1",
                device.port(),
                login.user(),
                login.privateKey(),
                device.hostKeyLine(),
                "",
                form,
                new SshSettings.Sessions(4, 1, 100, Duration.ofMinutes(5)),
                new SshSettings.Deadlines(DEADLINE, DEADLINE, DEADLINE, DEADLINE));
    }
}
