package io.srvlab.csi.rds.simulator.rds;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each switch of disks, files and exports does what its value says. */
class DeviceSwitchesTest {
    private static final String NQN = TestDevice.nqn("a");

    @TempDir
    private Path directory;

    private TestDevice with(Unknown... values) {
        TestDevice device = TestDevice.in(directory, values);
        device.add("a", "1G");
        return device;
    }

    @ParameterizedTest
    @CsvSource({"PREFIXED,nqn.2000-02.com.mikrotik:a", "SLOT,a", "EMPTY,''"})
    void theNqnOfAnExportThatWasGivenNone(Unknown.DefaultNqn value, String nqn) {
        TestDevice device = with(value);
        device.type("/disk/set a nvme-tcp-export=yes");
        assertThat(device.get("a", "nvme-tcp-server-nqn")).isEqualTo(nqn);
    }

    @Test
    void aPasswordIsAskedForWhenEnforced() {
        TestDevice device = with(Unknown.ServerPassword.ENFORCED);
        device.export("a");
        device.type("/disk/set a nvme-tcp-server-password=secret");
        assertThat(device.device().exports().connect("host", NQN, 4420)).isEmpty();
        assertThat(device.device().exports().connect("host", "secret", NQN, 4420))
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource({"KEEPS_LIVE,true", "DROPS,false"})
    void aNewAllowListMayDropHosts(Unknown.AllowHostChange value, boolean live) {
        TestDevice device = with(Unknown.AllowHost.ENFORCED_EXACT, value);
        device.export("a");
        HostConnection host =
                device.device().exports().connect("host", NQN, 4420).orElseThrow();
        device.type("/disk/set a nvme-tcp-server-allow-host-name=another");
        assertThat(host.isLive()).isEqualTo(live);
    }

    @ParameterizedTest
    @CsvSource({"KEPT,true", "NEW_AT_BOOT,true", "NEW_AT_EXPORT,false"})
    void theNamespaceAfterAnotherExport(Unknown.NamespaceIdentity value, boolean same) {
        TestDevice device = with(value);
        device.export("a");
        var before = device.device().exports().find(NQN, 4420).orElseThrow().namespace();
        device.type("/disk/set a nvme-tcp-export=no; /disk/set a nvme-tcp-export=yes");
        var after = device.device().exports().find(NQN, 4420).orElseThrow().namespace();
        assertThat(after.equals(before)).isEqualTo(same);
    }

    @Test
    void twoExportsMayShareAnNqnAndAreNoticed() {
        TestDevice device = with(Unknown.SharedNqn.TWO_EXPORTS);
        device.export("a");
        device.add("b", "1G");
        assertThat(device.type("/disk/set b nvme-tcp-export=yes nvme-tcp-server-nqn=" + NQN))
                .isEmpty();
        assertThat(device.device().box().invariants().violations())
                .singleElement()
                .asString()
                .contains(NQN);
    }

    @ParameterizedTest
    @CsvSource({
        "ATTACH_KEEP_SIZE,'',1073741824",
        "GROW,'',2147483648",
        "TRUNCATE,'',2147483648",
        "ERROR,file already exists,''"
    })
    void aFileThatExistsMeetsALargerSize(Unknown.ExistingFile value, String answer, String size) {
        TestDevice device = with(value);
        device.type("/disk/remove a");
        assertThat(device.add("a", "2G")).isEqualTo(answer);
        assertThat(device.type(":put [/disk/get [find slot~\"^a\"] size]")).startsWith(size);
    }

    @ParameterizedTest
    @CsvSource({"ERROR,0", "CREATED,1"})
    void aMissingDirectoryMayBeMade(Unknown.MissingDirectory value, String count) {
        TestDevice device = with(value);
        device.type("/disk/add type=file slot=b file-path=storage-pool/new/b.img file-size=1G");
        assertThat(device.count("slot=b")).isEqualTo(count);
    }

    @ParameterizedTest
    @CsvSource({"REFUSE,1073741824", "OBEY,536870912"})
    void anImageMayShrink(Unknown.Shrink value, String size) {
        TestDevice device = with(value);
        device.type("/disk/set a file-size=512M");
        assertThat(device.get("a", "size")).isEqualTo(size);
    }

    @ParameterizedTest
    @CsvSource({"OBEY,false", "REFUSE,true"})
    void theFileOfADiskMayBeKept(Unknown.FileInUse value, boolean kept) {
        TestDevice device = with(value);
        device.type("/file/remove [find name=storage-pool/csi/a.img]");
        assertThat(directory.resolve("storage-pool/csi/a.img").toFile().exists())
                .isEqualTo(kept);
    }

    @ParameterizedTest
    @CsvSource({"ISO,2025-11-11 16:47:07", "MONTH_NAME,nov/11/2025 16:47:07"})
    void fileTimes(Unknown.FileTimes value, String time) {
        assertThat(with(value).type("/file/print detail where name~\"a.img\"")).endsWith("last-modified=" + time);
    }

    @Test
    void aCommentMayStandOnALineOfItsOwn() {
        TestDevice device = with(Unknown.CommentStyle.LINE);
        device.type("/disk/comment a comment=\"disabled=no\"");
        assertThat(device.type("/disk/print detail where slot=a"))
                .contains("\n;;; disabled=no\n")
                .doesNotContain("comment=");
    }

    @ParameterizedTest
    @CsvSource({
        "EXPECTED_END,expected end of command (line 1 column 11)",
        "BAD_PARAMETER,bad parameter no-such-arg (line 1 column 11)"
    })
    void anUnknownArgument(Unknown.UnknownArgument value, String text) {
        assertThat(with(value).type("/disk/add no-such-arg=1")).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NUMBER_BOOLEAN|1073741824,\"nvme-tcp-export\":false",
                "STRING|\"1073741824\",\"nvme-tcp-export\":\"false\""
            })
    void jsonTypes(Unknown.JsonTypes value, String json) {
        assertThat(with(value)
                        .type(":put [:serialize to=json options=json.no-string-conversion"
                                + " [/disk/print as-value proplist=size,nvme-tcp-export where slot=a]]"))
                .contains("\"size\":" + json);
    }

    @ParameterizedTest
    @CsvSource({"ARRAY,[]", "EMPTY_LINE,''", "NOTHING,''"})
    void nothingAsJson(Unknown.EmptyResult value, String json) {
        assertThat(with(value).type(":put [:serialize to=json [/disk/print as-value where slot=gone]]"))
                .isEqualTo(json);
    }

    @Test
    void theRestOfTheSystemCanBeLookedAt() {
        TestDevice device = with();
        assertThat(device.type("/system/identity/print")).isEqualTo("name: MikroTik-RDS");
        assertThat(device.type("/system/health/print"))
                .contains("cpu-temperature")
                .contains("psu1-power");
        device.export("a");
        assertThat(device.type("/disk/nvme-discover address=127.0.0.1").lines())
                .contains(NQN, "nqn.2000-02.com.mikrotik:nixos-node1-var");
    }
}
