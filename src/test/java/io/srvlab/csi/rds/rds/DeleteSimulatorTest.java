package io.srvlab.csi.rds.rds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srvlab.csi.rds.fault.Bench;
import io.srvlab.csi.rds.simulator.rds.SimulatorSettings;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.Failure;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A deletion removes the volume's own image, and nothing else that is named like it. */
class DeleteSimulatorTest {
    private static final String ID = "pvc-ccdecfad-a8bf-572e-9120-464c4d99f12f";
    private static final String COPY = "storage-pool/metal-csi/backup/" + ID + ".img";

    @TempDir
    Path directory;

    @Test
    void anAdministratorsCopyOfTheImageStays() {
        try (Bench bench = withVolumeAndCopy()) {
            bench.delete(ID);
            bench.delete(ID);

            assertThat(count(bench, COPY)).isEqualTo("1");
            assertThat(count(bench, "storage-pool/metal-csi/" + ID + ".img")).isEqualTo("0");
        }
    }

    /** In a condition {@code $name} is the file's own name, so {@code find where name=$name} finds every file of the device. */
    @Test
    void aDeletionRemovesEveryFileOfTheDeviceBecauseItsVariableIsCalledLikeAProperty() {
        try (Bench bench = withVolumeAndCopy()) {
            bench.create("other", Capacity.ofGibibytes(1));
            int before = files(bench);

            bench.delete(ID);

            assertThat(files(bench)).isEqualTo(before - 1);
            assertThat(count(bench, "storage-pool/metal-csi/other.img")).isEqualTo("1");
            assertThat(bench.device().violations()).isEmpty();
        }
    }

    /** The prior driver called it deleted when only the disk was. */
    @Test
    @Tag("defect-11")
    void aFileThatADeletionLeftBehindGoesWithTheNextCall() {
        try (Bench bench = withVolumeAndCopy()) {
            bench.device().faults().halfDoneRemove();
            assertThatThrownBy(() -> bench.delete(ID)).isInstanceOf(Failure.class);
            assertThat(count(bench, "storage-pool/metal-csi/" + ID + ".img")).isEqualTo("1");

            bench.delete(ID);

            assertThat(count(bench, "storage-pool/metal-csi/" + ID + ".img")).isEqualTo("0");
            assertThat(count(bench, COPY)).isEqualTo("1");
        }
    }

    private Bench withVolumeAndCopy() {
        Bench bench = Bench.of(SimulatorSettings.in(directory), Bench.storage(StorageSettings.Grow.IN_PLACE));
        bench.create(ID, Capacity.ofGibibytes(1));
        bench.device().runAsAdmin("/file/add type=directory name=storage-pool/metal-csi/backup");
        bench.device()
                .runAsAdmin("/disk/add type=file slot=copy mount-filesystem=no file-size=1G file-path=/" + COPY
                        + "; /disk/remove [find slot=copy]");
        assertThat(count(bench, COPY)).as("the copy is there").isEqualTo("1");
        return bench;
    }

    private static int files(Bench bench) {
        return Integer.parseInt(
                bench.device().runAsAdmin("/file/print count-only").strip());
    }

    private static String count(Bench bench, String file) {
        return bench.device()
                .runAsAdmin("/file/print count-only where name=\"" + file + "\"")
                .strip();
    }
}
