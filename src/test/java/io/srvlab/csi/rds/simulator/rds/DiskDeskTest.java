package io.srvlab.csi.rds.simulator.rds;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks come, change and go as on the device: silently, by halves, and never with their files. */
class DiskDeskTest {
    @TempDir
    private Path directory;

    private TestDevice device;

    @BeforeEach
    void start() {
        device = TestDevice.in(directory);
    }

    private void restart(Unknown... values) {
        device = TestDevice.in(directory, values);
    }

    @Nested
    class Adding {
        @Test
        void printsNothingAndMakesASparseFile() {
            assertThat(device.add("pvc-1", "1T")).isEmpty();
            assertThat(directory.resolve("storage-pool/csi/pvc-1.img")).hasSize(1L << 40);
            assertThat(device.get("pvc-1", "size")).isEqualTo("1099511627776");
        }

        @Test
        void answersWithTheIdWhenPut() {
            assertThat(device.type(
                            ":put [/disk/add type=file file-path=storage-pool/csi/a.img slot=a file-size=1048576]"))
                    .matches("\\*[0-9A-F]+");
        }

        @Test
        void takesDefaults() {
            device.type("/disk add type=file file-path=/storage-pool/csi/a.img file-size=1G");
            assertThat(device.get("file-storage-pool-csi-a.img", "mount-filesystem"))
                    .isIn("true", "yes");
        }

        @Test
        void refusesASlotOrFileThatIsTaken() {
            device.add("pvc-1", "1G");
            assertThat(device.add("pvc-1", "1G")).isEqualTo("failure: already have such entry");
            assertThat(device.type("/disk/add type=file file-path=storage-pool/csi/pvc-1.img slot=b"))
                    .isEqualTo("failure: file is already used by another disk");
        }

        @Test
        void refusesBadSizesAndMissingDirectories() {
            assertThat(device.add("pvc-1", "1.5G")).startsWith("invalid value for argument file-size");
            assertThat(device.type("/disk/add type=file file-path=storage-pool/nowhere/a.img slot=a file-size=1G"))
                    .isEqualTo("failure: no such directory");
        }

        @Test
        void attachesAFileThatWasLeft() {
            device.add("pvc-1", "1G");
            device.type("/disk/remove pvc-1");
            device.add("pvc-1", "2G");
            assertThat(device.get("pvc-1", "size")).isEqualTo("1073741824");
        }

        @Test
        void growsOrCutsAFileThatWasLeftWhenTheSwitchSaysSo() {
            restart(Unknown.ExistingFile.TRUNCATE);
            device.add("pvc-1", "1G");
            device.type("/disk/remove pvc-1");
            device.add("pvc-1", "2G");
            assertThat(device.get("pvc-1", "size")).isEqualTo("2147483648");
        }

        @Test
        void copiesSettingsAndNeverData() {
            device.add("pvc-1", "1G");
            device.export("pvc-1");
            device.device().markContent("pvc-1", "precious");
            String copy = device.type("/disk/add type=file copy-from=[find slot=pvc-1] slot=snap"
                    + " file-path=storage-pool/csi/snap.img file-size=1G nvme-tcp-server-nqn="
                    + TestDevice.nqn("snap"));
            assertThat(copy).isEmpty();
            assertThat(device.device().content("snap")).isEmpty();
            assertThat(device.get("snap", "nvme-tcp-export")).isIn("true", "yes");
        }

        @Test
        void refusesAnNqnThatIsExportedAlready() {
            device.add("pvc-1", "1G");
            device.export("pvc-1");
            assertThat(device.type("/disk/add type=file copy-from=[find slot=pvc-1] slot=snap"
                            + " file-path=storage-pool/csi/snap.img file-size=1G"))
                    .isEqualTo("failure: already have such nqn");
        }

        @Test
        void cutsOrRefusesLongSlotsWhenTheSwitchSaysSo() {
            String slot = "pvc-ccdecfad-a8bf-572e-9120-464c4d99f12f";
            restart(Unknown.SlotLimit.TRUNCATE_32);
            device.add(slot, "1G");
            assertThat(device.count("slot=" + slot.substring(0, 32))).isEqualTo("1");
            restart(Unknown.SlotLimit.REFUSE_32);
            assertThat(device.add(slot, "1G")).startsWith("failure:");
        }
    }

    @Nested
    class Changing {
        @Test
        void nothingIsSilentSuccess() {
            assertThat(device.type("/disk/set [find slot=nobody] nvme-tcp-export=yes"))
                    .isEmpty();
            assertThat(device.type("/disk/remove [find slot=nobody]")).isEmpty();
        }

        @Test
        void growsAndRefusesToShrink() {
            device.add("pvc-1", "1G");
            assertThat(device.type("/disk/set [find slot=pvc-1] file-size=2147483648"))
                    .isEmpty();
            assertThat(device.get("pvc-1", "size")).isEqualTo("2147483648");
            assertThat(device.type("/disk/set [find slot=pvc-1] file-size=1G")).startsWith("failure:");
        }

        @Test
        void hidesTheNqnWhileNotExported() {
            device.add("pvc-1", "1G");
            assertThat(device.type("/disk/print detail where slot=pvc-1")).doesNotContain("nvme-tcp-server");
            device.export("pvc-1");
            assertThat(device.type("/disk/print detail where slot=pvc-1"))
                    .contains("nvme-tcp-server-nqn=\"nqn.2026-11.io.srvlab:pvc-1\"");
        }

        @Test
        void ofForeignThingsIsObeyedAndNoticed() {
            device.type("/disk/set nixos-node1-var nvme-tcp-export=no");
            device.type("/file/remove [find name=storage-pool/iso/debian-13.iso]");
            assertThat(device.device().box().invariants().violations()).hasSize(2);
        }

        @Test
        void aMountOfAnExportedFilesystemIsNoticed() {
            device.type("/disk/add type=file file-path=storage-pool/csi/a.img slot=a file-size=1G nvme-tcp-export=yes");
            device.device().markFilesystem("a", "ext4");
            assertThat(device.device().box().invariants().violations())
                    .singleElement()
                    .asString()
                    .contains("double mount");
            assertThat(device.count("slot=a mounted")).isEqualTo("1");
        }
    }

    @Nested
    class Removing {
        @Test
        void keepsTheFile() {
            device.add("pvc-1", "1G");
            device.type("/disk/remove [find slot=pvc-1]");
            assertThat(device.count("slot=pvc-1")).isEqualTo("0");
            assertThat(directory.resolve("storage-pool/csi/pvc-1.img")).exists();
            device.type("/file/remove [find name=\"storage-pool/csi/pvc-1.img\"]");
            assertThat(Files.exists(directory.resolve("storage-pool/csi/pvc-1.img")))
                    .isFalse();
        }

        @Test
        void aFileByItsNameWithASlashMatchesNothing() {
            device.add("pvc-1", "1G");
            device.type("/file/remove [find name=\"/storage-pool/csi/pvc-1.img\"]");
            assertThat(directory.resolve("storage-pool/csi/pvc-1.img")).exists();
        }

        @Test
        void theFileOfALiveDiskIsNoticed() {
            device.add("pvc-1", "1G");
            device.type("/file/remove [find name=\"storage-pool/csi/pvc-1.img\"]");
            assertThat(device.device().box().invariants().violations()).hasSize(1);
        }
    }
}
