package io.srvlab.csi.rds.nvme;

import static org.assertj.core.api.Assertions.assertThat;

import io.srvlab.csi.rds.host.CommandOutput;
import io.srvlab.csi.rds.host.ScriptedHostCommands;
import io.srvlab.csi.rds.volume.BlockDevice;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.VolumeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** What dmsetup is told, and which maps are taken for ours. */
class PathShieldTest {
    private static final VolumeId VOLUME = new VolumeId("vol");
    private static final Capacity SIZE = new Capacity(1 << 20);

    @TempDir
    Path directory;

    private final ScriptedHostCommands commands = new ScriptedHostCommands();

    @Test
    void aMapIsMadeInOneStepAndFoundByItsUuid() throws IOException {
        commands.doing("dmsetup create", () -> map("dm-3", "rds-csi-vol", "rds-csi-vol", "nvme0n1"));
        assertRaised();
        assertThat(commands.ran())
                .containsExactly("dmsetup create --noudevsync --noudevrules rds-csi-vol --uuid rds-csi-vol --table"
                        + " 0 2048 multipath 3 queue_if_no_path queue_mode bio 0 1 1 round-robin 0 1 1 259:7 1000");
    }

    @Test
    void aNameThatAKilledDmsetupLeftIsTakenBackByItsUuid() throws IOException {
        List<Runnable> creations =
                new ArrayList<>(List.of(() -> {}, () -> map("dm-3", "rds-csi-vol", "rds-csi-vol", "nvme0n1")));
        commands.answer("dmsetup remove", 0, "").when("dmsetup create", () -> {
            creations.removeFirst().run();
            return Mono.just(new CommandOutput(creations.isEmpty() ? 0 : 1, "", "Device or resource busy"));
        });
        assertRaised();
        assertThat(commands.ran())
                .hasSize(3)
                .element(1)
                .isEqualTo("dmsetup remove --noudevsync --noudevrules --uuid rds-csi-vol");
    }

    @Test
    void aNameThatIsTakenByWhatIsNotOursStaysTaken() throws IOException {
        commands.answer("dmsetup create", 1, "Device or resource busy").answer("dmsetup remove", 1, "not found");
        failed(shield().raise(VOLUME, block("nvme0n1", "259:7", SIZE)), Failure.Unexpected.class);
        map("dm-3", "rds-csi-vol", "rds-csi-vol", "nvme0n1");
        failed(shield().raise(VOLUME, block("nvme0n1", "259:7", SIZE)), Failure.Unexpected.class);
        assertThat(commands.ran())
                .filteredOn(command -> command.contains("remove"))
                .hasSize(1);
    }

    @Test
    void aPathIsSwappedWithoutEverFlushingOrFreezing() throws IOException {
        map("dm-3", "rds-csi-vol", "rds-csi-vol", "nvme0n1");
        commands.answer("dmsetup load", 0, "").answer("dmsetup resume", 0, "");
        done(found().flatMap(map -> shield().swap(map, block("nvme0n2", "259:9", SIZE))));
        assertThat(commands.ran())
                .containsExactly(
                        "dmsetup load --noudevsync --noudevrules rds-csi-vol --table 0 2048 multipath 3 queue_if_no_path"
                                + " queue_mode bio 0 1 1 round-robin 0 1 1 259:9 1000",
                        "dmsetup resume --noudevsync --noudevrules rds-csi-vol --noflush --nolockfs");
    }

    @Test
    void aResumeThatDoesNotEndLeavesAMapThatQueues() throws IOException {
        map("dm-3", "rds-csi-vol", "rds-csi-vol", "nvme0n1");
        commands.answer("dmsetup load", 0, "").late("dmsetup resume").answer("dmsetup", 0, "");
        failed(found().flatMap(map -> shield().swap(map, block("nvme0n2", "259:9", SIZE))), Failure.Unavailable.class);
        assertThat(commands.ran()).element(2).isEqualTo("dmsetup clear --noudevsync --noudevrules rds-csi-vol");
    }

    @Test
    void settlingClearsResumesAndQueues() throws IOException {
        map("dm-3", "rds-csi-vol", "rds-csi-vol", "nvme0n1");
        commands.answer("dmsetup", 0, "");
        done(found().flatMap(map -> shield().settle(map)));
        assertThat(commands.ran())
                .containsExactly(
                        "dmsetup clear --noudevsync --noudevrules rds-csi-vol",
                        "dmsetup resume --noudevsync --noudevrules rds-csi-vol --noflush --nolockfs",
                        "dmsetup message rds-csi-vol 0 queue_if_no_path");
    }

    @Test
    void whatIsHeldSleepsInsteadOfLookingForAPathWithoutAPause() throws IOException {
        map("dm-3", "rds-csi-vol", "rds-csi-vol", "nvme0n1");
        commands.answer("dmsetup", 0, "");
        done(found().flatMap(map -> shield().hold(map)));
        assertThat(commands.ran())
                .containsExactly("dmsetup suspend --noudevsync --noudevrules rds-csi-vol --noflush --nolockfs");
    }

    @Test
    void aSuspendThatDoesNotEndLeavesAMapThatQueues() throws IOException {
        map("dm-3", "rds-csi-vol", "rds-csi-vol", "nvme0n1");
        commands.late("dmsetup suspend").answer("dmsetup", 0, "");
        failed(found().flatMap(map -> shield().hold(map)), Failure.Unavailable.class);
        assertThat(commands.ran()).last().isEqualTo("dmsetup message rds-csi-vol 0 queue_if_no_path");
    }

    @Test
    void aSmallerDeviceIsNotSwappedIn() throws IOException {
        map("dm-3", "rds-csi-vol", "rds-csi-vol", "nvme0n1");
        failed(
                found().flatMap(map -> shield().swap(map, block("nvme0n2", "259:9", new Capacity(1 << 19)))),
                Failure.Conflict.class);
        assertThat(commands.ran()).isEmpty();
    }

    @Test
    void aMapThatIsOpenIsNotRemoved() throws IOException {
        map("dm-3", "rds-csi-vol", "rds-csi-vol", "nvme0n1");
        commands.answer("dmsetup info", 0, "2\n");
        failed(found().flatMap(map -> shield().lower(map)), Failure.Unavailable.class);
        assertThat(commands.ran()).noneMatch(command -> command.startsWith("dmsetup remove"));
    }

    @Test
    void mapsOfOthersAreNotSeen() throws IOException {
        map("dm-0", "rds-csi-vol", "LVM-1", "nvme0n1");
        map("dm-1", "vg-root", "rds-csi-vol", "nvme0n1");
        map("dm-2", "mpatha", "mpath-1", "nvme0n1");
        shield().all()
                .as(StepVerifier::create)
                .assertNext(all -> assertThat(all).isEmpty())
                .verifyComplete();
    }

    @Test
    void onlyAFailedPathCountsAsGivenUp() {
        commands.answer("dmsetup status", 0, """
                rds-csi-a: 0 524288 multipath 2 0 0 0 1 1 A 0 1 0 259:1 A 0
                rds-csi-b: 0 524288 multipath 2 1 0 0 1 1 E 0 1 0 259:2 F 3
                """);
        shield().failed()
                .as(StepVerifier::create)
                .assertNext(failed -> assertThat(failed).containsExactly("rds-csi-b"))
                .verifyComplete();
    }

    @Test
    void aMapOverADeviceThatHasGoneIsOnNothing() throws IOException {
        map("dm-3", "rds-csi-vol", "rds-csi-vol", "nvme0n1");
        head("nvme0n2", "259:9");
        found().as(StepVerifier::create)
                .assertNext(map ->
                        assertThat(map.isOn(block("nvme0n2", "259:9", SIZE))).isFalse())
                .verifyComplete();
    }

    @Test
    void aLongIdIsShortenedToWhatTheKernelTakesAndStaysUnlikeItsNeighbour() {
        String one = ShieldMap.nameOf(new VolumeId("a".repeat(127) + "1"));
        String two = ShieldMap.nameOf(new VolumeId("a".repeat(127) + "2"));
        assertThat(one).isNotEqualTo(two).hasSizeLessThan(128);
        assertThat(ShieldMap.nameOf(new VolumeId("a".repeat(119)))).hasSize(127).doesNotContain("-a-");
    }

    private void assertRaised() throws IOException {
        head("nvme0n1", "259:7");
        shield().raise(VOLUME, block("nvme0n1", "259:7", SIZE))
                .as(StepVerifier::create)
                .assertNext(map -> assertThat(map.device().path()).isEqualTo(directory.resolve("dev/dm-3")))
                .verifyComplete();
    }

    private PathShield shield() {
        return new PathShield(
                commands, directory.resolve("sys"), directory.resolve("dev"), ShieldMode.AUTO, Schedulers.immediate());
    }

    private Mono<ShieldMap> found() {
        return shield().find(VOLUME).flatMap(Mono::justOrEmpty);
    }

    private BlockDevice block(String name, String number, Capacity size) {
        return new BlockDevice(name, directory.resolve("dev").resolve(name), number, size);
    }

    private void head(String name, String number) throws IOException {
        write(directory.resolve("sys/block").resolve(name).resolve("dev"), number);
    }

    private void map(String kernelName, String name, String uuid, String slave) {
        try {
            Path block = directory.resolve("sys/block").resolve(kernelName);
            write(block.resolve("dm/name"), name);
            write(block.resolve("dm/uuid"), uuid);
            write(block.resolve("dm/suspended"), "0");
            write(block.resolve("dev"), "253:3");
            write(block.resolve("size"), "2048");
            Files.createDirectories(block.resolve("slaves"));
            Files.createSymbolicLink(
                    block.resolve("slaves").resolve(slave),
                    directory.resolve("sys/block").resolve(slave));
        } catch (IOException fault) {
            throw new java.io.UncheckedIOException(fault);
        }
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text + "\n");
    }

    private static void done(Mono<Void> work) {
        work.as(StepVerifier::create).verifyComplete();
    }

    private static void failed(Mono<?> work, Class<? extends Failure> kind) {
        work.as(StepVerifier::create).verifyError(kind);
    }
}
