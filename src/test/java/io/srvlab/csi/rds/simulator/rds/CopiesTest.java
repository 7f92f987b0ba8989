package io.srvlab.csi.rds.simulator.rds;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Copies of data take their time, end with their channel or not, and go wrong in more than one way. */
class CopiesTest {
    private static final String COPY = "/disk/copy src=a dst=b";

    @TempDir
    private Path directory;

    private TestDevice device;

    @BeforeEach
    void start() {
        restart();
    }

    private void restart(Unknown... values) {
        device = TestDevice.in(directory, values);
        device.add("a", "1G");
        device.add("b", "2G");
        device.device().markContent("a", "precious");
        device.device().markContent("b", "old");
    }

    private String content(String slot) {
        return device.device().content(slot);
    }

    /** Without the time that it takes. */
    private Outcome begin(String line) {
        return device.device().run(line, 1, 0);
    }

    @Test
    void allBytesAreCopiedAtOnce() {
        assertThat(device.type(COPY)).isEqualTo("1073741824 / 1073741824 (100%)");
        assertThat(content("b")).isEqualTo("precious");
    }

    @Test
    void theTargetMustBeAsLarge() {
        assertThat(device.type("/disk/copy src=b dst=a")).startsWith("failure:");
        assertThat(content("a")).isEqualTo("precious");
    }

    @ParameterizedTest
    @EnumSource(Unknown.CopyBlocks.class)
    void aSlowCopyIsThereWhenItsTimeHasPassed(Unknown.CopyBlocks blocks) {
        restart(Unknown.AddSpeed.BY_SIZE, blocks);
        boolean background = blocks == Unknown.CopyBlocks.BACKGROUND;

        Outcome begun = begin(COPY);

        assertThat(content("b")).isEqualTo("old");
        assertThat(begun.output()).contains(background ? "(0%)" : "(100%)");
        assertThat(begun.effects().takes()).isEqualTo(background ? Duration.ZERO : Duration.ofMillis(30));
        assertThat(begun.effects().work().takes()).isEqualTo(Duration.ofMillis(30));
        device.device().settle(begun.effects().work());
        assertThat(content("b")).isEqualTo("precious");
    }

    @Test
    void aRebootEndsACopy() {
        restart(Unknown.AddSpeed.BY_SIZE, Unknown.CopyBlocks.BACKGROUND);
        Outcome begun = begin(COPY);

        device.device().boot(false);
        device.device().settle(begun.effects().work());

        assertThat(content("b")).isEqualTo("old");
    }

    @Test
    void whatTheSourceGrowsByMeanwhileIsNotCopied() {
        restart(Unknown.AddSpeed.BY_SIZE, Unknown.CopyBlocks.BACKGROUND);
        Outcome begun = begin(COPY);

        device.type("/disk/set a file-size=4G");
        device.device().settle(begun.effects().work());

        assertThat(content("b")).isEqualTo("precious");
        assertThat(directory.resolve("storage-pool/csi/b.img")).hasSize(2L << 30);
    }

    @Test
    void aCopyFailsHalfWayAndSaysSo() {
        device.add("small", "10");
        device.device().markContent("small", "precious");
        device.device().box().faults().halfDoneCopy(CopyFlaw.FAILS);

        assertThat(device.type("/disk/copy src=small dst=b")).startsWith("failure:");
        assertThat(content("b")).startsWith("preci").isNotEqualTo("precious");
    }

    @Test
    void aCopyMayBeShortAndReportEverything() {
        device.add("small", "10");
        device.device().markContent("small", "precious");
        device.device().box().faults().halfDoneCopy(CopyFlaw.SILENT);

        assertThat(device.type("/disk/copy src=small dst=b")).endsWith("(100%)");
        assertThat(content("b")).isNotEqualTo("precious");
    }

    @Test
    void aFileIsCopiedToANewName() {
        String free = device.get("storage-pool", "free");
        String copy = "/file/copy [find name=storage-pool/csi/a.img] name=storage-pool/csi/c.img";

        assertThat(device.type(copy)).isEmpty();

        device.type("/disk/add type=file slot=c file-path=storage-pool/csi/c.img");
        assertThat(content("c")).isEqualTo("precious");
        assertThat(Long.parseLong(free) - Long.parseLong(device.get("storage-pool", "free")))
                .isEqualTo(1L << 30);
        assertThat(device.type(copy)).isEqualTo("file already exists");
    }

    @Test
    void aFileCopyMayShareItsBlocks() {
        restart(Unknown.Reflink.YES, Unknown.AddSpeed.BY_SIZE);
        String free = device.get("storage-pool", "free");

        Outcome copied = begin("/file/copy [find name=storage-pool/csi/a.img] name=storage-pool/csi/c.img");

        assertThat(copied.effects().takes()).isZero();
        assertThat(device.get("storage-pool", "free")).isEqualTo(free);
    }

    @Test
    void aLargeAddTakesThreeSecondsForAHundredGibibytesUnlessSparse() {
        String add = "/disk/add type=file slot=large file-path=storage-pool/csi/large.img file-size=100G";
        restart(Unknown.AddSpeed.BY_SIZE);
        assertThat(begin(add).effects().takes()).isEqualTo(Duration.ofSeconds(3));
        restart(Unknown.AddSpeed.BY_SIZE, Unknown.Allocation.SPARSE);
        assertThat(begin(add).effects().takes()).isZero();
    }
}
