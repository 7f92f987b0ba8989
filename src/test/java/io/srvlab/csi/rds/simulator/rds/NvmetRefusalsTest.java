package io.srvlab.csi.rds.simulator.rds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the kernel's target refuses, and what it holds that is not ours. */
class NvmetRefusalsTest {
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
        device = new TestDevice(SimulatorSettings.in(directory.resolve("rds")), exports(), false);
        device.add("a", "1G");
        device.export("a");
    }

    private NvmetExports exports() {
        return NvmetExports.of(kernel, MachineSettings.loopback(), directory.resolve("rds"));
    }

    private String set(String change) {
        return device.type("/disk/set a " + change);
    }

    private boolean isShown() {
        return kernel.exists(LINK);
    }

    @Nested
    class Refusals {
        @Test
        void areTheCommandsErrorAndLeaveNothingBehind() {
            set("nvme-tcp-export=no");
            for (String step : List.of(
                    "mkdir " + SUBSYSTEM, "allow_any_host", "mkdir " + NAMESPACE, "device_path", "enable=1", "link ")) {
                kernel.refuse(step);
                assertThat(set("nvme-tcp-export=yes"))
                        .startsWith("failure: nvmet: ")
                        .contains("refused by the test");
                kernel.refuseNothing();
                assertThat(kernel.exists(LINK)).as(step).isFalse();
                assertThat(device.get("a", "nvme-tcp-export")).as(step).isIn("no", "false");
            }
            assertThat(set("nvme-tcp-export=yes")).isEmpty();
            assertThat(isShown()).isTrue();
        }

        @Test
        void anExportThatDidNotEndIsStillOne() {
            kernel.refuse("unlink");
            assertThat(set("nvme-tcp-export=no")).startsWith("failure: nvmet: ");
            assertThat(device.get("a", "nvme-tcp-export")).isIn("yes", "true");
        }

        @Test
        void aNameThatLeadsElsewhereIsRefused() {
            set("nvme-tcp-export=no");
            set("nvme-tcp-server-nqn=../ports/1");
            assertThat(set("nvme-tcp-export=yes")).startsWith("failure: nvmet: ");
        }

        @Test
        void aPortThatListensElsewhereIsLeftAlone() throws IOException {
            kernel.makeDirectory("subsystems/nqn.foreign");
            kernel.makeDirectory("ports/4430");
            kernel.write("ports/4430/addr_traddr", "10.0.0.1");
            kernel.write("ports/4430/addr_trsvcid", "4430");
            kernel.link("ports/4430/subsystems/nqn.foreign", "subsystems/nqn.foreign");
            assertThat(set("nvme-tcp-server-port=4430")).contains("already listens on 10.0.0.1 4430");
            assertThat(kernel.names("ports/4430/subsystems")).containsExactly("nqn.foreign");
        }

        @Test
        void aMissingTargetStopsTheStart() {
            Configfs nothing = new KernelConfigfs(directory.resolve("nothing"));
            assertThatThrownBy(() -> NvmetExports.of(nothing, MachineSettings.loopback(), directory))
                    .hasMessageContaining("load the modules nvmet and nvmet-tcp");
        }
    }

    @Nested
    class Leftovers {
        @Test
        void ofThisDirectoryAreRemovedAtTheStartAndOthersStay() throws IOException {
            kernel.makeDirectory("subsystems/nqn.foreign");
            kernel.makeDirectory("subsystems/nqn.foreign/namespaces/1");
            kernel.write("subsystems/nqn.foreign/namespaces/1/device_path", directory + "/rds-2/a.img");
            kernel.makeDirectory("subsystems/nqn.empty");
            exports();
            assertThat(kernel.names("subsystems")).containsExactly("nqn.empty", "nqn.foreign");
        }

        @Test
        void aNqnThatSomebodyElseExportsIsRefused() throws IOException {
            kernel.makeDirectory("subsystems/nqn.foreign");
            kernel.makeDirectory("subsystems/nqn.foreign/namespaces/1");
            kernel.write("subsystems/nqn.foreign/namespaces/1/device_path", "/dev/sda");
            set("nvme-tcp-export=no");
            assertThat(device.type("/disk/set a nvme-tcp-server-nqn=nqn.foreign nvme-tcp-export=yes"))
                    .contains("exports /dev/sda, which is not ours");
            assertThat(kernel.exists("subsystems/nqn.foreign/namespaces/1")).isTrue();
        }
    }
}
