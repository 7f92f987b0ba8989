package io.srvlab.csi.rds.simulator.rds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A simulator that starts again in its directory is the same device, however the one before ended. */
class DeviceMemoryTest {
    @TempDir
    private Path directory;

    private TestDevice device;

    @BeforeEach
    void start() {
        device = new TestDevice(SimulatorSettings.in(directory), new VirtualExports(), true);
    }

    private Path journal() {
        return directory.resolve("disks.jsonl");
    }

    @Test
    void disksCommentsExportsAndContentComeBack() {
        device.add("a", "1G");
        device.export("a");
        device.type("/disk/set a comment=\"rds-csi:me:a :x\"");
        device.device().markContent("a", "hello");
        String id = device.type(":put [/disk/find slot=a]");
        String listing = device.type("/disk/print detail where slot=a");
        start();
        assertThat(device.type("/disk/print detail where slot=a")).isEqualTo(listing);
        assertThat(device.type(":put [/disk/find slot=a]")).isEqualTo(id);
        assertThat(device.device().content("a")).isEqualTo("hello");
        assertThat(device.device().exports().nqns()).contains(TestDevice.nqn("a"));
    }

    @Test
    void aNewDiskNeverTakesTheIdOfOneThatCameBack() {
        device.add("a", "1G");
        start();
        device.add("b", "1G");
        assertThat(device.type(":put [:len [/disk/find slot=a]]")).isEqualTo("1");
        assertThat(device.count("slot=a")).isEqualTo("1");
        assertThat(device.count("slot=b")).isEqualTo("1");
    }

    @Test
    void whatIsRemovedStaysRemovedAndItsFileStays() {
        device.add("a", "1G");
        device.type("/disk/remove a");
        start();
        assertThat(device.count("slot=a")).isEqualTo("0");
        assertThat(device.type("/file/print count-only where name=storage-pool/csi/a.img"))
                .isEqualTo("1");
        device.type("/file/remove storage-pool/csi/a.img");
        start();
        assertThat(device.type("/file/print count-only where name=storage-pool/csi/a.img"))
                .isEqualTo("0");
    }

    @Test
    void filesystemsAndTheSpaceInUseComeBack() {
        device.add("a", "1G");
        device.device().markFilesystem("a", "ext4");
        String free = device.get("storage-pool", "free");
        start();
        assertThat(device.get("a", "fs")).isEqualTo("ext4");
        assertThat(device.get("storage-pool", "free")).isEqualTo(free);
    }

    @Test
    void aLineWithoutItsEndWasNeverAnsweredFor() throws IOException {
        device.add("a", "1G");
        Files.writeString(journal(), "{\"id\":\"*77\",\"values\":{\"ty", StandardOpenOption.APPEND);
        start();
        assertThat(device.count("slot=a")).isEqualTo("1");
        device.add("b", "1G");
        start();
        assertThat(device.count("slot=b")).isEqualTo("1");
    }

    @Test
    void aDamagedFileStopsTheStart() throws IOException {
        device.add("a", "1G");
        Files.writeString(journal(), "nonsense\n", StandardOpenOption.APPEND);
        assertThatThrownBy(this::start).hasMessageContaining("disks.jsonl is damaged");
    }

    @Test
    void aChangeThatCannotBeKeptIsAFailedCommand() throws IOException {
        Files.delete(journal());
        Files.createDirectory(journal());
        assertThat(device.add("a", "1G")).contains("failure: configuration not kept");
    }

    @Test
    void somebodyElsesImageIsNotEmptiedByAStart() throws IOException {
        Path image = directory.resolve("storage-pool/nixos/nixos-node1-var.img");
        Files.writeString(image, "theirs", StandardOpenOption.WRITE);
        start();
        assertThat(device.device().content("nixos-node1-var")).isEqualTo("theirs");
    }

    @Test
    void aDeviceThatIsToForgetForgets() {
        device = TestDevice.in(directory);
        device.add("z", "1G");
        device = TestDevice.in(directory);
        assertThat(device.count("slot=z")).isEqualTo("0");
    }
}
