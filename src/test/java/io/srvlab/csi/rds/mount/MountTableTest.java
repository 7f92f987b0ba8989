package io.srvlab.csi.rds.mount;

import static org.assertj.core.api.Assertions.assertThat;

import io.srvlab.csi.rds.volume.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class MountTableTest {
    private final MountTable table = table(Path.of("src/test/resources/mountinfo/node.txt"));

    @TempDir
    Path directory;

    @Test
    void aMountPointIsFoundByItsPath() {
        MountPoint mount = at(table, "/var/lib/kubelet/pods/5b1e/volumes/kubernetes.io~csi/pvc-1/mount");
        assertThat(mount.majorMinor()).isEqualTo("259:4");
        assertThat(mount.fsType()).isEqualTo("ext4");
        assertThat(mount.source()).isEqualTo("/dev/nvme0n1");
        assertThat(mount.options()).containsExactly("ro", "nosuid", "relatime");
        assertThat(mount.readOnly()).isTrue();
    }

    @Test
    void octalEscapesAreDecoded() {
        MountPoint mount = at(table, "/mnt/with space\tand\\slash");
        assertThat(mount.path()).isEqualTo(Path.of("/mnt/with space\tand\\slash"));
        assertThat(mount.root()).isEqualTo("/sub dir");
        assertThat(mount.fsType()).isEqualTo("xfs");
        assertThat(mount.readOnly()).isFalse();
    }

    @Test
    void theTopmostOfStackedMountsCounts() {
        assertThat(at(table, "/mnt/stacked").source()).isEqualTo("second one");
    }

    @Test
    void aDirectoryThatIsNoMountPointIsNotFoundThoughItBeginsLikeOne() {
        table.at(Path.of("/mnt/stack"))
                .as(StepVerifier::create)
                .expectNext(Optional.empty())
                .verifyComplete();
        table.at(Path.of("/mnt/stacked/below"))
                .as(StepVerifier::create)
                .expectNext(Optional.empty())
                .verifyComplete();
    }

    @Test
    void everyMountOfADeviceIsFoundAndNoneOfItsNamesake() {
        table.of("259:4")
                .as(StepVerifier::create)
                .assertNext(mounts -> assertThat(mounts).hasSize(2))
                .verifyComplete();
        table.of("59:4").as(StepVerifier::create).expectNext(List.of()).verifyComplete();
    }

    @Test
    void aTableLargerThanTheBufferIsReadToItsEnd() throws IOException {
        String lines = IntStream.range(0, 10_000)
                .mapToObj(n -> n + " 1 0:" + n + " / /mnt/" + n + " rw - tmpfs " + "x".repeat(n % 50) + " rw\n")
                .collect(Collectors.joining());
        String endless = "7 1 9:9 / /mnt/" + "y".repeat(200_000) + " rw - tmpfs none rw\n";
        Path file = Files.writeString(directory.resolve("mountinfo"), endless + lines);
        MountTable large = table(file);
        assertThat(at(large, "/mnt/9999").majorMinor()).isEqualTo("0:9999");
        assertThat(at(large, "/mnt/0").majorMinor()).isEqualTo("0:0");
    }

    @Test
    void aReaderThatHangsFreesItsCallerAtTheDeadline() {
        StepVerifier.withVirtualTime(() -> new MountTable(
                                Path.of("src/test/resources/mountinfo/node.txt"),
                                Schedulers.fromExecutor(task -> {}),
                                Duration.ofSeconds(10))
                        .at(Path.of("/")))
                .thenAwait(Duration.ofSeconds(10))
                .verifyError(Failure.Unavailable.class);
    }

    @Test
    @Tag("defect-40")
    void anUnreadableTableIsNotAnEmptyOne() {
        table(directory.resolve("missing"))
                .at(Path.of("/"))
                .as(StepVerifier::create)
                .verifyError(Failure.Unavailable.class);
    }

    private static MountTable table(Path mountinfo) {
        return new MountTable(mountinfo, Schedulers.boundedElastic(), Duration.ofSeconds(10));
    }

    private static MountPoint at(MountTable table, String path) {
        List<MountPoint> found = new java.util.ArrayList<>();
        table.at(Path.of(path))
                .flatMap(Mono::justOrEmpty)
                .as(StepVerifier::create)
                .consumeNextWith(found::add)
                .verifyComplete();
        return found.getFirst();
    }
}
