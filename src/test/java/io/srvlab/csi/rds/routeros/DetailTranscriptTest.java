package io.srvlab.csi.rds.routeros;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What real devices printed is read as it was meant. */
class DetailTranscriptTest {
    @Test
    void aWideListingGivesExactValuesAndFlags() {
        Row disk = only("7.24/parser-disk-detail-wide.txt");
        assertThat(disk.text("slot")).isEqualTo("vm-storage-001");
        assertThat(disk.number("size")).hasValue(1_099_511_627_776L);
        assertThat(disk.text("nvme-tcp-server-nqn")).isEqualTo("nqn.2026-09.com.mikrotik:rds2216.vm-storage-001");
        assertThat(disk.isTrue("block-device")).isTrue();
        assertThat(disk.text("nvme-tcp-export")).isEqualTo("yes");
        assertThat(disk.text("file-path")).isEqualTo("/raid10/vm-storage-001.img");
        assertThat(disk.text("file-offset")).isEqualTo("0");
    }

    @Test
    void aPoolIsReadWithItsStateAndSpace() {
        Row pool = only("7.24/parser-disk-detail-raid.txt");
        assertThat(pool.isTrue("mounted")).isTrue();
        assertThat(pool.has("raid-member")).isFalse();
        assertThat(pool.number("free")).hasValue(14_789_895_307_264L);
        assertThat(pool.number("free-inodes")).hasValue(1_562_806_652L);
        assertThat(pool.text("model")).isEqualTo("RAID0 striped");
        assertThat(pool.text("state")).isEqualTo("clean");
    }

    @Test
    void aWrappedExecListingWithoutNumberIsOneDisk() {
        Row disk = only("7.21/parser-disk-detail-exec.txt");
        assertThat(disk.values()).hasSize(25);
        assertThat(disk.number("size")).hasValue(53_687_091_200L);
        assertThat(disk.text("file-size")).isEqualTo("50.0GiB");
        assertThat(disk.text("nvme-tcp-server-allow-host-name")).isEmpty();
    }

    @Test
    void aListKeepsItsDisksApart() {
        assertThat(rows("7.21/parser-disk-detail-list.txt"))
                .extracting(row -> row.text("file-path"))
                .containsExactly("/storage-pool/test1.img", "/storage-pool/test2.img");
    }

    @Test
    void aPoolWithoutNumberGivesItsSpace() {
        assertThat(only("7.21/parser-pool-detail.txt").number("free")).hasValue(7_301_927_047_168L);
    }

    @Test
    void aFileTypeKeepsItsBlank() {
        assertThat(rows("7.21/parser-file-detail.txt"))
                .extracting(row -> row.text("type"))
                .containsExactly("directory", ".img file", ".img file");
        assertThat(rows("7.21/parser-file-detail.txt").get(1).text("last-modified"))
                .isEqualTo("2025-11-11 14:32:41");
    }

    @Test
    void aPathCutInsideAWordIsPutTogether() {
        assertThat(DetailRows.parse(
                        " 0 slot=\"a\" file-path=/storage-pool/metal-csi/pvc-xxx\r\n            -yyy.img\r\n"))
                .extracting(row -> row.text("file-path"))
                .containsExactly("/storage-pool/metal-csi/pvc-xxx-yyy.img");
    }

    @Test
    void commentsBeforeAndInsideAnItemBecomeItsComment() {
        String text =
                ";;; disabled=yes Flags: x\r\n 0 B slot=a\r\n\r\n 1   ;;; second one\r\n     slot=b size=1\r\n     024\r\n";
        assertThat(DetailRows.parse(text))
                .containsExactly(
                        new Row(Map.of("slot", "a", "comment", "disabled=yes Flags: x")),
                        new Row(Map.of("slot", "b", "comment", "second one", "size", "1024")));
    }

    @Test
    void itemsWithoutBlankLinesAreStillToldApart() {
        assertThat(DetailRows.parse(" 0 slot=a size=10\n    240\n 1 slot=b size=5\n 2 slot=c\n"))
                .extracting(row -> row.text("slot") + row.text("size"))
                .containsExactly("a10240", "b5", "c");
    }

    @Test
    void aQuoteThatNeverEndsIsNoListing() {
        assertThatThrownBy(() -> DetailRows.parse(" 0 slot=\"a\r\n")).isInstanceOf(TransportFailure.Doubtful.class);
    }

    private static Row only(String name) {
        assertThat(rows(name)).hasSize(1);
        return rows(name).getFirst();
    }

    private static List<Row> rows(String name) {
        try (InputStream in =
                Objects.requireNonNull(DetailTranscriptTest.class.getResourceAsStream("/routeros/" + name))) {
            return DetailRows.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\n", "\r\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
