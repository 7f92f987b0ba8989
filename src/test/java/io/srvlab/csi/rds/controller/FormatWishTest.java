package io.srvlab.csi.rds.controller;

import static io.srvlab.csi.rds.controller.Bench.A;
import static io.srvlab.csi.rds.controller.Bench.B;
import static io.srvlab.csi.rds.controller.Bench.RWO;
import static io.srvlab.csi.rds.controller.Bench.RWX;
import static io.srvlab.csi.rds.controller.Bench.VOLUME;
import static io.srvlab.csi.rds.controller.Bench.to;
import static org.assertj.core.api.Assertions.assertThat;

import io.srvlab.csi.rds.attachment.Attachment;
import io.srvlab.csi.rds.controller.FencingSettings.AllowList;
import io.srvlab.csi.rds.controller.FencingSettings.Known;
import io.srvlab.csi.rds.controller.FencingSettings.Wanted;
import io.srvlab.csi.rds.simulator.rds.DirectRouterOs;
import io.srvlab.csi.rds.simulator.rds.Switches;
import io.srvlab.csi.rds.volume.Failure;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.test.StepVerifier;

/** What becomes of a person's wish that a used volume be formatted once more. */
class FormatWishTest {
    @TempDir
    Path directory;

    private Bench bench;

    @BeforeEach
    void use() {
        bench = used(new Bench(directory));
    }

    private static Bench used(Bench bench) {
        bench.withVolume().publishedTo(A, RWO);
        return released(bench);
    }

    private static Bench released(Bench bench) {
        StepVerifier.create(bench.publisher.unpublish(new UnpublishVolume.FromAll(VOLUME)))
                .verifyComplete();
        return bench;
    }

    private boolean isStillWished() {
        return Boolean.TRUE.equals(bench.wishes.take(VOLUME).block());
    }

    @Test
    void itIsGrantedOnceAndUntilTheRelease() {
        assertThat(bench.fresh(A, RWO)).as("no wish").isEmpty();
        released(bench).wishes.wish(VOLUME);
        bench.device.scripts().clear();
        String generation = bench.fresh(A, RWO).orElseThrow();
        assertThat(bench.device.scripts()).as("in one exec").containsExactly("open-export");
        assertThat(bench.fresh(A, RWO)).as("asked again").contains(generation);
        assertThat(isStillWished()).isFalse();
        assertThat(released(bench).fresh(A, RWO)).isEmpty();
    }

    @Test
    void whoHasTheVolumeAlreadyMayNotFormatIt() {
        bench.publishedTo(A, RWO).wishes.wish(VOLUME);
        assertThat(bench.fresh(A, RWO)).isEmpty();
        assertThat(isStillWished()).isTrue();
    }

    @Test
    void whoJoinsAnotherMayNotFormatIt() {
        bench.publishedTo(A, RWX).wishes.wish(VOLUME);
        bench.publishedTo(B, RWX);
        assertThat(isStillWished()).isTrue();
    }

    @Test
    void rawBlockAndReadersLeaveItToAnother() {
        bench.wishes.wish(VOLUME);
        released(bench.publishedTo(A, RWX));
        StepVerifier.create(bench.publisher.publish(new PublishVolume(VOLUME, A, RWO, true, Map.of())))
                .assertNext(context -> assertThat(context).doesNotContainKey("fresh"))
                .verifyComplete();
        assertThat(released(bench).fresh(A, RWO)).isPresent();
    }

    @Test
    void itIsKeptWhereTheDeviceStandsElsewhereThanTheRecord() {
        bench.cluster.annotate(VOLUME, Attachment.NOBODY.withGeneration(9));
        bench.wishes.wish(VOLUME);
        assertThat(bench.fresh(A, RWO)).isPresent();
    }

    @Test
    void itHasToBeAskedForAgainWhenTheDeviceNeverHeardOfIt() {
        bench.wishes.wish(VOLUME);
        bench.device.lose("*");
        StepVerifier.create(bench.publisher.publish(to(A, RWO))).verifyError(Failure.Unavailable.class);
        bench.device.lose("");
        assertThat(bench.fresh(A, RWO)).isEmpty();
        assertThat(isStillWished()).isFalse();
    }

    @Test
    void aRotatedVolumeKeepsItsName(@TempDir Path other) {
        bench = used(new Bench(
                new DirectRouterOs(other, Switches.defaults()),
                new FencingSettings(Wanted.ROTATE_NQN, Known.YES, AllowList.UNKNOWN)));
        bench.publishedTo(A, RWO).cluster.uses(A, VOLUME, true);
        released(bench).wishes.wish(VOLUME);
        assertThat(bench.fresh(B, RWO)).isPresent();
        assertThat(bench.device.property(VOLUME.value(), "comment"))
                .matches("rds-csi:lab:vol-1:nqn-[0-9]{12}:fresh-[0-9a-f]{16}:gen-[0-9]+");
        assertThat(bench.device.property(VOLUME.value(), "nvme-tcp-server-nqn")).matches(".*vol-1[.]g[0-9]{12}");
        released(bench);
        assertThat(bench.device.property(VOLUME.value(), "comment"))
                .matches("rds-csi:lab:vol-1:nqn-[0-9]{12}:gen-[0-9]+");
    }
}
