package io.srvlab.csi.rds.simulator.rds;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the disk menu shows besides settings. */
class DiskPrintTest {
    @TempDir
    private Path directory;

    private TestDevice device;

    @BeforeEach
    void start() {
        device = TestDevice.in(directory);
    }

    @Test
    void statsTellADrivesHealth() {
        assertThat(device.type("/disk/print stats where slot=nvme1")).isEqualTo("""
                Flags: B - BLOCK-DEVICE
                Columns: SLOT, TEMPERATURE, PERCENTAGE-USED, AVAILABLE-SPARE
                #   SLOT   TEMPERATURE  PERCENTAGE-USED  AVAILABLE-SPARE
                0 B nvme1           36                1              100""");
        assertThat(device.type("/disk/print stats-detail where slot=nvme1"))
                .contains("slot=\"nvme1\" temperature=36 critical-warning=\"\" percentage-used=1 available-spare=100");
        assertThat(device.type("/disk/print detail where slot=nvme1")).doesNotContain("temperature");
    }

    @Test
    void aDriveInTroubleShowsIt() {
        Disk drive = device.device().disks().bySlot("nvme1").orElseThrow();
        device.device().disks().put(drive.with("critical-warning", "spare-space"));

        assertThat(device.type("/disk/print stats-detail where slot=nvme1"))
                .contains("critical-warning=\"spare-space\"");
    }

    @Test
    void thePrintCanBeOrdered() {
        String[] slots = device.type("/disk/print terse proplist=slot order-by=slot where type=hardware")
                .split("\n", -1);

        assertThat(slots).hasSize(25);
        assertThat(slots[1]).endsWith("slot=nvme10");
    }

    @ParameterizedTest
    @CsvSource({
        "7.20,show-sensitive,false",
        "7.21,show-sensitive,true",
        "7.23,order-by=slot,false",
        "7.24,order-by=slot,true"
    })
    void argumentsOfPrintCameWithTheirReleases(String version, String argument, boolean known) {
        device.device().install(version);

        assertThat(device.type("/disk/print count-only " + argument).matches("\\d+"))
                .isEqualTo(known);
    }

    @Test
    void theLegendIsPresentFlagsOrAllOrOld() {
        assertThat(device.type("/disk/print detail where slot=gone")).isEmpty();
        restart(Unknown.Legend.ALL);
        assertThat(device.type("/disk/print detail where slot=gone")).contains("X - DISABLED, E - EMPTY");
        restart(Unknown.Legend.OLD);
        assertThat(device.type("/disk/print detail where slot=nvme1")).startsWith("Flags: X - disabled, ");
    }

    private void restart(Unknown value) {
        device = TestDevice.in(directory, value);
    }

    @Test
    void aDisabledDiskIsMarkedAndNotServed() {
        device.add("a", "1G");
        device.export("a");
        HostConnection host = device.device()
                .exports()
                .connect("host", TestDevice.nqn("a"), 4420)
                .orElseThrow();

        device.type("/disk/disable a");

        assertThat(host.isLive()).isFalse();
        assertThat(device.device().exports().connect("host", TestDevice.nqn("a"), 4420))
                .isEmpty();
        assertThat(device.count("slot=a disabled")).isEqualTo("1");
        assertThat(device.type("/disk/print detail where slot=a"))
                .contains("X type=file")
                .contains("nvme-tcp-export=yes");
        device.type("/disk/set a disabled=no");
        assertThat(device.device().exports().connect("host", TestDevice.nqn("a"), 4420))
                .isPresent();
    }

    @Test
    void aMountedDiskCannotBeEjected() {
        assertThat(device.type("/disk/eject storage-pool")).isEqualTo("could not unmount, stop using it first");
        assertThat(device.type("/disk/eject nvme1")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0,0bps",
        "999,999bps",
        "500000,500kbps",
        "12800000,12.8Mbps",
        "1500000000,1.5Gbps",
        "2500000000000,2500Gbps"
    })
    void ratesAreInBits(long bits, String shown) {
        assertThat(Traffic.rate(bits)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({"0,0ms", "48149,48s149ms", "60000,1m", "3600001,1h1ms"})
    void timesAreShort(long milliseconds, String shown) {
        assertThat(Traffic.time(milliseconds)).isEqualTo(shown);
    }

    @Test
    void countersStartAgainWhenReset() {
        device.type("/disk/reset-counters storage-pool");

        assertThat(device.type("/disk/monitor-traffic storage-pool once")).contains(" read-ops:            0");
    }

    @ParameterizedTest
    @CsvSource({"WITHOUT_PREFIX,already have such entry", "WITH_CODE,failure: already have such entry (4)"})
    void textsComeWithAndWithoutTheirTrimmings(Unknown.ErrorTexts texts, String shown) {
        restart(texts);
        device.add("a", "1G");

        assertThat(device.add("a", "1G")).isEqualTo(shown);
    }
}
