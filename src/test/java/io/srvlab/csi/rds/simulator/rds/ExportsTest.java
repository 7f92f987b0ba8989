package io.srvlab.csi.rds.simulator.rds;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What hosts meet at the target, for every value of what is not known about it. */
class ExportsTest {
    private static final String HOST = "nqn.2014-08.org.nvmexpress:uuid:worker-1";
    private static final String NQN = TestDevice.nqn("a");
    private static final int PORT = 4420;

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
        device.export("a");
    }

    private Exports exports() {
        return device.device().exports();
    }

    private HostConnection connect() {
        return exports().connect(HOST, NQN, PORT).orElseThrow();
    }

    @Test
    void anExportIsFoundByNqnAndPort() {
        assertThat(exports().find(NQN, PORT)).get().satisfies(export -> {
            assertThat(export.size()).isEqualTo(1L << 30);
            assertThat(export.image()).isEqualTo(directory.resolve("storage-pool/csi/a.img"));
        });
        assertThat(exports().find(NQN, PORT + 1)).isEmpty();
        assertThat(exports().nqns()).contains("nqn.2000-02.com.mikrotik:nixos-node1-var");
    }

    @Test
    void switchingTheExportOffCutsItsHosts() {
        HostConnection connection = connect();
        device.type("/disk/set a nvme-tcp-export=no");
        assertThat(connection.isLive()).isFalse();
        assertThat(exports().connect(HOST, NQN, PORT)).isEmpty();
    }

    @Test
    void switchingTheExportOffMayKeepItsHosts() {
        restart(Unknown.ExportOff.KEEPS_LIVE);
        HostConnection connection = connect();
        device.type("/disk/set a nvme-tcp-export=no");
        assertThat(connection.isLive()).isTrue();
        assertThat(exports().connect(HOST, NQN, PORT)).isEmpty();
    }

    @Test
    void theNewSizeIsSeenAfterReexport() {
        HostConnection connection = connect();
        device.type("/disk/set a file-size=2G");
        connection.rescan();
        assertThat(connection.export().size()).isEqualTo(1L << 30);
        device.type("/disk/set a nvme-tcp-export=no; /disk/set a nvme-tcp-export=yes");
        assertThat(connect().export().size()).isEqualTo(2L << 30);
    }

    @Test
    void theNewSizeMayBeSeenAfterRescanOrAtOnce() {
        restart(Unknown.GrowVisible.AFTER_RESCAN);
        HostConnection connection = connect();
        device.type("/disk/set a file-size=2G");
        assertThat(connection.export().size()).isEqualTo(1L << 30);
        connection.rescan();
        assertThat(connection.export().size()).isEqualTo(2L << 30);
    }

    @Test
    void theNewSizeMayBeSeenAtOnce() {
        restart(Unknown.GrowVisible.AT_ONCE);
        HostConnection connection = connect();
        device.type("/disk/set a file-size=2G");
        assertThat(connection.export().size()).isEqualTo(2L << 30);
    }

    @Test
    void aNewNqnTakesEffectAtTheNextExport() {
        device.type("/disk/set a nvme-tcp-server-nqn=nqn.other");
        assertThat(exports().find(NQN, PORT)).isPresent();
        device.type("/disk/set a nvme-tcp-export=no; /disk/set a nvme-tcp-export=yes");
        assertThat(exports().find(NQN, PORT)).isEmpty();
        assertThat(exports().find("nqn.other", PORT)).isPresent();
    }

    @Test
    void aNewNqnMayTakeEffectAtOnceOrBeRefused() {
        restart(Unknown.NqnChange.IMMEDIATELY);
        HostConnection connection = connect();
        device.type("/disk/set a nvme-tcp-server-nqn=nqn.other");
        assertThat(connection.isLive()).isFalse();
        assertThat(exports().find("nqn.other", PORT)).isPresent();
    }

    @Test
    void aNewNqnMayBeRefused() {
        restart(Unknown.NqnChange.REFUSED);
        assertThat(device.type("/disk/set a nvme-tcp-server-nqn=nqn.other")).startsWith("failure:");
    }

    @Test
    void theAllowListMattersOnlyWhenEnforced() {
        device.type("/disk/set a nvme-tcp-server-allow-host-name=somebody");
        assertThat(exports().connect(HOST, NQN, PORT)).isPresent();
        restart(Unknown.AllowHost.ENFORCED_LIST);
        device.type("/disk/set a nvme-tcp-server-allow-host-name=\"somebody," + HOST + "\"");
        assertThat(exports().connect(HOST, NQN, PORT)).isPresent();
        assertThat(exports().connect("stranger", NQN, PORT)).isEmpty();
    }

    @Test
    void removingADiskCutsOrIsRefused() {
        HostConnection connection = connect();
        device.type("/disk/remove a");
        assertThat(connection.isLive()).isFalse();
    }

    @Test
    void removingADiskWithHostsMayBeRefused() {
        restart(Unknown.RemoveConnected.REFUSE);
        HostConnection connection = connect();
        assertThat(device.type("/disk/remove a")).isEqualTo("failure: disk is in use");
        assertThat(connection.isLive()).isTrue();
    }

    @Test
    void theNamespaceStaysItselfUnlessTheSwitchSaysOtherwise() {
        var before = connect().export().namespace();
        exports().away();
        exports().back();
        assertThat(connect().export().namespace()).isEqualTo(before);
        restart(Unknown.NamespaceIdentity.NEW_AT_BOOT);
        var first = connect().export().namespace();
        exports().away();
        exports().back();
        assertThat(connect().export().namespace()).isNotEqualTo(first);
    }
}
