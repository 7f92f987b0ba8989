package io.srvlab.csi.rds.controller;

import static io.srvlab.csi.rds.controller.Bench.A;
import static io.srvlab.csi.rds.controller.Bench.RWO;
import static io.srvlab.csi.rds.controller.Bench.VOLUME;
import static io.srvlab.csi.rds.controller.Bench.wanted;
import static org.assertj.core.api.Assertions.assertThat;

import io.srvlab.csi.rds.controller.FencingSettings.AllowList;
import io.srvlab.csi.rds.controller.FencingSettings.Known;
import io.srvlab.csi.rds.controller.FencingSettings.Wanted;
import io.srvlab.csi.rds.simulator.rds.DirectRouterOs;
import io.srvlab.csi.rds.simulator.rds.Switches;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.CapacityRange;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.Health;
import io.srvlab.csi.rds.volume.NodeName;
import io.srvlab.csi.rds.volume.VolumeId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

class VolumeLifeTest {
    private static final long GIB = 1L << 30;

    @TempDir
    Path directory;

    private Bench bench;

    @BeforeEach
    void start() {
        bench = new Bench(directory);
    }

    private static ExpandVolume to(long bytes) {
        return new ExpandVolume(VOLUME, new CapacityRange(new Capacity(bytes), CapacityRange.UNLIMITED));
    }

    private void make(int volumes) {
        for (int i = 0; i < volumes; i++) {
            StepVerifier.create(bench.provisioner.create(wanted(new VolumeId("vol-" + (char) ('a' + i)), GIB)))
                    .expectNextCount(1)
                    .verifyComplete();
        }
    }

    private VolumePage page(int entries, String token) {
        return bench.listing
                .list(new PageRequest(entries, token))
                .blockOptional()
                .orElseThrow();
    }

    @Test
    void aVolumeCarriesEverythingItsNodeWillNeed() {
        CreateVolume request = new CreateVolume(
                VOLUME,
                new CapacityRange(new Capacity(GIB), CapacityRange.UNLIMITED),
                List.of(RWO),
                Map.of("csi.storage.k8s.io/pvc/name", "data", "fastIoFailTmo", "15", "fsType", "xfs"));
        Map<String, String> expected = Map.ofEntries(
                Map.entry("rdsAddress", "10.0.0.1"),
                Map.entry("nvmeAddress", "10.0.1.1"),
                Map.entry("nvmePort", "4420"),
                Map.entry("nqn", "nqn.2000-02.com.mikrotik:vol-1"),
                Map.entry("volumePath", "/storage-pool/metal-csi/vol-1.img"),
                Map.entry("ctrlLossTmo", "-1"),
                Map.entry("reconnectDelay", "5"),
                Map.entry("keepAliveTmo", "0"),
                Map.entry("migrationTimeoutSeconds", "300"),
                Map.entry("fastIoFailTmo", "15"),
                Map.entry("fsType", "xfs"),
                Map.entry("csi.storage.k8s.io/pvc/name", "data"));
        StepVerifier.create(bench.provisioner.create(request))
                .assertNext(volume -> assertThat(volume.context()).isEqualTo(expected))
                .verifyComplete();
    }

    @ParameterizedTest
    @CsvSource({"0, 1073741824", "1, 1073741824", "1073741825, 1074790400", "2147483648, 2147483648"})
    void sizesAreRaisedAndRoundedUp(long asked, long made) {
        StepVerifier.create(bench.provisioner.create(wanted(VOLUME, asked)))
                .assertNext(volume -> assertThat(volume.capacity().bytes()).isEqualTo(made))
                .verifyComplete();
    }

    @ParameterizedTest
    @ValueSource(longs = {(16L << 40) + 1, Long.MAX_VALUE})
    void moreThanTheLargestVolumeIsOutOfRange(long asked) {
        StepVerifier.create(bench.provisioner.create(wanted(VOLUME, asked))).verifyError(Failure.OutOfRange.class);
        assertThat(bench.device.scripts()).isEmpty();
    }

    @Test
    void aLimitBelowTheSmallestVolumeIsOutOfRange() {
        CreateVolume request = new CreateVolume(
                VOLUME, new CapacityRange(new Capacity(0), new Capacity(GIB - 1)), List.of(RWO), Map.of());
        StepVerifier.create(bench.provisioner.create(request)).verifyError(Failure.OutOfRange.class);
    }

    @Test
    void theSameNameAgainGivesTheSameAnswerAndAnotherSizeIsRefused() {
        bench.withVolume().withVolume();
        StepVerifier.create(bench.provisioner.create(wanted(VOLUME, 2 * GIB))).verifyError(Failure.AlreadyExists.class);
    }

    @Test
    void anAttachedVolumeIsNotDeleted() {
        bench.withVolume().publishedTo(A, RWO);
        StepVerifier.create(bench.provisioner.delete(VOLUME))
                .verifyErrorSatisfies(error ->
                        assertThat(error).isInstanceOf(Failure.Conflict.class).hasMessageContaining("worker-a"));
        assertThat(bench.device.scripts()).doesNotContain("delete-disk");
    }

    @Test
    void deletingTwiceIsDone() {
        bench.withVolume();
        StepVerifier.create(bench.provisioner.delete(VOLUME).then(bench.provisioner.delete(VOLUME)))
                .verifyComplete();
    }

    @Test
    void aVolumeThatIsLargeAlreadyIsAsGoodAsGrown() {
        bench.withVolume();
        StepVerifier.create(bench.expander.expand(to(2 * GIB)))
                .expectNext(new Capacity(2 * GIB))
                .verifyComplete();
        StepVerifier.create(bench.expander.expand(to(2 * GIB)))
                .expectNext(new Capacity(2 * GIB))
                .verifyComplete();
    }

    @Test
    void growingToNothingOrTooLittleOrTooMuchIsRefused() {
        StepVerifier.create(bench.expander.expand(to(0))).verifyError(Failure.InvalidRequest.class);
        StepVerifier.create(bench.expander.expand(to(GIB - 1))).verifyError(Failure.OutOfRange.class);
        StepVerifier.create(bench.expander.expand(to(17L << 40))).verifyError(Failure.OutOfRange.class);
    }

    @Test
    void pagesListEveryVolumeOnceAlsoWhenVolumesGoInBetween() {
        make(5);
        VolumePage first = page(2, "");
        StepVerifier.create(bench.provisioner.delete(
                        first.volumes().getLast().volume().id()))
                .verifyComplete();
        VolumePage second = page(2, first.nextToken());
        VolumePage third = page(2, second.nextToken());
        List<String> listed = new ArrayList<>();
        List.of(first, second, third)
                .forEach(page ->
                        page.volumes().forEach(v -> listed.add(v.volume().id().value())));
        assertThat(listed).containsExactly("vol-a", "vol-b", "vol-c", "vol-d", "vol-e");
        assertThat(third.nextToken()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"invalid-token", "3", "dm9sLWE", "YWZ0ZXI6Li4v"})
    void aTokenNotIssuedHereIsRefused(String token) {
        StepVerifier.create(bench.listing.list(new PageRequest(2, token))).verifyError(Failure.InvalidToken.class);
    }

    @Test
    void aListIsNeverShortBecauseTheDeviceIsAway() {
        make(1);
        bench.device.lose("list-disks");
        StepVerifier.create(bench.listing.list(new PageRequest(0, ""))).verifyError(Failure.Unavailable.class);
    }

    @Test
    void aDiskWithoutASizeIsShownAsAilingBesideTheOthers() {
        make(2);
        StepVerifier.create(bench.provisioner.create(wanted(VOLUME, 3 * GIB)))
                .expectNextCount(1)
                .verifyComplete();
        bench.device.misprint("\"size\":" + 3 * GIB, "\"size\":\"\"");
        List<ListedVolume> listed = page(0, "").volumes();
        assertThat(listed)
                .extracting(found -> found.health() instanceof Health.Ailing ailing ? ailing.reason() : "")
                .containsExactlyInAnyOrder("", "", "ImageMissing");
    }

    @Test
    void aHolderIsListedAndALostExportIsReported() {
        bench.withVolume().publishedTo(A, RWO).closeByHand();
        StepVerifier.create(bench.listing.find(VOLUME))
                .assertNext(found -> {
                    assertThat(found.volume().publishedOn()).isEmpty();
                    assertThat(found.health()).isInstanceOf(Health.Ailing.class);
                })
                .verifyComplete();
    }

    /** The stock attacher publishes again what is missing in the list. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "nvme-tcp-server-port=4421",
                "nvme-tcp-server-nqn=nqn.2000-02.com.mikrotik:other",
                "nvme-tcp-server-allow-host-name=nqn.2014-08.org.nvmexpress:uuid:somebody"
            })
    void aHolderThatTheExportNoLongerServesIsNotListed(String change) {
        Bench listing = new Bench(
                new DirectRouterOs(directory.resolve("listing"), Switches.defaults()),
                new FencingSettings(Wanted.ALLOW_LIST, Known.YES, AllowList.MANY));
        listing.withVolume().publishedTo(A, RWO);
        assertThat(publishedOn(listing)).containsExactly(A);
        listing.device.admin("/disk/set [find slot=" + VOLUME + "] " + change);
        assertThat(publishedOn(listing)).isEmpty();
        assertThat(publishedOn(listing.publishedTo(A, RWO))).containsExactly(A);
    }

    private static List<NodeName> publishedOn(Bench bench) {
        return Objects.requireNonNull(bench.listing.list(new PageRequest(0, "")).block())
                .volumes()
                .getFirst()
                .volume()
                .publishedOn();
    }

    @Test
    void oneVolumeIsNeverLargerThanTheRoomOrTheLargest() {
        assertThat(CapacityReport.room(Capacity.ofGibibytes(5)).largestVolume()).isEqualTo(Capacity.ofGibibytes(5));
        assertThat(CapacityReport.room(Capacity.ofGibibytes(99_999)).largestVolume())
                .isEqualTo(Capacity.ofGibibytes(16 * 1024));
    }

    @Test
    void capacityForAClassThatCannotBeIsRefused() {
        StepVerifier.create(bench.capacity.report(Map.of("volumepath", "x"))).verifyError(Failure.InvalidRequest.class);
        StepVerifier.create(bench.capacity.report(Map.of())).expectNextCount(1).verifyComplete();
    }
}
