package io.srvlab.csi.rds.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** Plain files stand in for the kernel's: what is written is what the file holds, what follows is the answer. */
class KernelFabricsDeviceTest {
    @TempDir
    Path directory;

    private FabricsDevice fabrics;

    @BeforeEach
    void noModule() {
        Scheduler io = Schedulers.boundedElastic();
        fabrics = new KernelFabricsDevice(directory.resolve("nvme-fabrics"), directory, io, io);
    }

    @Test
    void theLineIsWrittenAndTheInstanceReadBack() throws IOException {
        String line = "nqn=nqn.2000-02.com.mikrotik:pvc-1";
        Files.writeString(directory.resolve("nvme-fabrics"), "x".repeat(line.length()) + "instance=7,cntlid=1\n");
        fabrics.connect(line).as(StepVerifier::create).expectNext("nvme7").verifyComplete();
        assertThat(directory.resolve("nvme-fabrics")).content().startsWith(line);
    }

    @Test
    void withoutTheModuleNoPlainFileIsMadeInItsPlace() {
        fabrics.connect("nqn=x").as(StepVerifier::create).verifyError(NoSuchFileException.class);
        assertThat(directory.resolve("nvme-fabrics")).doesNotExist();
    }

    @Test
    void aControllerIsDeletedAndRescannedThroughItsAttributes() throws IOException {
        Path controller = Files.createDirectories(directory.resolve("class/nvme/nvme3"));
        Files.writeString(controller.resolve("delete_controller"), "");
        Files.writeString(controller.resolve("rescan_controller"), "");
        fabrics.disconnect("nvme3")
                .then(fabrics.rescan("nvme3"))
                .as(StepVerifier::create)
                .verifyComplete();
        assertThat(controller.resolve("delete_controller")).hasContent("1");
        assertThat(controller.resolve("rescan_controller")).hasContent("1");
    }

    @Test
    void aControllerThatIsGoneIsSuccessAndNothingIsMade() {
        fabrics.disconnect("nvme3").as(StepVerifier::create).verifyComplete();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aNameThatIsNoControllerIsRefused() {
        fabrics.disconnect("../../nvme3").as(StepVerifier::create).verifyError(IllegalArgumentException.class);
    }
}
