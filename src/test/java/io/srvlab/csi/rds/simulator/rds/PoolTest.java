package io.srvlab.csi.rds.simulator.rds;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Space is counted in bytes, and the pool's entry always tells what is left. */
class PoolTest {
    private static final long GIB = 1L << 30;

    @TempDir
    private Path directory;

    private TestDevice small(Unknown... values) {
        return new TestDevice(SimulatorSettings.in(directory)
                .withPool(new PoolSettings("storage-pool", "btrfs", "pool", 100 * GIB, 10 * GIB))
                .withSwitches(Switches.defaults().with(values)));
    }

    private static String free(TestDevice device) {
        return device.get("storage-pool", "free");
    }

    @Test
    void imagesTakeTheirWholeSizeAndGiveItBack() {
        TestDevice device = small();
        device.add("a", "40G");
        assertThat(free(device)).isEqualTo(Long.toString(50 * GIB));
        device.type("/disk/remove a");
        assertThat(free(device)).isEqualTo(Long.toString(50 * GIB));
        device.type("/file/remove storage-pool/csi/a.img");
        assertThat(free(device)).isEqualTo(Long.toString(90 * GIB));
    }

    @Test
    void moreThanIsFreeIsRefusedAndLeavesNothing() {
        TestDevice device = small();
        assertThat(device.add("a", "91G")).isEqualTo("failure: not enough space");
        assertThat(device.count("slot=a")).isEqualTo("0");
        assertThat(free(device)).isEqualTo(Long.toString(90 * GIB));
    }

    @Test
    void sparseImagesTakeNothing() {
        TestDevice device = small(Unknown.Allocation.SPARSE);
        assertThat(device.add("a", "1T")).isEmpty();
        assertThat(free(device)).isEqualTo(Long.toString(90 * GIB));
    }

    @Test
    void freeSpaceCanBePretended() {
        TestDevice device = small();
        device.device().box().faults().pretendFreeSpace(GIB);
        assertThat(device.add("a", "2G")).isEqualTo("failure: not enough space");
        assertThat(free(device)).isEqualTo(Long.toString(GIB));
    }

    @Test
    void anUnmountedPoolShowsNoSpaceAndTakesNoImage() {
        TestDevice device = small();
        device.device().box().faults().begin(Faults.Condition.POOL_UNMOUNTED);
        assertThat(device.count("mount-point=\"storage-pool\"")).isEqualTo("0");
        assertThat(device.add("a", "1G")).startsWith("failure:");
    }

    @Test
    void aFailedMemberIsCounted() {
        TestDevice device = small();
        assertThat(device.count("raid-member-failed")).isEqualTo("0");
        device.device().box().faults().begin(Faults.Condition.RAID_MEMBER_FAILED);
        assertThat(device.count("raid-member-failed")).isEqualTo("1");
    }
}
