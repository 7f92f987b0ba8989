package io.srvlab.csi.rds;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.blockhound.BlockingOperationError;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** The guard against blocking calls is armed in every test; this one sees that it barks. */
class BlockHoundTest {
    @Test
    void aBlockingCallOnAParallelThreadIsCaught() {
        Mono.fromCallable(() -> {
                    Thread.sleep(Duration.ofMillis(1));
                    return "slept";
                })
                .subscribeOn(Schedulers.parallel())
                .as(StepVerifier::create)
                .verifyError(BlockingOperationError.class);
    }
}
