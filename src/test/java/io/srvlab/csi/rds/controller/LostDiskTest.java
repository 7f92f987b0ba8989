package io.srvlab.csi.rds.controller;

import static io.srvlab.csi.rds.controller.Bench.A;
import static io.srvlab.csi.rds.controller.Bench.RWO;
import static io.srvlab.csi.rds.controller.Bench.VOLUME;
import static org.assertj.core.api.Assertions.assertThat;

import io.srvlab.csi.rds.controller.FencingSettings.AllowList;
import io.srvlab.csi.rds.controller.FencingSettings.Known;
import io.srvlab.csi.rds.controller.FencingSettings.Wanted;
import io.srvlab.csi.rds.simulator.rds.DirectRouterOs;
import io.srvlab.csi.rds.simulator.rds.Switches;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.Failure;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** A volume's disk was removed behind the driver's back. */
class LostDiskTest {
    private static final String FILE = Bench.PATH + "/" + VOLUME + ".img";

    @TempDir
    Path directory;

    private static Mono<Map<String, String>> publish(Bench bench, String path) {
        return bench.publisher.publish(new PublishVolume(VOLUME, A, RWO, false, Map.of("volumePath", path)));
    }

    private static Bench lost(Bench bench) {
        bench.withVolume().publishedTo(A, RWO).device.admin("/disk/remove [find slot=" + VOLUME + "]");
        bench.device.scripts().clear();
        return bench;
    }

    @Test
    void publishingAgainBringsItBack() {
        Bench bench = lost(new Bench(directory));
        long generation = bench.cluster.attachment(VOLUME).generation();
        StepVerifier.create(publish(bench, FILE))
                .assertNext(context -> assertThat(context).doesNotContainKey("fresh"))
                .verifyComplete();
        assertThat(bench.device.isExported(VOLUME.value())).isTrue();
        assertThat(bench.device.property(VOLUME.value(), "comment")).isEqualTo("rds-csi:lab:vol-1:gen-" + generation);
        assertThat(bench.device.scripts()).containsExactly("open-export", "restore-disk", "open-export");
    }

    @Test
    void aNodeThatGetsTheVolumeBringsItBackToo() {
        Bench bench = lost(new Bench(directory));
        StepVerifier.create(bench.publisher.unpublish(new UnpublishVolume.FromAll(VOLUME)))
                .verifyComplete();
        StepVerifier.create(publish(bench, FILE)).expectNextCount(1).verifyComplete();
        assertThat(bench.device.isExported(VOLUME.value())).isTrue();
    }

    @Test
    void whereFencingRenamesVolumesItGetsANewName() {
        Bench bench = lost(new Bench(
                new DirectRouterOs(directory, Switches.defaults()),
                new FencingSettings(Wanted.ROTATE_NQN, Known.YES, AllowList.UNKNOWN)));
        StepVerifier.create(publish(bench, FILE))
                .assertNext(context -> assertThat(context.get("nvme_nqn")).matches(".*vol-1[.]g[0-9]{12}"))
                .verifyComplete();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/storage-pool/other/vol-1.img", "/storage-pool/metal-csi/vol-2.img"})
    void withoutTheVolumesOwnFileItIsNotFound(String path) {
        Bench bench = lost(new Bench(directory));
        StepVerifier.create(publish(bench, path)).verifyError(Failure.NotFound.class);
        assertThat(bench.device.scripts()).containsExactly("open-export");
    }

    @Test
    void aPathThatLeavesTheDirectoryIsRefused() {
        Bench bench = lost(new Bench(directory));
        StepVerifier.create(publish(bench, Bench.PATH + "/../other/vol-1.img"))
                .verifyError(Failure.InvalidRequest.class);
    }

    /** Whatever put a shorter file there, a filesystem that is larger than its device destroys itself. */
    @Test
    void aFileShorterThanThePersistentVolumeSaysIsNotGivenOut() {
        Bench bench = lost(new Bench(directory));
        bench.cluster.size(new Capacity((1L << 30) + 1));
        for (int attempt = 0; attempt < 2; attempt++) {
            StepVerifier.create(publish(bench, FILE))
                    .verifyErrorSatisfies(error -> assertThat(error)
                            .isInstanceOf(Failure.Conflict.class)
                            .hasMessageContaining("shorter than its PersistentVolume says"));
        }
        bench.cluster.size(new Capacity(1L << 30));
        StepVerifier.create(publish(bench, FILE)).expectNextCount(1).verifyComplete();
    }

    @Test
    void itIsNotFoundWhenItsFileIsGoneToo() {
        Bench bench = lost(new Bench(directory));
        bench.device.admin("/file/remove [find name=" + FILE.substring(1) + "]");
        StepVerifier.create(publish(bench, FILE))
                .verifyErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(Failure.NotFound.class)
                        .hasMessageContaining("file of volume vol-1"));
    }
}
