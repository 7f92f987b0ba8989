package io.srvlab.csi.rds.simulator.rds;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** We are never alone on the device. */
class FurnitureTest {
    @TempDir
    private Path directory;

    @Test
    void otherPeoplesThingsAreAlwaysThere() {
        TestDevice device = TestDevice.in(directory);

        assertThat(device.count("slot=nixos-node1-var nvme-tcp-export")).isEqualTo("1");
        assertThat(device.type("/file/print count-only where name~\"iso\"")).isEqualTo("2");
        assertThat(device.count("comment~\"rds-csi\"")).isEqualTo("0");
    }

    @Test
    void anotherClusterMayKeepItsMarkedDisksWhereWeKeepOurs() {
        TestDevice device = TestDevice.in(directory, Unknown.SecondOwner.PRESENT);

        assertThat(device.count(
                        "comment~\"^rds-csi:another-cluster:pvc-\" file-path~\"^/storage-pool/metal-csi/pvc-\""))
                .isEqualTo("2");
        device.type("/disk/set [find comment~\"another-cluster\"] comment=ours");
        assertThat(device.device().box().invariants().violations()).hasSize(2);
    }
}
