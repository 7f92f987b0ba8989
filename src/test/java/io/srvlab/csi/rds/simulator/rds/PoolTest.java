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
    void anAddThatRunsOutOfSpaceMayLeaveAFile() {
        TestDevice device = small(Unknown.FullPool.LEAVES_FILE);
        assertThat(device.add("a", "91G")).isEqualTo("failure: not enough space");
        assertThat(device.count("slot=a")).isEqualTo("0");
        assertThat(directory.resolve("storage-pool/csi/a.img")).hasSize(90 * GIB);
        assertThat(free(device)).isEqualTo("0");
        device.type("/file/remove storage-pool/csi/a.img");
        assertThat(free(device)).isEqualTo(Long.toString(90 * GIB));
    }

    @Test
    void aSparseImageTakesWhatAHostWritesIntoIt() {
        TestDevice device = small(Unknown.Allocation.SPARSE);
        device.add("a", "1T");
        device.device().occupy("a", 20 * GIB);
        device.device().occupy("a", 10 * GIB);
        assertThat(free(device)).isEqualTo(Long.toString(70 * GIB));
    }

    @Test
    void poolsAreFilledEachOnItsOwn() {
        TestDevice device = small();
        device.device().addPool(new PoolSettings("second", "xfs", "label-2", 50 * GIB, 0));
        device.type("/disk/add type=file slot=b file-path=second/b.img file-size=20G");
        assertThat(device.get("second", "free")).isEqualTo(Long.toString(30 * GIB));
        assertThat(free(device)).isEqualTo(Long.toString(90 * GIB));
        assertThat(device.count("mount-point=second type=raid")).isEqualTo("1");
        assertThat(device.count("raid-master=second")).isEqualTo("4");
        assertThat(device.type("/disk/add type=file slot=c file-path=third/c.img file-size=20G"))
                .isEqualTo("failure: no such directory");
        assertThat(device.type("/disk/add type=file slot=c file-path=second/c.img file-size=1G compress=yes"))
                .isEqualTo("compression only available for btrfs");
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
