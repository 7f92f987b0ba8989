package io.srvlab.csi.rds.simulator.rds;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands that say they are done and are not, and those that are not allowed. */
class GuardedMenuTest {
    @TempDir
    private Path directory;

    private TestDevice device;

    @BeforeEach
    void start() {
        device = TestDevice.in(directory);
    }

    private Faults faults() {
        return device.device().box().faults();
    }

    @Test
    void anIgnoredAddAnswersWithAnIdOfNothing() {
        faults().ignoreNext("/disk/add.*slot=a");

        assertThat(device.type(":put [/disk/add type=file slot=a file-path=storage-pool/csi/a.img file-size=1G]"))
                .startsWith("*");
        assertThat(device.count("slot=a")).isEqualTo("0");
        assertThat(directory.resolve("storage-pool/csi/a.img")).doesNotExist();
        assertThat(device.add("a", "1G")).isEmpty();
        assertThat(device.count("slot=a")).isEqualTo("1");
    }

    @Test
    void ignoredChangesAndRemovalsAnswerNothing() {
        device.add("a", "1G");
        faults().ignoreNext("/disk/set.*nvme-tcp-export=yes");
        faults().ignoreNext("/disk/remove");
        faults().ignoreNext("/file/remove");

        assertThat(device.type("/disk/set a comment=x")).isEmpty();
        assertThat(device.export("a")).isEmpty();
        assertThat(device.type("/disk/remove [find slot=a]; /file/remove [find name=storage-pool/csi/a.img]"))
                .isEmpty();

        assertThat(device.count("slot=a comment=x nvme-tcp-export=no")).isEqualTo("1");
        assertThat(directory.resolve("storage-pool/csi/a.img")).exists();
        device.type("/disk/remove a");
        assertThat(device.count("slot=a")).isEqualTo("0");
    }

    @Test
    void faultsByChanceAreTheSameAgainWithTheSameSeed() {
        faults().arm(new Fault.Rejected("failure: execution error"), Trigger.sometimes("/disk/set", 0.5, 3));
        String first = answers();
        faults().reset();
        faults().arm(new Fault.Rejected("failure: execution error"), Trigger.sometimes("/disk/set", 0.5, 3));

        assertThat(answers()).isEqualTo(first).contains("failure").contains("done");
    }

    private String answers() {
        device.add("a", "1G");
        var answers = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            answers.append(device.type("/disk/set a comment=" + i + "; :put done"));
        }
        return answers.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "FULL,true,true",
        "READ_WRITE_TEST,true,true",
        "WITHOUT_TEST,true,false",
        "READ_ONLY,false,true",
    })
    void policiesAreEnforced(Unknown.Policies policies, boolean mayWrite, boolean mayTest) {
        device = TestDevice.in(directory, policies);

        assertThat(device.add("a", "1G").equals("not enough permissions (9)")).isNotEqualTo(mayWrite);
        assertThat(device.type("/disk/monitor-traffic storage-pool once").equals("not enough permissions (9)"))
                .isNotEqualTo(mayTest);
        assertThat(device.count("slot=storage-pool")).isEqualTo("1");
    }
}
