package io.srvlab.csi.rds.load;

import io.srvlab.csi.rds.routeros.Expression;
import io.srvlab.csi.rds.routeros.Script;
import io.srvlab.csi.rds.routeros.Statement;
import io.srvlab.csi.rds.ssh.SshRouterOs;
import io.srvlab.csi.rds.ssh.SshSettings;
import io.srvlab.csi.rds.tour.CsiSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Prints what one call costs by itself: a bare command over SSH, a CreateVolume and a DeleteVolume in turn, so that whatever
 * else the machine does meets all three alike, then Probe and ListVolumes, of nothing and of many.
 */
final class SingleRun {
    private static final Script ASK = Script.reading("ask", Statement.show("n", Expression.number(1)));
    private static final int WARM = 200;
    private static final int LISTED = 300;
    private static final Duration LONGEST = Duration.ofMinutes(20);

    private final LoadSettings settings;
    private final LoadCalls calls;
    private final SshRouterOs ssh;

    private SingleRun(LoadSettings settings, LoadCalls calls, SshRouterOs ssh) {
        this.settings = settings;
        this.calls = calls;
        this.ssh = ssh;
    }

    public static void main(String[] args) {
        var settings = LoadSettings.fromProperties();
        Scheduler scheduler = Schedulers.newBoundedElastic(4, 1000, "single-run");
        try (var driver = CsiSocket.open(settings.socket(), settings.deadline());
                var ssh = new SshRouterOs(way(), scheduler)) {
            var run = new SingleRun(settings, new LoadCalls(driver), ssh);
            run.round(false)
                    .repeat(settings.warmUps() - 1)
                    .then(run.round(true))
                    .then(run.full())
                    .block(LONGEST);
        } finally {
            scheduler.dispose();
        }
    }

    private Mono<Void> round(boolean printed) {
        var bare = new Phase<String>("bare exec", name -> ssh.execute(ASK));
        var create = new Phase<String>("CreateVolume", calls::create);
        var delete = new Phase<String>("DeleteVolume", calls::delete);
        var probe = new Phase<Integer>("Probe", number -> calls.probe());
        var list = new Phase<Integer>("ListVolumes (none)", number -> calls.list());
        return names().concatMap(name -> Flux.concat(bare.one(name), create.one(name), delete.one(name)))
                .thenMany(Flux.range(0, settings.volumes() * 5).concatMap(probe::one))
                .thenMany(Flux.range(0, settings.volumes()).concatMap(list::one))
                .thenMany(Flux.just(bare, create, delete, probe, list))
                .filter(phase -> printed)
                .doOnNext(phase -> print(phase.soFar()))
                .then();
    }

    /** ListVolumes with everything there that is to be listed, and what of it the device itself took. */
    private Mono<Void> full() {
        return names().collectList()
                .flatMap(names -> Flux.fromIterable(names)
                        .flatMap(calls::create, settings.inFlight())
                        .thenMany(Flux.range(0, WARM).concatMap(n -> calls.list()))
                        .then(lists())
                        .thenMany(Flux.fromIterable(names).flatMap(calls::delete, settings.inFlight()))
                        .then());
    }

    private Mono<Void> lists() {
        var list = new Phase<Integer>("ListVolumes (" + settings.volumes() + ")", number -> calls.list());
        var device = RoundTrips.busyMicros(settings.port());
        return Mono.fromSupplier(device::count)
                .flatMap(before -> Flux.range(0, LISTED)
                        .concatMap(list::one)
                        .then(Mono.fromRunnable(() -> printFull(list.soFar(), device.count() - before))));
    }

    private Flux<String> names() {
        return Flux.defer(() -> Flux.fromIterable(settings.names()));
    }

    private static void printFull(Phase.Result listed, long busyMicros) {
        print(listed);
        System.out.printf(
                Locale.ROOT,
                "of these %.2f ms each on average are the device's own work%n",
                busyMicros / 1000.0 / listed.nanos().length);
    }

    private static void print(Phase.Result result) {
        System.out.printf(
                Locale.ROOT,
                "%-20s %6d alone  failed %d  p50 %6.2f ms  p99 %6.2f ms%n",
                result.rpc(),
                result.nanos().length,
                result.failed(),
                result.percentileMillis(0.50),
                result.percentileMillis(0.99));
    }

    private static SshSettings way() {
        Duration deadline = Duration.ofSeconds(60);
        return new SshSettings(
                "127.0.0.1",
                Integer.getInteger("load.ssh-port", 22),
                System.getProperty("load.user", "metal-csi"),
                Path.of(Objects.requireNonNull(System.getProperty("load.key"), "-Dload.key")),
                Objects.requireNonNull(System.getProperty("load.host-key"), "-Dload.host-key"),
                "",
                SshSettings.Replies.JSON,
                new SshSettings.Sessions(1, 1, 100, Duration.ofMinutes(5)),
                new SshSettings.Deadlines(deadline, deadline, deadline, Duration.ofSeconds(15)));
    }
}
