package io.srvlab.csi.rds.simulator.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Finding, reading and changing the items of menus. */
class ConsoleMenuTest {
    private final ShelfMenu disks = ShelfMenu.disks()
            .holding(
                    Set.of("MOUNTED", "BLOCK-DEVICE"),
                    "slot=pool",
                    "type=raid",
                    "size=7681574174720",
                    "mount-point=pool",
                    "nvme-tcp-export=no")
            .holding(Set.of("block-device"), "slot=pvc-1", "type=file", "size=1073741824", "nvme-tcp-export=yes")
            .holding(Set.of(), "slot=pvc-10", "type=file", "size=900", "comment=disabled = \"yes\"");
    private final ShelfMenu resource =
            ShelfMenu.resource().holding(Set.of(), "uptime=1h2m", "version=7.24.4 (stable)", "cpu=ARM64");
    private final Console console =
            new Console(List.of(disks, resource, ShelfMenu.subvolumes()), ConsoleStyle.deviceLike());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/disk print count-only",
                "/disk/print count-only",
                "disk print count-only",
                ":put [/disk print count-only]",
                ":put [:len [/disk find]]"
            })
    void pathsMayBeWrittenWithBlanksOrSlashes(String line) {
        assertThat(output(line)).isEqualTo("3\r\n");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " -> ", quoteCharacter = '\u0001', textBlock = """
            slot=pvc-1 -> *2
            where slot=pvc-1 -> *2
            where slot="pvc-1" -> *2
            slot=pvc-1 type=file -> *2
            where slot~"pvc-1" -> *2;*3
            where slot~"^pvc-1\\$" -> *2
            where slot~"pvc-[1]" -> *2;*3
            where slot!=pool -> *2;*3
            where slot!="pool" and type=file -> *2;*3
            where slot=pool or slot=pvc-10 -> *1;*3
            where slot=pool || slot=pvc-10 && size=900 -> *1;*3
            where (slot=pool or slot=pvc-1) and size>2000000000 -> *1
            where !(slot=pool) -> *2;*3
            where !mounted -> *2;*3
            where mounted -> *1
            where mounted and mount-point="pool" -> *1
            where block-device -> *1;*2
            where mounted=yes -> *1
            where mounted=true -> *1
            where nvme-tcp-export -> *2
            where nvme-tcp-export=yes -> *2
            where nvme-tcp-export=true -> *2
            where nvme-tcp-export=(1=1) -> *2
            where mount-point="" -> *2;*3
            where no-such-property="" -> *1;*2;*3
            where size<1000 -> *3
            where size>=1073741824 -> *1;*2
            where .id=*2 -> *2
            where comment~"disabled" -> *3
            where comment -> *3
            where slot=("pvc-" . 1) -> *2
            """)
    void findAnswersWithTheIdsOfWhatMatches(String query, String ids) {
        assertThat(output(":put [/disk/find " + query + "]")).isEqualTo(ids + "\r\n");
    }

    @Test
    void variablesCanBeComparedWith() {
        assertThat(
                        output(
                                ":local s \"pvc-1\"; :put [/disk/find where slot=$s]; :put [/disk/find slot=\"$[:tostr $s]0\"]"))
                .isEqualTo("*2\r\n*3\r\n");
    }

    /** The manual: all properties are reserved variables. */
    @ParameterizedTest
    @ValueSource(strings = {"slot", "type", "size"})
    void inAConditionAVariableWithAPropertysNameIsTheItemsOwnProperty(String property) {
        assertThat(output(":local " + property + " \"nothing\"; :put [/disk/find where " + property + "=$" + property
                        + "]"))
                .isEqualTo("*1;*2;*3\r\n");
        assertThat(output(":local slot \"pvc-1\"; :put $slot; :put [/disk/find where type=$slot]"))
                .isEqualTo("pvc-1\r\n\r\n");
        assertThat(output(":local Slot \"pvc-1\"; :put [/disk/find where slot=$Slot]"))
                .isEqualTo("*2\r\n");
    }

    @Test
    void bracketsInACommandStartFromItsMenu() {
        assertThat(output("/disk/set [find slot=pool] comment=[get pvc-1 slot]; :put [/disk/get pool comment]"))
                .isEqualTo("pvc-1\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pool", "*1", "0", "[find slot=pool]", "[find where slot=\"pool\"]", "numbers=pool"})
    void aTargetIsAnIdANameANumberOrWhatWasFound(String target) {
        assertThat(output("/disk; :put [get " + target + " mount-point]")).isEqualTo("pool\r\n");
    }

    @ParameterizedTest
    @CsvSource({"pool size,7681574174720", "pvc-1 nvme-tcp-export,true", "pool free,''", "pvc-1 .id,*2"})
    void getAnswersWithTheExactValue(String what, String printed) {
        // Some disk must have the property, or it is no name of this menu.
        disks.holding(Set.of(), "slot=other", "free=5");

        assertThat(output(":put [/disk/get " + what + "]")).isEqualTo(printed + "\r\n");
    }

    @Test
    void theOnlyItemOfAMenuNeedsNoTarget() {
        assertThat(output(":put [/system/resource/get version]; /system resource print"))
                .isEqualTo("7.24.4 (stable)\r\n   uptime: 1h2m\r\n  version: 7.24.4 (stable)\r\n      cpu: ARM64\r\n");
    }

    @Test
    void addPrintsNothingAndAnswersWithTheId() {
        assertThat(output("/disk add slot=a type=file")).isEmpty();
        assertThat(output(":put [/disk/add slot=\"b\" comment=\"say \\\"hi\\\"\" file-size=1T]"))
                .isEqualTo("*5\r\n");
        assertThat(output(":put [/disk/get b comment]")).isEqualTo("say \"hi\"\r\n");
    }

    @Test
    void setAndRemoveWorkOnAllThatIsFound() {
        assertThat(output("/disk/set [find where slot~\"pvc\"] comment=ours nvme-tcp-export=(1=1)"))
                .isEmpty();
        assertThat(output(":put [/disk/find comment=ours nvme-tcp-export=yes]")).isEqualTo("*2;*3\r\n");
        assertThat(output("/disk/remove [find comment=ours]; /disk/print count-only"))
                .isEqualTo("1\r\n");
    }

    @Test
    void aFindWithoutAMatchMakesChangesSucceedSilently() {
        assertThat(output("/disk/set [find slot=gone] comment=x; /disk/remove [find slot=gone]"))
                .isEmpty();
        assertThat(disks.items()).hasSize(3);
    }

    @Test
    void severalTargetsMayBeNamedAtOnce() {
        assertThat(output("/disk/remove pvc-1,pvc-10; :put [/disk/find]")).isEqualTo("*1\r\n");
    }

    @Test
    void otherCommandsAreTheMenus() {
        assertThat(output("/disk/monitor-traffic pool once")).isEqualTo("monitor-traffic\r\n[pool]\r\n[once]\r\n");
    }

    @Test
    void nestedMenusAreReached() {
        assertThat(output("/disk/btrfs/subvolume/add name=vol-1; /disk btrfs subvolume print count-only"))
                .isEqualTo("1\r\n");
    }

    @Test
    void aScriptSeesItsOwnChanges() {
        assertThat(output("/disk; :put [print count-only]; add slot=new; :put [print count-only]; :put [get new slot]"))
                .isEqualTo("3\r\n4\r\nnew\r\n");
    }

    private String output(String line) {
        ConsoleResult result = console.run(line);
        assertThat(result.failed()).as(result.output()).isFalse();
        return result.output();
    }
}
