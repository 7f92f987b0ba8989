package io.srvlab.csi.rds.host;

import java.time.Duration;
import java.util.function.Predicate;
import reactor.core.publisher.Mono;

/**
 * Whether this machine is going down, by the word of its own systemd; a pod that shares the host's processes finds it as process
 * 1. Two words are final: the service manager's "stopping" (systemctl(1)), and logind's PreparingForShutdown, which comes before
 * it while a kubelet that shuts its node down gracefully ends the pods. A shutdown that is scheduled can be cancelled and counts
 * for nothing; no answer, or any other, is a no.
 */
public final class MachineShutdown {
    private static final Duration DEADLINE = Duration.ofSeconds(3);
    private static final String[] STATE = {"systemctl", "is-system-running"};
    private static final String[] PREPARING = {
        "busctl",
        "get-property",
        "org.freedesktop.login1",
        "/org/freedesktop/login1",
        "org.freedesktop.login1.Manager",
        "PreparingForShutdown"
    };

    private final HostCommands commands;

    public MachineShutdown(HostCommands commands) {
        this.commands = commands;
    }

    public Mono<Boolean> underWay() {
        return says("stopping", STATE).flatMap(stopping -> stopping ? Mono.just(true) : says("b true", PREPARING));
    }

    private Mono<Boolean> says(String word, String... question) {
        return commands.run(onHost(question))
                .map(output -> output.stdout().strip())
                .map(Predicate.<String>isEqual(word)::test)
                .onErrorReturn(false)
                .defaultIfEmpty(false);
    }

    private static HostCommand onHost(String... question) {
        String[] words = new String[question.length + 4];
        System.arraycopy(new String[] {"nsenter", "--target", "1", "--mount"}, 0, words, 0, 4);
        System.arraycopy(question, 0, words, 4, question.length);
        return HostCommand.of(DEADLINE, words);
    }
}
