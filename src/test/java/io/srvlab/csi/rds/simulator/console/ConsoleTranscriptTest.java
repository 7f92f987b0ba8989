package io.srvlab.csi.rds.simulator.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The console prints what real devices were seen to print. */
class ConsoleTranscriptTest {
    private static final ConsoleStyle WIDE = ConsoleStyle.deviceLike().withWidth(230);

    @Test
    void anExportedFileDiskPrintsAsRecorded() {
        ShelfMenu disks =
                ShelfMenu.disks().filledTo(31).holding(Set.of("BLOCK-DEVICE", "NVME-TCP-EXPORT"), """
                type=file|slot=vm-storage-001|slot-default=|parent=|fs=|model=/raid10/vm-storage-001.img\
                |size=1099511627776|mount-filesystem=no|mount-read-only=no|compress=no|sector-size=512\
                |raid-master=none|nvme-tcp-export=yes|nvme-tcp-server-port=4420\
                |nvme-tcp-server-nqn=nqn.2026-09.com.mikrotik:rds2216.vm-storage-001\
                |nvme-tcp-server-allow-host-name=|iscsi-export=no|nfs-sharing=no|smb-sharing=no|media-sharing=no\
                |media-interface=none|swap=no|file-path=/raid10/vm-storage-001.img|file-size=1099511627776\
                |file-offset=0""".split("\\|", -1));

        assertThat(print(disks, WIDE, "/disk/print detail where slot=\"vm-storage-001\""))
                .isEqualTo(recorded("disk-print-detail"));
    }

    @Test
    void aRaidAmongOthersPrintsAsRecorded() {
        ShelfMenu disks =
                ShelfMenu.disks().filledTo(26).holding(Set.of("BLOCK-DEVICE", "MOUNTED"), """
                type=raid|slot=raid10|slot-default=|parent=|fs-label=ocp-storage\
                |fs-uuid=40437dbc-2318-45dc-817b-b3bb95cf48ab|fs=xfs|model=RAID0 striped|size=16003143565312\
                |free=14789895307264|total-inodes=1562806656|free-inodes=1562806652|use=8%|mount-point=raid10\
                |mount-filesystem=yes|mount-read-only=no|compress=no|sector-size=512|raid-type=0\
                |raid-device-count=4|raid-max-component-size=none|raid-chunk-size=256K|raid-master=none|state=clean\
                |raid-uuid=eadca0af-ecff031c-239758ad-951a47de|nvme-tcp-export=no|iscsi-export=no|nfs-sharing=no\
                |smb-sharing=no|media-sharing=no|media-interface=none|swap=no""".split("\\|", -1));
        disks.holding(Set.of("BLOCK-DEVICE", "RAID-MEMBER"), "type=raid", "slot=raid10-m0");

        String printed = print(disks, WIDE, "/disk/print detail where type=raid");

        assertThat(printed)
                .startsWith("Flags: B - BLOCK-DEVICE; M - MOUNTED; r - RAID-MEMBER\r\n")
                .endsWith("\r\n\r\n27 B r type=raid slot=\"raid10-m0\"\r\n")
                .contains(recorded("disk-print-detail-raid"));
    }

    @Test
    void aTableOfDisksPrintsAsRecorded() {
        ShelfMenu disks = ShelfMenu.disks()
                .holding(
                        Set.of("BLOCK-DEVICE", "GUID-PARTITION-TABLE"),
                        "slot=nvme9",
                        "size=1024209543168",
                        "fs=",
                        "swap=no")
                .holding(
                        Set.of("BLOCK-DEVICE", "MOUNTED", "PARTITION"),
                        "slot=nvme9-part1",
                        "mount-point=nvme9-part1",
                        "size=4000000000",
                        "fs=ext4",
                        "swap=no")
                .holding(Set.of("SWAP-ENABLED"), "slot=file-nvme9-part1-swapfile", "size=536866816", "fs=", "swap=yes");

        assertThat(print(disks, ConsoleStyle.deviceLike(), "/disk/print where slot~\"nvme9\""))
                .isEqualTo(recorded("disk-print"));
    }

    @Test
    void filesInDetailPrintAsRecorded() {
        String directory = "storage-pool/metal-csi";
        ShelfMenu files = ShelfMenu.files()
                .holding(Set.of(), "name=" + directory, "type=directory", "last-modified=2025-11-11 16:47:07")
                .holding(
                        Set.of(),
                        "name=" + directory + "/pvc-ccdecfad-a8bf-572e-9120-464c4d99f12f.img",
                        "type=.img file",
                        "size=10737418240",
                        "last-modified=2025-11-11 14:32:41")
                .holding(
                        Set.of(),
                        "name=" + directory + "/pvc-0f923194-922a-5dd8-b376-c2c6ccb56dd8.img",
                        "type=.img file",
                        "size=1073741824",
                        "last-modified=2025-11-11 16:47:07");

        assertThat(print(files, ConsoleStyle.deviceLike(), "/file print detail where name~\"storage-pool/metal-csi\""))
                .isEqualTo(recorded("file-print-detail"));
    }

    @Test
    void aTableOfFilesPrintsAsRecorded() {
        ShelfMenu files = ShelfMenu.files()
                .holding(Set.of(), "name=nvme9", "type=disk", "last-modified=2026-09-25 11:47:05")
                .holding(Set.of(), "name=nvme9/lost+found", "type=directory", "last-modified=2026-09-25 11:47:05");

        assertThat(print(files, ConsoleStyle.deviceLike(), "/file/print where name~\"nvme9\""))
                .isEqualTo(recorded("file-print"));
    }

    private static String print(ShelfMenu menu, ConsoleStyle style, String line) {
        return new Console(List.of(menu), style).run(line).output();
    }

    /** The recording, with the line ends of the wire. */
    private static String recorded(String name) {
        try (InputStream file = ConsoleTranscriptTest.class.getResourceAsStream("/routeros/7.24/" + name + ".txt")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8)
                    .replace("\n", "\r\n");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
