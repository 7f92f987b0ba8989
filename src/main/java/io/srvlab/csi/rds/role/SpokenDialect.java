package io.srvlab.csi.rds.role;

import io.srvlab.csi.rds.csi.HealthDialect;
import io.srvlab.csi.rds.kubernetes.ClusterVersion;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** The health dialect as configured, or the one that the cluster understands; none before it has told which. */
final class SpokenDialect implements Supplier<HealthDialect> {
    private final HealthDialect wanted;
    private volatile HealthDialect spoken;

    SpokenDialect(HealthDialect wanted) {
        this.wanted = wanted;
        this.spoken = wanted == HealthDialect.AUTO ? HealthDialect.NONE : wanted;
    }

    @Override
    public HealthDialect get() {
        return spoken;
    }

    /** Asks only where that decides. */
    Mono<Void> ask(ClusterVersion cluster) {
        return wanted == HealthDialect.AUTO
                ? cluster.minor()
                        .doOnNext(minor -> spoken = HealthDialect.ofKubernetes(minor))
                        .then()
                : Mono.empty();
    }
}
