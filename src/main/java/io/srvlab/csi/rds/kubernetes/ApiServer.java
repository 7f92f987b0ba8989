package io.srvlab.csi.rds.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.srvlab.csi.rds.volume.Failure;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Asks the API server: each request waits for its turn, blocks one thread of the scheduler "kube" and has a deadline. Answers
 * with Busy when somebody else wrote first (409), NotFound when there is nothing to write to (404), else Unavailable.
 */
public final class ApiServer {
    private final Supplier<KubernetesClient> client;
    private final Scheduler kube;
    private final Duration deadline;
    private final RequestPace pace;

    /**
     * {@code client} is asked for with the first request: a node whose health dialect is set may never make one. {@code deadline}
     * is that of one request, its turn included.
     */
    public ApiServer(Supplier<KubernetesClient> client, Scheduler kube, Duration deadline, RequestPace pace) {
        this.client = client;
        this.kube = kube;
        this.deadline = deadline;
        this.pace = pace;
    }

    /** Empty when the request answers with null, which is fabric8's way to say that there is no such object. */
    <T> Mono<T> ask(String what, Function<KubernetesClient, T> request) {
        return pace.turn()
                .then(Mono.fromCallable(() -> request.apply(client.get())).subscribeOn(kube))
                .timeout(deadline)
                .onErrorMap(KubernetesClientException.class, error -> failure(what, error))
                .onErrorMap(TimeoutException.class, error -> unavailable(what, "no answer within " + deadline, error));
    }

    /** Work of ours that takes a while, off the threads that must not be held up. */
    Scheduler scheduler() {
        return kube;
    }

    private static Failure failure(String what, KubernetesClientException error) {
        return switch (error.getCode()) {
            case HttpURLConnection.HTTP_CONFLICT ->
                new Failure.Busy("somebody else has just written what " + what + " is about", "try again");
            case HttpURLConnection.HTTP_NOT_FOUND ->
                new Failure.NotFound(
                        "there is no longer what " + what + " is about", "look whether it was deleted meanwhile");
            default -> unavailable(what, String.valueOf(error.getMessage()), error);
        };
    }

    private static Failure unavailable(String what, String why, Throwable error) {
        return new Failure.Unavailable(
                what + " failed at the API server: " + why,
                "look whether it answers and whether the driver may",
                error);
    }
}
