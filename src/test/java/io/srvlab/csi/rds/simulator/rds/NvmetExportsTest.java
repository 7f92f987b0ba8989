package io.srvlab.csi.rds.simulator.rds;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the kernel's target is told when disks are exported, changed and taken off. */
class NvmetExportsTest {
    private static final String NQN = TestDevice.nqn("a");
    private static final String SUBSYSTEM = "subsystems/" + NQN;
    private static final String NAMESPACE = SUBSYSTEM + "/namespaces/1";
    private static final String LINK = "ports/4420/subsystems/" + NQN;

    @TempDir
    private Path directory;

    private FakeConfigfs kernel;
    private TestDevice device;

    @BeforeEach
    void start() {
        kernel = new FakeConfigfs(directory.resolve("nvmet"));
        restart();
        device.add("a", "1G");
        device.export("a");
    }

    private void restart(Unknown... values) {
        SimulatorSettings settings = SimulatorSettings.in(directory.resolve("rds"))
                .withSwitches(Switches.defaults().with(values));
        device = new TestDevice(settings, exports(), true);
    }

    private NvmetExports exports() {
        return NvmetExports.of(kernel, MachineSettings.loopback(), directory.resolve("rds"));
    }

    private String set(String change) {
        return device.type("/disk/set a " + change);
    }

    private String uuid() {
        return kernel.value(NAMESPACE + "/device_uuid");
    }

    private boolean isShown() {
        return kernel.exists(LINK);
    }

    @Nested
    class Exporting {
        @Test
        void makesASubsystemOfTheImageAtThePort() {
            assertThat(isShown()).isTrue();
            assertThat(kernel.value(NAMESPACE + "/device_path"))
                    .isEqualTo(directory.resolve("rds/storage-pool/csi/a.img").toString());
            assertThat(kernel.value(NAMESPACE + "/enable")).isEqualTo("1");
            assertThat(kernel.value(NAMESPACE + "/buffered_io")).isEqualTo("1");
            assertThat(kernel.value(SUBSYSTEM + "/attr_allow_any_host")).isEqualTo("1");
            assertThat(kernel.value("ports/4420/addr_traddr")).isEqualTo("127.0.0.1");
            assertThat(kernel.value("ports/4420/addr_trsvcid")).isEqualTo("4420");
        }

        @Test
        void endsAtThePortAndWaitsForItsConnectionsBeforeTheNamespace() {
            kernel.changes.clear();
            assertThat(set("nvme-tcp-export=no")).isEmpty();
            assertThat(kernel.changes)
                    .containsSubsequence(
                            "unlink " + LINK,
                            "rmdir ports/65535",
                            NAMESPACE + "/enable=0",
                            "rmdir " + NAMESPACE,
                            "rmdir " + SUBSYSTEM);
            assertThat(kernel.names("subsystems")).containsExactly("nqn.2000-02.com.mikrotik:nixos-node1-var");
        }

        @Test
        void endsWithTheDisk() {
            device.type("/disk/remove a");
            assertThat(kernel.exists(SUBSYSTEM)).isFalse();
        }

        @Test
        void hasAPortForEachNumber() {
            assertThat(set("nvme-tcp-server-port=4421")).isEmpty();
            assertThat(isShown()).isFalse();
            assertThat(kernel.exists("ports/4421/subsystems/" + NQN)).isTrue();
            assertThat(set("nvme-tcp-export=no")).isEmpty();
            assertThat(kernel.names("ports")).containsExactly("4420");
        }

        @Test
        void leavesItAloneWhenSomethingElseChanges() {
            kernel.changes.clear();
            set("comment=hello");
            assertThat(kernel.changes).isEmpty();
        }

        @Test
        void followsANewNqnAtTheNextExportOrAtOnce() {
            set("nvme-tcp-server-nqn=nqn.other");
            assertThat(isShown()).isTrue();
            device.type("/disk/set a nvme-tcp-export=no; /disk/set a nvme-tcp-export=yes");
            assertThat(isShown()).isFalse();
            assertThat(kernel.exists("ports/4420/subsystems/nqn.other")).isTrue();
            restart(Unknown.NqnChange.IMMEDIATELY);
            set("nvme-tcp-server-nqn=nqn.third");
            assertThat(kernel.names("ports/4420/subsystems"))
                    .contains("nqn.third")
                    .doesNotContain("nqn.other");
        }

        @Test
        void mayKeepConnectedHostsAndAdmitNoOthers() {
            restart(Unknown.ExportOff.KEEPS_LIVE);
            set("nvme-tcp-export=no");
            assertThat(isShown()).isTrue();
            assertThat(kernel.value(SUBSYSTEM + "/attr_allow_any_host")).isEqualTo("0");
            kernel.changes.clear();
            set("nvme-tcp-export=yes");
            assertThat(kernel.value(SUBSYSTEM + "/attr_allow_any_host")).isEqualTo("1");
            assertThat(kernel.changes).noneMatch(change -> change.startsWith("unlink"));
            set("nvme-tcp-export=no");
            set("nvme-tcp-server-nqn=nqn.other");
            set("nvme-tcp-export=yes");
            assertThat(isShown()).isFalse();
            set("nvme-tcp-export=no");
            device.type("/disk/remove a");
            assertThat(kernel.names("subsystems")).hasSize(1);
        }
    }

    @Nested
    class Growing {
        @Test
        void showsTheSizeAtOnceOrLeavesItToTheHostsNextQuestion() {
            restart(Unknown.GrowVisible.AT_ONCE);
            kernel.changes.clear();
            set("file-size=2G");
            assertThat(kernel.changes).containsExactly(NAMESPACE + "/revalidate_size=1");
            restart(Unknown.GrowVisible.AFTER_RESCAN);
            kernel.changes.clear();
            set("file-size=3G");
            assertThat(kernel.changes).isEmpty();
        }
    }

    @Nested
    class AllowList {
        private static final String LIST = SUBSYSTEM + "/allowed_hosts";

        @Test
        void isIgnoredUnlessTheSwitchSaysOtherwise() {
            set("nvme-tcp-server-allow-host-name=nqn.w1");
            assertThat(kernel.value(SUBSYSTEM + "/attr_allow_any_host")).isEqualTo("1");
        }

        @Test
        void namesOneHostOrSeveral() {
            restart(Unknown.AllowHost.ENFORCED_EXACT);
            set("nvme-tcp-server-allow-host-name=nqn.w1");
            assertThat(kernel.names(LIST)).containsExactly("nqn.w1");
            assertThat(kernel.value(SUBSYSTEM + "/attr_allow_any_host")).isEqualTo("0");
            restart(Unknown.AllowHost.ENFORCED_LIST);
            set("nvme-tcp-server-allow-host-name=nqn.w2,nqn.w3");
            assertThat(kernel.names(LIST)).containsExactly("nqn.w2", "nqn.w3");
            assertThat(kernel.names("hosts")).contains("nqn.w2", "nqn.w3");
            set("nvme-tcp-server-allow-host-name=\"\"");
            assertThat(kernel.value(SUBSYSTEM + "/attr_allow_any_host")).isEqualTo("1");
            assertThat(kernel.names("hosts")).doesNotContain("nqn.w2", "nqn.w3");
        }

        @Test
        void cutsThoseItNoLongerNamesOnlyWhenTheSwitchSaysSo() {
            restart(Unknown.AllowHost.ENFORCED_LIST);
            kernel.changes.clear();
            set("nvme-tcp-server-allow-host-name=nqn.w1");
            assertThat(kernel.changes).noneMatch(change -> change.startsWith("unlink"));
            restart(Unknown.AllowHost.ENFORCED_LIST, Unknown.AllowHostChange.DROPS);
            kernel.changes.clear();
            set("nvme-tcp-server-allow-host-name=nqn.w1,nqn.w2");
            assertThat(kernel.changes).noneMatch(change -> change.startsWith("unlink " + LINK));
            set("nvme-tcp-server-allow-host-name=nqn.w2");
            assertThat(kernel.changes).containsSubsequence("unlink " + LINK, "link " + LINK);
            assertThat(kernel.changes).noneMatch(change -> change.endsWith("enable=0"));
        }
    }

    @Nested
    class Identity {
        @Test
        void isKept() {
            String before = uuid();
            device.type("/disk/set a nvme-tcp-export=no; /disk/set a nvme-tcp-export=yes");
            assertThat(uuid()).isEqualTo(before);
            restart();
            assertThat(uuid()).isEqualTo(before);
            device.device().exports().away();
            device.device().exports().back();
            assertThat(uuid()).isEqualTo(before);
        }

        @Test
        void isNewAtBoot() {
            restart(Unknown.NamespaceIdentity.NEW_AT_BOOT);
            String before = uuid();
            device.type("/disk/set a nvme-tcp-export=no; /disk/set a nvme-tcp-export=yes");
            assertThat(uuid()).isEqualTo(before);
            device.device().exports().away();
            device.device().exports().back();
            String booted = uuid();
            assertThat(booted).isNotEqualTo(before);
            restart(Unknown.NamespaceIdentity.NEW_AT_BOOT);
            assertThat(uuid()).isNotIn(before, booted);
        }

        @Test
        void isNewAtEachExport() {
            restart(Unknown.NamespaceIdentity.NEW_AT_EXPORT);
            String before = uuid();
            device.type("/disk/set a nvme-tcp-export=no; /disk/set a nvme-tcp-export=yes");
            assertThat(uuid()).isNotEqualTo(before);
        }
    }

    @Nested
    class Away {
        @Test
        void takesEveryExportOffAndBringsThemBackAsConfigured() {
            device.device().exports().away();
            assertThat(kernel.names("subsystems")).isEmpty();
            assertThat(set("nvme-tcp-server-allow-host-name=nqn.w1")).isEmpty();
            device.add("b", "1G");
            assertThat(device.export("b")).isEmpty();
            assertThat(kernel.names("subsystems")).isEmpty();
            device.device().exports().back();
            assertThat(kernel.names("subsystems")).hasSize(3);
        }

        @Test
        void opensThePortWhenEverythingIsReadyAndShutsItBeforeAnythingGoes() {
            device.add("b", "1G");
            device.export("b");
            kernel.changes.clear();
            device.device().exports().away();
            assertThat(kernel.changes.stream().filter(change -> change.startsWith("unlink") || change.endsWith("=0")))
                    .startsWith(
                            "unlink ports/4420/subsystems/nqn.2000-02.com.mikrotik:nixos-node1-var",
                            "unlink " + LINK,
                            "unlink ports/4420/subsystems/" + TestDevice.nqn("b"));
            kernel.changes.clear();
            device.device().exports().back();
            List<String> links = kernel.changes.stream()
                    .dropWhile(change -> !change.startsWith("link"))
                    .toList();
            assertThat(links).hasSize(3).allMatch(change -> change.startsWith("link ports/4420/subsystems/"));
        }

        @Test
        void oneThatCannotComeBackKeepsNoOtherAway() {
            device.add("b", "1G");
            device.export("b");
            device.device().exports().away();
            kernel.refuse(NQN);
            device.device().exports().back();
            assertThat(kernel.names("subsystems")).hasSize(2).doesNotContain(NQN);
        }
    }
}
