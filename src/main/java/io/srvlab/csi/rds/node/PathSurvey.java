package io.srvlab.csi.rds.node;

import io.srvlab.csi.rds.nvme.NvmePaths;
import io.srvlab.csi.rds.nvme.ShieldMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import reactor.core.publisher.Mono;

/**
 * One look at all shielded volumes. What sysfs shows is read each time; whether the kernel has given a map's path up is only known
 * to dmsetup, which is asked when something has just changed, and now and then.
 */
final class PathSurvey {
    private static final int LOOKS_AFTER_A_CHANGE = 4;
    private static final int LOOKS_BETWEEN = 5;

    private final StageRecords records;
    private final PathParts parts;
    private final AtomicReference<Object> lastSeen = new AtomicReference<>("");
    private final AtomicInteger unchanged = new AtomicInteger();

    PathSurvey(StageRecords records, PathParts parts) {
        this.records = records;
        this.parts = parts;
    }

    Mono<List<PathStep.View>> look() {
        return parts.shield().all().flatMap(maps -> maps.isEmpty() ? Mono.just(List.of()) : look(maps));
    }

    private Mono<List<PathStep.View>> look(Map<String, ShieldMap> maps) {
        return Mono.zip(records.all(), parts.devices().survey())
                .flatMap(seen -> gaveUp(maps, seen.getT2())
                        .map(gaveUp -> seen.getT1().stream()
                                .map(record -> PathStep.View.of(record, maps, gaveUp, seen.getT2()))
                                .toList()));
    }

    private Mono<Set<String>> gaveUp(Map<String, ShieldMap> maps, Map<String, NvmePaths> paths) {
        boolean changed = !List.of(maps, paths).equals(lastSeen.getAndSet(List.of(maps, paths)));
        int looks = changed ? unchanged.updateAndGet(n -> 0) : unchanged.incrementAndGet();
        boolean ask = looks < LOOKS_AFTER_A_CHANGE || looks % LOOKS_BETWEEN == 0;
        return ask ? parts.shield().failed() : Mono.just(Set.of());
    }
}
