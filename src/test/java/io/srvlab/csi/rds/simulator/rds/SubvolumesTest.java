package io.srvlab.csi.rds.simulator.rds;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Subvolumes hold images, and a snapshot has its parent's under a path of its own. */
class SubvolumesTest {
    private static final String MENU = "/disk/btrfs/subvolume";

    @TempDir
    private Path directory;

    private TestDevice device;

    @BeforeEach
    void start() {
        device = TestDevice.in(directory);
        device.type(MENU + "/add fs=storage-pool name=vol-1");
        device.type("/disk/add type=file slot=vol-1 file-path=storage-pool/vol-1/volume.img file-size=1G");
        device.device().markContent("vol-1", "precious");
    }

    private String get(String name, String property) {
        return device.type(":put [" + MENU + "/get [find name=" + name + "] " + property + "]");
    }

    @Test
    void aSnapshotHasTheParentsImageAndTakesNoSpace() {
        String free = device.get("storage-pool", "free");

        device.type(MENU + "/add fs=storage-pool name=snap-1 parent=vol-1 read-only=yes");
        device.type("/disk/add type=file slot=back file-path=storage-pool/snap-1/volume.img");

        assertThat(device.device().content("back")).isEqualTo("precious");
        assertThat(device.get("storage-pool", "free")).isEqualTo(free);
        assertThat(device.type(MENU + "/print detail where name=snap-1"))
                .startsWith("Flags: S - SNAPSHOT; r - READ-ONLY\n1 Sr name=\"snap-1\"");
    }

    @Test
    void eachHasItsOwnIdentityAndTime() {
        device.device().box().advanceClock(java.time.Duration.ofHours(1));
        device.type(MENU + "/add fs=storage-pool name=vol-2");

        assertThat(get("vol-1", "uuid")).hasSize(36).isNotEqualTo(get("vol-2", "uuid"));
        assertThat(get("vol-1", "creation-time")).isEqualTo("2025-11-11 16:47:07");
        assertThat(get("vol-2", "creation-time")).isEqualTo("2025-11-11 17:47:07");
    }

    @Test
    void oneIsRemovedWithItsFiles() {
        device.type("/disk/remove vol-1; " + MENU + "/remove [find name=vol-1]");

        assertThat(device.type(MENU + "/print count-only")).isEqualTo("0");
        assertThat(directory.resolve("storage-pool/vol-1")).doesNotExist();
    }

    @Test
    void oneCanBeRenamed() {
        device.type("/disk/remove vol-1; " + MENU + "/set [find name=vol-1] name=vol-9");

        assertThat(get("vol-9", "path")).isEqualTo("/storage-pool/vol-9");
        assertThat(directory.resolve("storage-pool/vol-9/volume.img")).exists();
        assertThat(directory.resolve("storage-pool/vol-1")).doesNotExist();
    }

    @Test
    void onlyABtrfsPoolHasThem() {
        device.device().addPool(new PoolSettings("other", "xfs", "other", 1L << 40, 0));

        assertThat(device.type(MENU + "/add fs=other name=vol-1")).startsWith("no such item");
        assertThat(device.type(MENU + "/add fs=storage-pool name=vol-1")).startsWith("failure:");
        assertThat(device.type(MENU + "/add fs=storage-pool name=x parent=nobody"))
                .startsWith("no such item");
    }

    @Test
    void oldReleasesKnowNone() {
        device.device().install("7.16");

        assertThat(device.type(MENU + "/add fs=storage-pool name=x")).startsWith("no such command");
    }
}
