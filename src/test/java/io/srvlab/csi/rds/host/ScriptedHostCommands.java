package io.srvlab.csi.rds.host;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** Answers by the beginning of the command line, and remembers what was run; a command nobody scripted is not installed. */
public final class ScriptedHostCommands implements HostCommands {
    private final Map<String, Supplier<Mono<CommandOutput>>> answers = new LinkedHashMap<>();
    private final List<String> ran = Collections.synchronizedList(new ArrayList<>());

    public ScriptedHostCommands answer(String beginning, int exitStatus, String stdout) {
        return when(beginning, () -> Mono.just(new CommandOutput(exitStatus, stdout, exitStatus == 0 ? "" : stdout)));
    }

    public ScriptedHostCommands doing(String beginning, Runnable effect) {
        return when(beginning, () -> Mono.fromRunnable(effect).thenReturn(new CommandOutput(0, "", "")));
    }

    public ScriptedHostCommands late(String beginning) {
        return when(beginning, () -> Mono.error(new TimeoutException("late")));
    }

    public ScriptedHostCommands broken(String beginning) {
        return when(beginning, () -> Mono.error(new IOException("cannot fork")));
    }

    public List<String> ran() {
        return List.copyOf(ran);
    }

    @Override
    public Mono<CommandOutput> run(HostCommand command) {
        return Mono.defer(() -> {
            ran.add(command.toString());
            return scripted(command);
        });
    }

    private Mono<CommandOutput> scripted(HostCommand command) {
        return answers.entrySet().stream()
                .filter(answer -> command.toString().startsWith(answer.getKey()))
                .findFirst()
                .map(answer -> answer.getValue().get())
                .orElseGet(
                        () -> Mono.error(new NoSuchFileException(command.words().getFirst())));
    }

    public ScriptedHostCommands when(String beginning, Supplier<Mono<CommandOutput>> answer) {
        answers.put(beginning, answer);
        return this;
    }
}
