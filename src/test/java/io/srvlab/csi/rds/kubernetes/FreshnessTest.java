package io.srvlab.csi.rds.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.srvlab.csi.rds.MovableClock;
import io.srvlab.csi.rds.volume.Failure;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import reactor.test.StepVerifier;

class FreshnessTest {
    private final MovableClock clock = new MovableClock();

    @Test
    void aBrokenWatchIsTrustedForAWhileAndThenNotAnyMore() {
        try (ClusterUnderTest cluster = ClusterUnderTest.asleep()) {
            WatchedVolumes volumes = new WatchedVolumes(cluster.client, cluster.volumes);
            Freshness freshness = new Freshness(List.of(volumes.watched()), Duration.ofSeconds(30), clock);
            volumes.watched().start();
            await().until(() -> freshness.state().ready());

            volumes.watched().close();
            clock.forward(Duration.ofSeconds(29));
            freshness.require().as(StepVerifier::create).verifyComplete();
            clock.forward(Duration.ofSeconds(1));
            freshness
                    .require()
                    .as(StepVerifier::create)
                    .verifyErrorSatisfies(refusal -> assertThat(refusal)
                            .isInstanceOf(Failure.Unavailable.class)
                            .hasMessageContaining("PersistentVolumes has been broken for 30 s"));
        }
    }

    /**
     * fabric8 gives up by itself when its first list fails; this driver starts while the API server is away, too. Its own lines for
     * each try have a stack trace, and are not shown.
     */
    @Test
    void anApiServerThatIsAwayAtFirstIsAskedAgainAndToldOf() {
        Logger logger = (Logger) LoggerFactory.getLogger(Watched.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        try (ClusterUnderTest cluster = ClusterUnderTest.asleep()) {
            cluster.server
                    .expect()
                    .get()
                    .withPath("/api/v1/persistentvolumes?limit=200")
                    .andReturn(503, "{}")
                    .times(2);
            WatchedVolumes volumes = new WatchedVolumes(cluster.client, cluster.volumes);
            Freshness freshness = new Freshness(List.of(volumes.watched()), Duration.ofSeconds(30), Clock.systemUTC());
            volumes.watched().start();
            await().until(() -> freshness.state().ready());
            volumes.watched().close();
        } finally {
            logger.detachAppender(lines);
        }
        assertThat(List.copyOf(lines.list))
                .filteredOn(line -> line.getFormattedMessage().contains("PersistentVolumes cannot be watched for now"))
                .hasSizeGreaterThanOrEqualTo(2)
                .allSatisfy(line -> assertThat(line.getThrowableProxy()).isNull());
    }

    @Test
    void requestsBeyondTheBurstWaitForTheirTurn() {
        RequestPace pace = new RequestPace(10, clock);
        for (int i = 0; i < 11; i++) {
            assertThat(pace.reserve(clock.instant())).isEqualTo(Duration.ZERO);
        }
        assertThat(pace.reserve(clock.instant())).isEqualTo(Duration.ofMillis(100));
        clock.forward(Duration.ofSeconds(1));
        assertThat(pace.reserve(clock.instant())).isEqualTo(Duration.ZERO);
    }
}
