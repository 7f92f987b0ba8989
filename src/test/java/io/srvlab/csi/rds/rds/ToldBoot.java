package io.srvlab.csi.rds.rds;

import io.srvlab.csi.rds.routeros.Reply;
import io.srvlab.csi.rds.routeros.RouterOs;
import io.srvlab.csi.rds.routeros.Row;
import io.srvlab.csi.rds.routeros.Script;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/** A device that tells how long it has been up and what its log has of its start; nothing else. */
public final class ToldBoot implements RouterOs {
    private Map<String, List<Row>> told = Map.of();

    public ToldBoot says(String uptime, int crashes, int starts) {
        told = Map.of("uptime", value(uptime), "crashed", value("" + crashes), "started", value("" + starts));
        return this;
    }

    private static List<Row> value(String text) {
        return List.of(new Row(Map.of("value", text)));
    }

    @Override
    public Mono<Reply> execute(Script script) {
        return Mono.fromSupplier(() -> new Reply.Answer(told));
    }
}
