package io.srvlab.csi.rds.simulator.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.srvlab.csi.rds.simulator.console.ConsoleStyle.CommentStyle;
import io.srvlab.csi.rds.simulator.console.ConsoleStyle.Indent;
import io.srvlab.csi.rds.simulator.console.ConsoleStyle.Legend;
import io.srvlab.csi.rds.simulator.console.ConsoleStyle.WrapStyle;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Print in all its forms, and how its lines are broken. */
class ConsolePrintTest {
    private static final ConsoleStyle STYLE = ConsoleStyle.deviceLike();
    private static final String LONG_PATH = "/storage-pool/metal-csi/pvc-ccdecfad-a8bf-572e-9120-464c4d99f12f.img";

    private final ShelfMenu disks = ShelfMenu.disks()
            .holding(Set.of("MOUNTED"), "slot=pool", "size=1073741824", "comment=failure: \"no\"")
            .holding(Set.of(), "slot=a b", "comment=");

    @Test
    void entriesAreSetApartByAnEmptyLine() {
        assertThat(print(STYLE, "/disk/print detail")).isEqualTo("""
                Flags: M - MOUNTED
                0 M slot="pool" size=1 073 741 824 comment="failure: \\"no\\""

                1   slot="a b"
                """);
    }

    @Test
    void aCommentMayStandOnALineBefore() {
        assertThat(print(STYLE.withCommentStyle(CommentStyle.AS_LINE), "/disk/print detail where slot=pool"))
                .isEqualTo("""
                Flags: M - MOUNTED
                ;;; failure: "no"
                0 M slot="pool" size=1 073 741 824
                """);
    }

    @ParameterizedTest
    @CsvSource({"PRESENT,0", "PRESENT_OR_ALL,3", "ALL,3", "OLD,1"})
    void anEmptySelectionPrintsALegendOrNothing(Legend legend, int lines) {
        assertThat(print(STYLE.withLegend(legend), "/disk/print detail where slot=gone")
                        .lines())
                .hasSize(lines);
    }

    @Test
    void theFullLegendGivesEveryFlagItsColumn() {
        assertThat(print(STYLE.withLegend(Legend.ALL), "/disk/print detail where slot=\"a b\""))
                .isEqualTo("""
                Flags: B - BLOCK-DEVICE; M - MOUNTED, S - SWAP-ENABLED
                       g - GUID-PARTITION-TABLE, p - PARTITION
                       r - RAID-MEMBER, t - NVME-TCP-EXPORT; f - RAID-MEMBER-FAILED
                1       slot="a b"
                """);
    }

    @Test
    void theOldLegendIsOneLineInSmallLetters() {
        assertThat(print(STYLE.withLegend(Legend.OLD), "/disk/print detail where slot=\"a b\""))
                .isEqualTo("""
                Flags: B - block-device, M - mounted, S - swap-enabled, g - guid-partition-table, p - partition, \
                r - raid-member, t - nvme-tcp-export, f - raid-member-failed
                1       slot="a b"
                """);
    }

    @Test
    void otherFormsOfPrint() {
        assertThat(print(STYLE, "/disk/print terse proplist=slot,size"))
                .isEqualTo("0 M slot=pool size=1 073 741 824\n1   slot=a b\n");
        assertThat(print(STYLE, "/disk/print value-list proplist=slot,size"))
                .isEqualTo("  slot: pool  a b\n  size: 1 073 741 824\n");
        assertThat(print(STYLE, "/disk/print detail show-ids proplist=slot without-paging"))
                .endsWith("*1 M slot=\"pool\"\n\n*2   slot=\"a b\"\n");
        assertThat(print(STYLE, "/disk/print from=pool proplist=slot")).endsWith("Columns: SLOT\n#   SLOT\n0 M pool\n");
    }

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "1024,1024",
        "1025,1.0KiB",
        "524288,512.0KiB",
        "1048576,1024.0KiB",
        "1073741824,1024.0MiB",
        "53687091200,50.0GiB",
        "1099511627776,1024.0GiB",
        "6047313952768,5.5TiB",
        "1125899906842624,1024.0TiB",
        "9223372036854775807,8.0EiB"
    })
    void sizesOfFilesAreRounded(String bytes, String shown) {
        ShelfMenu one = ShelfMenu.disks().holding(Set.of(), "file-size=" + bytes);

        assertThat(print(one, STYLE, "/disk/print detail")).isEqualTo("0  file-size=" + shown + "\n");
    }

    @Test
    void aLongValueIsCutBeforeAHyphen() {
        ShelfMenu one = ShelfMenu.files().holding(Set.of(), "file-path=/storage-pool/metal-csi/pvc-xxx-yyy.img");
        ConsoleStyle narrow = STYLE.withWidth(49).withWrapStyle(WrapStyle.MID_TOKEN_HYPHEN);

        assertThat(print(one, narrow, "/file/print detail"))
                .isEqualTo(" 0   file-path=/storage-pool/metal-csi/pvc-xxx\n     -yyy.img\n");
    }

    @Test
    void aLongValueIsCutAnywhere() {
        ShelfMenu one = ShelfMenu.files().holding(Set.of(), "type=file", "file-path=/pool/abcdef.img");
        ConsoleStyle narrow = STYLE.withWidth(34).withWrapStyle(WrapStyle.MID_TOKEN_ANYWHERE);

        assertThat(print(one, narrow, "/file/print detail"))
                .isEqualTo(" 0   type=file file-path=/pool/abc\n     def.img\n");
    }

    @ParameterizedTest
    @EnumSource(WrapStyle.class)
    void everyWrappingCanBeJoinedAgain(WrapStyle wrapStyle) {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            ShelfMenu one = ShelfMenu.disks()
                    .holding(
                            Set.of(),
                            "slot=pvc-" + random.nextInt(),
                            "model=RAID0 striped and more of it",
                            "size=" + random.nextLong(Long.MAX_VALUE),
                            "file-path=" + LONG_PATH);
            ConsoleStyle style = STYLE.withWrapStyle(wrapStyle).withRandom(random);
            String whole = print(one, style.withWidth(0), "/disk/print detail");
            String wrapped = print(one, style.withWidth(random.nextInt(30, 120)), "/disk/print detail");

            assertThat(joined(wrapped)).as("seed %d", seed).isEqualTo(whole.strip());
        }
    }

    /** A continuation that begins with a property is set apart by a blank, any other follows at once. */
    private static String joined(String wrapped) {
        StringBuilder text = new StringBuilder();
        for (String line : wrapped.split("\n", -1)) {
            boolean continues = line.startsWith("   ");
            String part = continues ? line.substring(3) : line;
            text.append(continues && part.matches("[a-z-]+=.*") ? " " : "").append(part);
        }
        return text.toString();
    }

    @Test
    void theIndentMayBeAnything() {
        ShelfMenu one = ShelfMenu.disks().holding(Set.of(), "slot=pvc-1", "file-path=" + LONG_PATH);
        ConsoleStyle style = STYLE.withIndent(Indent.RANDOM).withRandom(new Random(1));

        assertThat(print(one, style, "/disk/print detail").lines().toList().get(1))
                .matches(" {5,15}file-path=.*");
    }

    @Test
    void aSerialConsoleCutsWhatPutPrints() {
        Console serial = new Console(List.of(), STYLE.withWidth(4).withWrapPut(true));

        assertThat(serial.run(":put 123456789; :put 1234").output()).isEqualTo("1234\r\n5678\r\n9\r\n1234\r\n");
    }

    private String print(ConsoleStyle style, String line) {
        return print(disks, style, line);
    }

    /** What is printed; its line ends are CR LF and nothing else. */
    private static String print(ShelfMenu menu, ConsoleStyle style, String line) {
        ConsoleResult result = new Console(List.of(menu), style).run(line);
        String printed = result.output().replace("\r\n", "\n");
        assertThat(printed).doesNotContain("\r");
        assertThat(result.failed()).as(printed).isFalse();
        return printed;
    }
}
