package io.srvlab.csi.rds.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.srvlab.csi.rds.host.HostCommand;
import io.srvlab.csi.rds.nvme.ShieldMode;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.Health;
import io.srvlab.csi.rds.volume.VolumeId;
import io.srvlab.csi.rds.volume.VolumeUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** A driver that dies before any of its commands, and the one that is started after it. */
class ShieldKilledTest {
    private static final String NQN = NodeUnderTest.nqn("vol").value();

    @TempDir
    Path directory;

    private NodeUnderTest node;

    static Stream<Arguments> usesAndSteps() {
        return Stream.of(NodeUnderTest.MOUNTED, NodeUnderTest.RAW)
                .flatMap(use -> IntStream.range(0, 12).mapToObj(step -> Arguments.of(use, step)));
    }

    @BeforeEach
    void oneExport() throws IOException {
        node = new NodeUnderTest(directory);
        node.image("vol", NodeUnderTest.SIZE);
    }

    @ParameterizedTest
    @MethodSource("usesAndSteps")
    void stagingGoesOnWhereItEnded(VolumeUse use, int step) throws IOException {
        DriverUnderTest mortal = node.driver(new KilledAfter(node.host, "", step), ShieldMode.AUTO);
        ended(mortal.stager.stage(node.stage("vol", use)));
        DriverUnderTest next = node.driver(node.host, ShieldMode.AUTO);
        done(next.watch.round());
        done(next.stager
                .stage(node.stage("vol", use))
                .onErrorResume(Failure.Conflict.class, refused -> permitted(next, use, refused)));
        done(next.binder.publish(node.publish("vol", use, "one")));
        done(next.watch.round());
        done(next.watch.round());
        assertThat(paths()).containsExactly("nvme0n1");
        assertThat(next.parts.troubles().count()).isZero();
        leave(next);
    }

    /** Killed between its record and mkfs: only a new generation, a person's word, lets the volume be formatted. */
    private Mono<Void> permitted(DriverUnderTest next, VolumeUse use, Failure refused) {
        assertThat(refused).hasMessageContaining("rds.csi.srvlab.io/format=true");
        return next.stager.stage(node.stage("vol", use, NodeUnderTest.SECOND));
    }

    @ParameterizedTest
    @MethodSource("usesAndSteps")
    void aSwapGoesOnWhereItEnded(VolumeUse use, int step) throws IOException {
        inUse(use);
        DriverUnderTest mortal = node.driver(new KilledAfter(node.host, "", step), ShieldMode.AUTO);
        comesBackAnew();
        ended(mortal.watch.round().then(mortal.watch.round()));
        DriverUnderTest next = node.driver(node.host, ShieldMode.AUTO);
        done(next.watch.round());
        done(next.watch.round());
        assertThat(paths()).containsExactly("nvme0n2");
        comesBackAnew();
        done(next.watch.round());
        assertThat(paths()).hasSize(1).doesNotContain("nvme0n2");
        assertThat(next.parts.troubles().of(new VolumeId("vol"))).isEqualTo(new Health.Sound());
        leave(next);
    }

    @ParameterizedTest
    @MethodSource("usesAndSteps")
    void aResizeGoesOnWhereItEndedAlsoWhenThePathChangesMeanwhile(VolumeUse use, int step) throws IOException {
        inUse(use);
        Capacity twice = new Capacity(2 * NodeUnderTest.SIZE);
        node.image("vol", twice.bytes());
        ExpandOnNode expand = new ExpandOnNode(new VolumeId("vol"), node.pod("one"), twice);
        DriverUnderTest mortal = node.driver(new KilledAfter(node.host, "", step), ShieldMode.AUTO);
        ended(mortal.expander.expand(expand).then());
        comesBackAnew();
        DriverUnderTest next = node.driver(node.host, ShieldMode.AUTO);
        done(next.watch.round());
        next.expander
                .expand(expand)
                .as(StepVerifier::create)
                .expectNext(twice)
                .expectComplete()
                .verify(Duration.ofSeconds(20));
        assertThat(paths()).containsExactly("nvme0n2");
        assertThat(Files.readString(node.host.sys().resolve("block/dm-0/size")).strip())
                .isEqualTo(String.valueOf(twice.bytes() / 512));
        leave(next);
    }

    @ParameterizedTest
    @MethodSource("usesAndSteps")
    void unstagingGoesOnWhereItEnded(VolumeUse use, int step) throws IOException {
        done(node.stager.stage(node.stage("vol", use)));
        DriverUnderTest mortal = node.driver(new KilledAfter(node.host, "", step), ShieldMode.AUTO);
        ended(mortal.stager.unstage(node.unstage("vol")));
        DriverUnderTest next = node.driver(node.host, ShieldMode.AUTO);
        done(next.watch.round());
        done(next.stager.unstage(node.unstage("vol")));
        assertThat(node.host.dev()).isEmptyDirectory();
        assertThat(directory.resolve("records")).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"suspend", "message rds-csi-vol 0 fail_if_no_path"})
    void whatAKilledDmsetupLeftIsUndoneAtTheNextStart(String left) throws IOException {
        inUse(NodeUnderTest.MOUNTED);
        String[] words = left.contains(" ")
                ? new String[] {"dmsetup", "message", "rds-csi-vol", "0", "fail_if_no_path"}
                : new String[] {"dmsetup", left, "rds-csi-vol"};
        done(node.host.run(HostCommand.of(Duration.ofSeconds(1), words)).then());
        DriverUnderTest next = node.driver(node.host, ShieldMode.AUTO);
        done(next.watch.round());
        node.target.takeAway(NQN);
        done(node.host.notice());
        assertThat(Files.readString(node.host.sys().resolve("block/dm-0/dm/suspended"))
                        .strip())
                .isEqualTo("0");
        node.host
                .run(HostCommand.of(Duration.ofSeconds(1), "dmsetup", "table", "rds-csi-vol"))
                .as(StepVerifier::create)
                .assertNext(table -> assertThat(table.stdout()).contains("queue_if_no_path"))
                .verifyComplete();
        Files.writeString(node.pod("one").resolve("late"), "written while the target is away");
        comesBackAnew();
        done(next.watch.round());
        leave(next);
        done(next.stager.stage(node.stage("vol", NodeUnderTest.MOUNTED)));
        assertThat(node.staging("vol").resolve("late")).exists();
    }

    @Test
    void aRestartedDriverKnowsWhereTheVolumeCameFrom() {
        inUse(NodeUnderTest.MOUNTED);
        DriverUnderTest next = node.driver(node.host, ShieldMode.AUTO);
        next.records
                .all()
                .as(StepVerifier::create)
                .assertNext(all -> assertThat(all).singleElement().satisfies(record -> {
                    assertThat(record.link().target().address()).isEqualTo("10.0.0.1");
                    assertThat(record.proof().size()).isEqualTo(new Capacity(NodeUnderTest.SIZE));
                    assertThat(record.proof().signature()).startsWith("ext4 ");
                    assertThat(record.identity().wwid()).startsWith("uuid.");
                    assertThat(record.proof().shield()).isEqualTo("rds-csi-vol");
                }))
                .verifyComplete();
    }

    private void inUse(VolumeUse use) {
        done(node.stager.stage(node.stage("vol", use)));
        done(node.binder.publish(node.publish("vol", use, "one")));
    }

    private void leave(DriverUnderTest driver) {
        done(driver.binder.unpublish(node.unpublish("vol", "one")));
        done(driver.stager.unstage(node.unstage("vol")));
        assertThat(node.host.dev()).isEmptyDirectory();
    }

    private void comesBackAnew() {
        node.target.takeAway(NQN);
        done(node.host.notice());
        node.target.rebuild(NQN);
        node.target.bringBack(NQN);
        done(node.host.notice());
    }

    private List<String> paths() throws IOException {
        try (Stream<Path> slaves = Files.list(node.host.sys().resolve("block/dm-0/slaves"))) {
            return slaves.map(path -> path.getFileName().toString()).toList();
        }
    }

    private static void done(Mono<Void> work) {
        work.as(StepVerifier::create).expectComplete().verify(Duration.ofSeconds(20));
    }

    /** However it ended. */
    private static void ended(Mono<Void> work) {
        done(work.onErrorComplete());
    }
}
