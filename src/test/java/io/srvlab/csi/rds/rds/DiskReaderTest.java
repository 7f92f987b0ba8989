package io.srvlab.csi.rds.rds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srvlab.csi.rds.routeros.Row;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.Nqn;
import io.srvlab.csi.rds.volume.VolumeId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DiskReaderTest {
    private static final VolumeId VOLUME = new VolumeId("pvc-1");
    private static final String PATH = "/storage-pool/metal-csi/pvc-1.img";

    private final DiskReader reader = new DiskReader(new StorageSettings(
            "lab", "/storage-pool/metal-csi", new Capacity(0), 1.0, StorageSettings.Grow.IN_PLACE, 4420));

    @Test
    void aMarkedDiskIsReadWithWhateverSlotAndPathItHas() {
        Row row = row(Map.of(
                "slot", "short",
                "comment", "rds-csi:lab:pvc-1",
                "file-path", "storage-pool/elsewhere/x.img",
                "nvme-tcp-export", "yes",
                "nvme-tcp-server-port", "4421",
                "nvme-tcp-server-nqn", "nqn.2000-02.com.mikrotik:rotated"));

        assertThat(reader.find(VOLUME, List.of(row)))
                .contains(new Disk(
                        VOLUME,
                        "short",
                        "/storage-pool/elsewhere/x.img",
                        Capacity.ofGibibytes(1),
                        true,
                        4421,
                        new Nqn("nqn.2000-02.com.mikrotik:rotated"),
                        null,
                        new ExportMark(true, 0, ""),
                        List.of()));
    }

    @Test
    void whatADiskWithoutExportDoesNotShowIsWhatItsNextExportWillUse() {
        Disk disk = reader.find(VOLUME, List.of(row(Map.of("comment", "rds-csi:lab:pvc-1"))))
                .orElseThrow();

        assertThat(disk.exported()).isFalse();
        assertThat(disk.port()).isEqualTo(4420);
        assertThat(disk.nqn()).isEqualTo(Nqn.of(VOLUME));
    }

    @Test
    void anUnmarkedDiskIsOursOnlyBySlotPathAndNqnTogether() {
        Map<String, String> prior = Map.of("nvme-tcp-server-nqn", "nqn.2000-02.com.mikrotik:pvc-1");

        assertThat(reader.ours(List.of(row(prior)))).hasSize(1);
        assertThat(reader.ours(List.of(row(with(prior, "file-path", "storage-pool/metal-csi/volumes/pvc-1.img")))))
                .hasSize(1);
        assertThat(reader.ours(List.of(
                        row(with(prior, "slot", "pvc-2")),
                        row(with(prior, "file-path", "/storage-pool/metal-csi-backup/pvc-1.img")),
                        row(with(prior, "file-path", "/storage-pool/metal-csi/xpvc-1.img")),
                        row(with(prior, "nvme-tcp-server-nqn", "nqn.2000-02.com.mikrotik:pvc-11")),
                        row(with(prior, "comment", "rds-csi:")),
                        row(with(prior, "comment", "rds-csi:other:pvc-1")),
                        row(Map.of()))))
                .isEmpty();
    }

    @Test
    void anotherOwnersDiskIsNotOurs() {
        assertThat(reader.find(VOLUME, List.of(row(Map.of("comment", "rds-csi:lab2:pvc-1")))))
                .isEmpty();
    }

    @Test
    void twoDisksOfOneVolumeAreNobodysToGuessAbout() {
        List<Row> rows = List.of(
                row(Map.of("slot", "one", "comment", "rds-csi:lab:pvc-1")),
                row(Map.of("slot", "two", "comment", "rds-csi:lab:pvc-1:copy")));

        assertThatThrownBy(() -> reader.find(VOLUME, rows))
                .isInstanceOf(Failure.Unexpected.class)
                .hasMessageContaining("[one, two]");
    }

    @Test
    void aDiskWithoutASizeIsNotTakenForAnEmptyOne() {
        List<Row> rows = List.of(row(Map.of("comment", "rds-csi:lab:pvc-1", "size", "")));

        assertThatThrownBy(() -> reader.find(VOLUME, rows))
                .isInstanceOf(Failure.Unexpected.class)
                .hasMessageContaining("pvc-1");
    }

    @Test
    void aDiskWithoutASizeDoesNotHideTheOthers() {
        List<Row> rows = List.of(
                row(Map.of("slot", "one", "comment", "rds-csi:lab:pvc-1", "size", "")),
                row(Map.of("slot", "two", "comment", "rds-csi:lab:pvc-2")));

        assertThat(reader.ours(rows)).extracting(Disk::isSized).containsExactly(false, true);
    }

    private static Row row(Map<String, String> values) {
        Map<String, String> all =
                new HashMap<>(Map.of("slot", "pvc-1", "file-path", PATH, "size", "1073741824", "type", "file"));
        all.putAll(values);
        return new Row(all);
    }

    private static Map<String, String> with(Map<String, String> values, String name, String value) {
        Map<String, String> changed = new HashMap<>(values);
        changed.put(name, value);
        return changed;
    }
}
