package io.srvlab.csi.rds.simulator.rds;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole device, brought into the state of a recording by its own commands, prints what was recorded. */
class BoxTranscriptTest {
    private static final long TIB = 1L << 40;
    private static final int WIDE = 230;
    private static final int EXEC = 80;

    @TempDir
    private Path directory;

    /** The storage server of the 7.24 recordings: sixteen terabytes of xfs. */
    private Device rds2216() {
        long size = 16_003_143_565_312L;
        long others = size - 14_789_895_307_264L - TIB;
        Device device = device("7.24", new PoolSettings("raid10", "xfs", "ocp-storage", size, others));
        type(
                device,
                "/disk/add type=file file-path=raid10/vm-storage-001.img file-size=1T slot=vm-storage-001"
                        + " mount-filesystem=no");
        type(
                device,
                "/disk/set vm-storage-001 nvme-tcp-export=yes nvme-tcp-server-port=4420"
                        + " nvme-tcp-server-nqn=\"nqn.2026-09.com.mikrotik:rds2216.vm-storage-001\"");
        return device;
    }

    private Device device(String version, PoolSettings pool) {
        Clock clock = Clock.fixed(Instant.parse("2025-11-11T14:32:41Z"), ZoneOffset.UTC);
        SimulatorSettings settings =
                SimulatorSettings.in(directory).withVersion(version).withPool(pool);
        return new Device(settings, new VirtualExports(), false, clock);
    }

    private Device device(String version) {
        return device(version, PoolSettings.storagePool());
    }

    private static void type(Device device, String line) {
        assertThat(print(device, line, EXEC)).isEmpty();
    }

    /** What a terminal of that width shows; no line ends otherwise than the device's do. */
    private static String print(Device device, String line, int width) {
        String printed = device.run(line, 1, width).output();
        assertThat(printed.replace("\r\n", "")).doesNotContain("\r").doesNotContain("\n");
        return printed.replace("\r\n", "\n");
    }

    @Test
    void anExportedDisk() {
        assertThat(print(rds2216(), "/disk/print detail where slot=\"vm-storage-001\"", WIDE))
                .isEqualTo(Recording.of("7.24/disk-print-detail"));
    }

    @Test
    void aPoolAndItsFirstMember() {
        String printed = print(rds2216(), "/disk/print detail where type=raid", WIDE);

        assertThat(printed)
                .startsWith("Flags: B - BLOCK-DEVICE; M - MOUNTED; r - RAID-MEMBER\n")
                .contains(Recording.of("7.24/disk-print-detail-raid"));
        assertThat(joined(printed.split("\n\n", -1)[1]))
                .matches(withGaps(Recording.of("7.24/disk-print-detail-member").strip()));
    }

    /** Without the wrapping, of which the recording shows nothing. */
    private static String joined(String entry) {
        return entry.replaceAll("\n +", " ").strip();
    }

    /** The recording leaves out what it marks with an ellipsis. */
    private static String withGaps(String recorded) {
        return Stream.of(recorded.split(" ?… ?", -1))
                .map(java.util.regex.Pattern::quote)
                .collect(Collectors.joining(".*"));
    }

    @Test
    void thePoolsCapacity() {
        String print = "/disk/print detail where mount-point=\"storage-pool\"";

        assertThat(print(device("7.21"), print, 0))
                .contains(" " + Recording.of("7.21/parser-pool-detail").strip() + " ");
        PoolSettings later = PoolSettings.storagePool();
        assertThat(print(
                        device(
                                "7.21",
                                new PoolSettings(
                                        later.name(),
                                        later.filesystem(),
                                        later.label(),
                                        later.size(),
                                        later.size() - 5_632_440_000_000L)),
                        print,
                        0))
                .contains(
                        " " + Recording.of("7.21/disk-print-detail-pool-later").strip() + " ");
    }

    @Test
    void filesInDetail() {
        Device device = device("7.21");
        type(device, "/file/add type=directory name=storage-pool/metal-csi");
        type(device, add("pvc-ccdecfad-a8bf-572e-9120-464c4d99f12f", "10G"));
        device.box().advanceClock(Duration.ofSeconds(2 * 3600 + 14 * 60 + 26));
        type(device, add("pvc-0f923194-922a-5dd8-b376-c2c6ccb56dd8", "1G"));

        assertThat(print(device, "/file print detail where name~\"storage-pool/metal-csi\"", EXEC))
                .isEqualTo(Recording.of("7.21/parser-file-detail"));
    }

    private static String add(String slot, String size) {
        return "/disk add type=file file-path=/storage-pool/metal-csi/" + slot + ".img file-size=" + size + " slot="
                + slot;
    }

    @Test
    void aTableOfDisks() {
        Device device = emptied(device("7.24"));
        put(device, Map.of("type", "hardware", "slot", "nvme9", "size", "1024209543168", "partition-table", "gpt"));
        put(
                device,
                Map.of(
                        "type",
                        "partition",
                        "slot",
                        "nvme9-part1",
                        "size",
                        "4000000000",
                        "fs",
                        "ext4",
                        "mount-point",
                        "nvme9-part1"));
        put(device, Map.of("type", "file", "slot", "file-nvme9-part1-swapfile", "size", "536866816", "swap", "yes"));

        assertThat(print(device, "/disk/print where slot~\"nvme9\"", EXEC)).isEqualTo(Recording.of("7.24/disk-print"));
    }

    private static Device emptied(Device device) {
        List.copyOf(device.disks().all()).forEach(device.disks()::remove);
        return device;
    }

    private static void put(Device device, Map<String, String> values) {
        Disk disk = new Disk(device.disks().newId(), Map.of("swap", "no", "fs", "-"), false);
        device.disks().put(disk.with(values));
    }

    @Test
    void aTableOfFiles() {
        Device device = device("7.24");
        device.box()
                .advanceClock(
                        Duration.between(Instant.parse("2025-11-11T14:32:41Z"), Instant.parse("2026-09-25T11:47:05Z")));
        device.addPool(new PoolSettings("nvme9", "ext4", "nvme9", TIB, 0));
        type(device, "/file/add type=directory name=nvme9/lost+found");

        assertThat(print(device, "/file/print where name~\"nvme9\"", EXEC)).isEqualTo(Recording.of("7.24/file-print"));
    }

    @Test
    void theTrafficOfThePool() {
        assertThat(print(device("7.21"), "/disk/monitor-traffic storage-pool once", EXEC))
                .isEqualTo(Recording.of("7.21/disk-monitor-traffic"));
    }

    /** The manual shows the first lines of it. */
    @Test
    void theTrafficOfAPartition() {
        Device device = device("7.24");
        put(
                device,
                Map.of(
                        "type", "partition",
                        "slot", "nvme9-part2",
                        "read-ops", "113229",
                        "read-bytes", "29668814848",
                        "read-time", "48149"));

        assertThat(print(device, "/disk/monitor-traffic nvme9-part2 once", EXEC))
                .startsWith(Recording.of("7.24/disk-monitor-traffic"));
    }
}
