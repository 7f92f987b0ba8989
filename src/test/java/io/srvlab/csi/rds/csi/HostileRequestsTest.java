package io.srvlab.csi.rds.csi;

import static org.assertj.core.api.Assertions.assertThat;

import csi.v1.Csi;
import io.srvlab.csi.rds.attachment.InMemoryAttachmentRecords;
import io.srvlab.csi.rds.controller.CreateVolume;
import io.srvlab.csi.rds.controller.OperationTimes;
import io.srvlab.csi.rds.controller.VolumeExpander;
import io.srvlab.csi.rds.controller.VolumeProvisioner;
import io.srvlab.csi.rds.rds.RdsClient;
import io.srvlab.csi.rds.rds.StorageSettings;
import io.srvlab.csi.rds.routeros.Frame;
import io.srvlab.csi.rds.routeros.Literals;
import io.srvlab.csi.rds.routeros.RejectionReason;
import io.srvlab.csi.rds.routeros.Reply;
import io.srvlab.csi.rds.routeros.ReplyForm;
import io.srvlab.csi.rds.routeros.Row;
import io.srvlab.csi.rds.routeros.Script;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.StorageDefaults;
import io.srvlab.csi.rds.volume.VolumeId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Whatever a caller writes into a request's names, paths and parameters is refused, or reaches the device inside quotes only. */
class HostileRequestsTest {
    private static final int REQUESTS = 100_000;
    private static final String BASE = "/storage-pool/metal-csi";
    private static final String KNOWN = "pvc-00000000-0000-4000-8000-000000000001";
    private static final List<String> KEYS = List.of(
            "volumePath", "fsType", "nvmePort", "rdsAddress", "nvmeAddress", "csi.storage.k8s.io/pvc/name", "sshPort");

    private static final List<String> PIECES = List.of(
            "a",
            "B",
            "7",
            "-",
            "-",
            "vol",
            "/",
            "..",
            ".",
            "_",
            " ",
            "\"",
            "\\",
            "$",
            ";",
            "[",
            "]",
            "{",
            "}",
            "(",
            ")",
            "=",
            "~",
            "*",
            "\n",
            "\r",
            "\t",
            "\u0000",
            "\u00e4",
            "\";/disk/remove [find]",
            "$[/system/reboot]",
            ":put ",
            KNOWN);

    /** By the turn of their call. */
    private static final List<String> SCRIPTS = List.of("create-disk", "delete-disk", "grow-disk");

    private static final Frame FRAME = new Frame("a1b2c3d4e5", ReplyForm.JSON);
    private static final Reply NEWEST =
            new Reply.Answer(Map.of("version", List.of(new Row(Map.of("value", "7.24.4 (stable)")))));

    private final List<Script> sent = new ArrayList<>();
    private final RdsClient rds = new RdsClient(
            script -> Mono.fromSupplier(() -> script.name().equals("read-version") ? NEWEST : noted(script)),
            new StorageSettings("lab", BASE, new Capacity(0), 1.0, StorageSettings.Grow.RE_EXPORT, 4420));
    private final OperationTimes times = new OperationTimes(event -> {}, Clock.systemUTC());
    private final VolumeProvisioner provisioner = new VolumeProvisioner(
            rds, new InMemoryAttachmentRecords(), new StorageDefaults("10.0.0.1", "", 4420, BASE), times);
    private final VolumeExpander expander = new VolumeExpander(rds, new InMemoryAttachmentRecords(), times);
    private final Map<String, String> benign = new HashMap<>();

    @Test
    void areRefusedOrStayInsideTheirQuotes() {
        Random random = new Random(7);
        int carried = 0;
        for (int i = 0; i < REQUESTS; i++) {
            String name = name(random);
            String key = random.nextBoolean() ? KEYS.get(random.nextInt(KEYS.size())) : text(random);
            String value = random.nextBoolean() ? BASE + "/" + text(random) : text(random);
            carried += reachesTheDevice(i % 3, name, key, value) ? 1 : 0;
        }
        assertThat(carried).as("requests that reached the device").isBetween(REQUESTS / 20, REQUESTS / 2);
    }

    private boolean reachesTheDevice(int rpc, String name, String key, String value) {
        sent.clear();
        try {
            call(rpc, name, key, value).onErrorComplete(Failure.class).block();
        } catch (Failure refused) {
            assertThat(sent).isEmpty();
            return false;
        }
        List<Script> carried = List.copyOf(sent);
        String path = key.equals("volumePath") && value.startsWith(BASE) ? harmlessPath(value) : BASE;
        carried.forEach(script -> assertThat(new Literals(script.text(FRAME)).outside())
                .as("%s of '%s' with %s='%s'", script.name(), name, key, value)
                .isEqualTo(outside(script.name(), name, path)));
        return !carried.isEmpty();
    }

    private Mono<?> call(int rpc, String name, String key, String value) {
        return switch (rpc) {
            case 0 -> provisioner.create(created(name, key, value));
            case 1 -> provisioner.delete(RequestFields.volume(name));
            default ->
                expander.expand(ControllerRequests.expand(Csi.ControllerExpandVolumeRequest.newBuilder()
                        .setVolumeId(name)
                        .setCapacityRange(Csi.CapacityRange.newBuilder().setRequiredBytes(1 << 30))
                        .build()));
        };
    }

    private static CreateVolume created(String name, String key, String value) {
        return ControllerRequests.create(Csi.CreateVolumeRequest.newBuilder()
                .setName(name)
                .putParameters(key, value)
                .addVolumeCapabilities(Csi.VolumeCapability.newBuilder()
                        .setBlock(Csi.VolumeCapability.BlockVolume.getDefaultInstance())
                        .setAccessMode(Csi.VolumeCapability.AccessMode.newBuilder()
                                .setMode(Csi.VolumeCapability.AccessMode.Mode.SINGLE_NODE_WRITER)))
                .build());
    }

    /** The same script's text outside of its quotes for a harmless volume of the same form. */
    private String outside(String script, String name, String path) {
        String harmless = new VolumeId(name).isProvisioned() ? KNOWN : "x".repeat(name.length());
        return benign.computeIfAbsent(script + " " + harmless + " " + path, same -> harmless(script, harmless, path));
    }

    /** As deep as the other, which is read without the blanks around it. */
    private static String harmlessPath(String value) {
        return BASE + value.strip().substring(BASE.length()).replaceAll("[^/]+", "x");
    }

    private String harmless(String script, String name, String path) {
        sent.clear();
        call(SCRIPTS.indexOf(script), name, "volumePath", path)
                .onErrorComplete(Failure.class)
                .block();
        return new Literals(sent.getFirst().text(FRAME)).outside();
    }

    private Reply noted(Script script) {
        sent.add(script);
        return new Reply.Rejected(Map.of(), RejectionReason.UNKNOWN, "failure: nothing is done here");
    }

    /** Half of them near enough to a name to have a chance. */
    private static String name(Random random) {
        Supplier<String> piece = random.nextBoolean()
                ? () -> PIECES.get(random.nextInt(6))
                : () -> PIECES.get(random.nextInt(PIECES.size()));
        return random.ints(random.nextInt(1, 50), 0, 1)
                .mapToObj(i -> piece.get())
                .collect(Collectors.joining());
    }

    private static String text(Random random) {
        return random.ints(random.nextInt(1, 6), 0, PIECES.size())
                .mapToObj(PIECES::get)
                .collect(Collectors.joining());
    }
}
