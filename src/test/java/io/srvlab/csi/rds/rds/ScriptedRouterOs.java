package io.srvlab.csi.rds.rds;

import io.srvlab.csi.rds.routeros.Reply;
import io.srvlab.csi.rds.routeros.RouterOs;
import io.srvlab.csi.rds.routeros.Script;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/** A device that answers what it was told to, in that order, and keeps the scripts it was asked to run. */
final class ScriptedRouterOs implements RouterOs {
    static final Reply DONE = new Reply.Answer(Map.of());

    private final Deque<Mono<Reply>> answers = new ArrayDeque<>();
    private final List<String> asked = new ArrayList<>();

    ScriptedRouterOs answering(Reply reply) {
        return answering(Mono.just(reply));
    }

    ScriptedRouterOs failing(RuntimeException failure) {
        return answering(Mono.error(failure));
    }

    ScriptedRouterOs answering(Mono<Reply> answer) {
        answers.add(answer);
        return this;
    }

    /** The names of the scripts, in the order in which they were run. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public Mono<Reply> execute(Script script) {
        return Mono.defer(() -> {
            asked.add(script.name());
            Mono<Reply> answer = answers.poll();
            return answer == null ? Mono.error(new AssertionError("nobody expected " + script.name())) : answer;
        });
    }
}
