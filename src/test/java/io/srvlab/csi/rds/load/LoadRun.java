package io.srvlab.csi.rds.load;

import io.srvlab.csi.rds.tour.CsiSocket;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Loads a running driver through its socket, one kind of call after the other, and prints a table. Exits with 1 when a call
 * failed or a volume is left behind.
 */
final class LoadRun {
    private static final Duration LONGEST = Duration.ofMinutes(20);

    private final LoadSettings settings;
    private final LoadCalls calls;

    LoadRun(LoadSettings settings, LoadCalls calls) {
        this.settings = settings;
        this.calls = calls;
    }

    public static void main(String[] args) {
        var settings = LoadSettings.fromProperties();
        try (var driver = CsiSocket.open(settings.socket(), settings.deadline())) {
            var calls = new LoadCalls(driver);
            var results = Objects.requireNonNull(
                    new LoadRun(settings, calls).phases().collectList().block(LONGEST));
            var left = Objects.requireNonNull(calls.list().block(settings.deadline()))
                    .getEntriesCount();
            print(results, left, System.out);
            System.exit(left == 0 && results.stream().allMatch(result -> result.failed() == 0) ? 0 : 1);
        }
    }

    /** The results, one kind of call at a time, after passes that only warm up. */
    Flux<Phase.Result> phases() {
        return calls.nodeId()
                .flatMapMany(node ->
                        phasesOn(node).then().repeat(settings.warmUps() - 1).thenMany(phasesOn(node)));
    }

    private Flux<Phase.Result> phasesOn(String node) {
        return Flux.defer(() -> phasesOn(node, settings.names()));
    }

    private Flux<Phase.Result> phasesOn(String node, List<String> names) {
        return Flux.concat(
                each("CreateVolume", names, calls::create),
                each("ControllerExpandVolume", names, calls::expand),
                each("ControllerPublishVolume", names, name -> calls.publish(name, node)),
                some("ListVolumes", Math.max(1, settings.volumes() / 10), Mono.defer(calls::list)),
                some("GetCapacity", settings.volumes(), Mono.defer(calls::capacity)),
                each("ControllerUnpublishVolume", names, name -> calls.unpublish(name, node)),
                each("DeleteVolume", names, calls::delete),
                some("Probe", settings.volumes(), Mono.defer(calls::probe)));
    }

    private Mono<Phase.Result> each(String rpc, List<String> names, Function<String, Mono<?>> call) {
        return new Phase<>(rpc, call).run(Flux.fromIterable(names), settings.inFlight(), settings.roundTrips());
    }

    private Mono<Phase.Result> some(String rpc, int times, Mono<?> call) {
        return new Phase<Integer>(rpc, number -> call)
                .run(Flux.range(0, times), settings.inFlight(), settings.roundTrips());
    }

    static void print(List<Phase.Result> results, int left, PrintStream out) {
        out.printf(
                Locale.ROOT,
                "%-26s %6s %8s %9s %10s %10s %12s%n",
                "rpc",
                "calls",
                "failed",
                "per s",
                "p50 ms",
                "p99 ms",
                "trips/call");
        results.forEach(result -> out.println(row(result)));
        out.println("volumes left behind: " + left);
    }

    private static String row(Phase.Result result) {
        return String.format(
                Locale.ROOT,
                "%-26s %6d %8d %9.1f %10.1f %10.1f %12s  %s",
                result.rpc(),
                result.nanos().length,
                result.failed(),
                result.perSecond(),
                result.percentileMillis(0.50),
                result.percentileMillis(0.99),
                trips(result),
                result.failures().isEmpty() ? "" : result.failures());
    }

    private static String trips(Phase.Result result) {
        return Double.isNaN(result.roundTripsPerCall())
                ? "-"
                : String.format(Locale.ROOT, "%.2f", result.roundTripsPerCall());
    }
}
