package io.srvlab.csi.rds.tour;

import csi.v1.Csi.GetPluginInfoRequest;
import csi.v1.Csi.GetPluginInfoResponse;
import csi.v1.Csi.NodeGetInfoRequest;
import csi.v1.Csi.NodeGetInfoResponse;
import csi.v1.Csi.NodeGetVolumeStatsResponse;
import csi.v1.Csi.ProbeRequest;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Walks volumes through their life on a running driver, as Kubernetes would, and shows what happens on the storage. */
public final class Tour {
    private final CsiSocket driver;
    private final Wire wire;
    private final TourSettings settings;
    private final RandomGenerator random;
    private final Scheduler disk;
    private final VolumeLife life;
    private final Narrator narrator;

    /** One tour; files are read and written, and lines told to {@code out}, on the scheduler. */
    public Tour(
            CsiSocket driver,
            Wire wire,
            TourSettings settings,
            RandomGenerator random,
            Scheduler disk,
            Consumer<String> out) {
        this.driver = driver;
        this.wire = wire;
        this.settings = settings;
        this.random = random;
        this.disk = disk;
        this.life = new VolumeLife(driver, settings.parameters());
        this.narrator = new Narrator(wire, disk, out);
    }

    /** Never fails: a step that does is told, ends the tour, and is the last one in the summary. Subscribe once. */
    public Mono<Summary> walk() {
        return meet().delayUntil(node -> wholeLife(planned("filesystem", node, false)))
                .delayUntil(node -> wholeLife(planned("block", node, true)))
                .delayUntil(this::manyAtOnce)
                .then()
                // The narrator has told it; the summary carries it.
                .onErrorComplete()
                .then(Mono.fromSupplier(narrator::summary).subscribeOn(disk));
    }

    private Mono<String> meet() {
        return narrator.step(
                        "the driver says who it is",
                        driver.identity().getPluginInfo(GetPluginInfoRequest.getDefaultInstance()))
                .map(GetPluginInfoResponse::getName)
                .then(narrator.step(
                        "the driver says that it is ready", driver.identity().probe(ProbeRequest.getDefaultInstance())))
                .then(narrator.step(
                        "the driver says which node it is on",
                        driver.node().nodeGetInfo(NodeGetInfoRequest.getDefaultInstance())))
                .map(NodeGetInfoResponse::getNodeId);
    }

    private Mono<Visit> wholeLife(Visit planned) {
        String what = planned.raw() ? "the block volume" : "the filesystem volume";
        return narrator.step("create " + what, life.create(planned, settings.size()))
                .flatMap(visit -> use(what, visit))
                .delayUntil(visit -> narrator.step("write a random pattern to it", write(visit)))
                .delayUntil(visit -> narrator.step("ask how full it is", stats(visit)))
                .delayUntil(visit -> grow(what, visit))
                .delayUntil(visit -> release(what, visit))
                .flatMap(visit -> use(what, visit))
                .delayUntil(visit -> narrator.step("read the pattern back", readBack(visit)))
                .delayUntil(visit -> release(what, visit))
                .delayUntil(visit -> narrator.step("find the pattern in the storage's own file", find(visit)))
                .delayUntil(visit -> narrator.step("delete " + what, life.delete(visit)));
    }

    private Mono<Visit> use(String what, Visit made) {
        return narrator.step("attach " + what + " to the node", life.attach(made))
                .delayUntil(visit -> narrator.step(staging(visit), stage(visit)))
                .delayUntil(visit -> narrator.step("publish it to a pod", life.publish(visit)));
    }

    private static String staging(Visit visit) {
        return visit.raw() ? "stage it: connect" : "stage it: connect, format if blank, mount";
    }

    private Mono<Visit> release(String what, Visit used) {
        return narrator.step("take it from the pod", life.unpublish(used))
                .then(narrator.step("unstage it: unmount, disconnect", life.unstage(used)))
                .then(narrator.step("detach " + what + " from the node", life.detach(used)));
    }

    private Mono<Void> grow(String what, Visit visit) {
        long twice = 2 * settings.size();
        return narrator.step("double " + what + " on the storage", life.expand(visit, twice))
                .filter(nodeMustFollow -> nodeMustFollow)
                .flatMap(follows -> narrator.step("let the node follow", life.follow(visit, twice)))
                .then();
    }

    private Mono<List<Visit>> manyAtOnce(String node) {
        var planned = IntStream.range(0, settings.atOnce())
                .mapToObj(number -> planned("many-" + number, node, false))
                .toList();
        String them = planned.size() + " volumes at once";
        return each("create " + them, planned, visit -> life.create(visit, settings.size()))
                .flatMap(all -> each("attach, stage and publish " + them, all, this::useQuietly))
                .flatMap(all -> each(
                        "write a pattern of its own to each of " + planned.size() + " volumes", all, this::writeOn))
                .flatMap(all -> each("read back " + them, all, this::readBackOn))
                .flatMap(all -> each("unpublish, unstage and detach " + them, all, this::releaseQuietly))
                .flatMap(all -> each("delete " + them, all, life::delete));
    }

    private Mono<List<Visit>> each(String title, List<Visit> visits, Function<Visit, Mono<Visit>> action) {
        return narrator.step(
                title, Flux.fromIterable(visits).flatMap(action, visits.size()).collectList());
    }

    private Mono<Visit> useQuietly(Visit made) {
        return life.attach(made).delayUntil(this::stage).delayUntil(life::publish);
    }

    private Mono<Visit> releaseQuietly(Visit used) {
        return life.unpublish(used).flatMap(life::unstage).flatMap(life::detach);
    }

    private Mono<Visit> writeOn(Visit visit) {
        return write(visit).thenReturn(visit);
    }

    private Mono<Visit> readBackOn(Visit visit) {
        return readBack(visit).thenReturn(visit);
    }

    /** The orchestrator makes the staging path and the folder above the target. */
    private Mono<Visit> stage(Visit visit) {
        return onDisk(() -> {
                    Files.createDirectories(visit.staging());
                    return Files.createDirectories(visit.pod());
                })
                .then(life.stage(visit));
    }

    private Mono<NodeGetVolumeStatsResponse> stats(Visit visit) {
        return life.stats(visit)
                .filter(answer -> answer.getUsageList().stream().anyMatch(usage -> usage.getTotal() > 0))
                .switchIfEmpty(Mono.error(() -> new TourFailure("the driver does not say how large the volume is")));
    }

    /** A block volume's file has to be there already: a new one beside it would pass for the volume. */
    private Mono<Boolean> write(Visit visit) {
        return onDisk(() -> {
            if (!visit.raw()) {
                Files.createFile(visit.file());
            }
            visit.pattern().write(visit.file());
            return true;
        });
    }

    private Mono<Boolean> readBack(Visit visit) {
        return onDisk(() -> visit.pattern().isAtTheBeginningOf(visit.file()))
                .filter(same -> same)
                .switchIfEmpty(Mono.error(() -> new TourFailure("the volume does not hold what was written to it")));
    }

    private Mono<Long> find(Visit visit) {
        return onDisk(() -> visit.pattern().offsetIn(wire.image(visit.id())))
                .filter(offset -> offset >= 0)
                .switchIfEmpty(Mono.error(() -> new TourFailure("the storage's file does not hold the pattern")));
    }

    private <T> Mono<T> onDisk(Callable<T> action) {
        return Mono.fromCallable(action).subscribeOn(disk).timeout(settings.deadline(), disk);
    }

    private Visit planned(String kind, String node, boolean raw) {
        String name = "tour-" + kind + "-" + Integer.toHexString(random.nextInt() | 0x1000_0000);
        return Visit.planned(new Visit.Plan(name, raw, Pattern.from(random)), node, settings.directory());
    }
}
