package io.srvlab.csi.rds.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.srvlab.csi.rds.MovableClock;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class LeaseLeadershipTest {
    private static final String PATH = "/apis/coordination.k8s.io/v1/namespaces/rds/leases/lead";

    private final MovableClock clock = new MovableClock();

    @Test
    @Tag("defect-35")
    void theFirstLeadsAndTheOtherWaitsUntilTheLeaseHasRunOut() {
        try (ClusterUnderTest cluster = ClusterUnderTest.asleep()) {
            LeaseLeadership first = contender(cluster, "first");
            LeaseLeadership second = contender(cluster, "second");
            attempt(first);
            attempt(second);
            assertThat(leads(first)).isTrue();
            assertThat(leads(second)).isFalse();

            clock.forward(Duration.ofSeconds(14));
            attempt(second);
            assertThat(leads(second)).isFalse();
            clock.forward(Duration.ofSeconds(1));
            attempt(second);
            assertThat(leads(second)).isTrue();
        }
    }

    @Test
    void whoDoesNotRenewStopsLeadingBeforeAnybodyElseMayBegin() {
        try (ClusterUnderTest cluster = ClusterUnderTest.asleep()) {
            LeaseLeadership first = contender(cluster, "first");
            attempt(first);
            cluster.server
                    .expect()
                    .get()
                    .withPath(PATH)
                    .andReturn(HttpURLConnection.HTTP_UNAVAILABLE, "{}")
                    .always();
            first.attempt().as(StepVerifier::create).verifyError();
            clock.forward(Duration.ofSeconds(9));
            assertThat(leads(first)).isTrue();
            clock.forward(Duration.ofSeconds(1));
            assertThat(leads(first)).isFalse();
        }
    }

    @Test
    void whoRenewsGoesOnLeading() {
        try (ClusterUnderTest cluster = ClusterUnderTest.asleep()) {
            LeaseLeadership first = contender(cluster, "first");
            LeaseLeadership second = contender(cluster, "second");
            for (int i = 0; i < 10; i++) {
                attempt(first);
                attempt(second);
                clock.forward(Duration.ofSeconds(5));
            }
            assertThat(leads(first)).isTrue();
            assertThat(leads(second)).isFalse();
        }
    }

    @Test
    void aLeaseThatIsGivenBackIsFreeAtOnce() {
        try (ClusterUnderTest cluster = ClusterUnderTest.asleep()) {
            LeaseLeadership first = contender(cluster, "first");
            LeaseLeadership second = contender(cluster, "second");
            attempt(first);
            attempt(second);
            first.release().as(StepVerifier::create).verifyComplete();
            assertThat(leads(first)).isFalse();
            attempt(second);
            assertThat(leads(second)).isTrue();
        }
    }

    @Test
    void whoSeesAnotherHolderStopsAtOnce() {
        try (ClusterUnderTest cluster = ClusterUnderTest.asleep()) {
            LeaseLeadership first = contender(cluster, "first");
            attempt(first);
            cluster.client.leases().inNamespace("rds").withName("lead").edit(lease -> {
                lease.getSpec().setHolderIdentity("thief");
                return lease;
            });
            attempt(first);
            assertThat(leads(first)).isFalse();
        }
    }

    @Test
    void anotherMachinesClockIsNotCompared() {
        Instant now = Instant.EPOCH;
        LeaseRace race = LeaseRace.UNKNOWN.seeing("other", "year 1970", now.plusSeconds(100));
        assertThat(race.mayTake("me", Duration.ofSeconds(15), now.plusSeconds(114)))
                .isFalse();
        assertThat(race.seeing("other", "year 1970", now.plusSeconds(115))
                        .mayTake("me", Duration.ofSeconds(15), now.plusSeconds(115)))
                .isTrue();
        assertThat(race.seeing("other", "year 1971", now.plusSeconds(115))
                        .mayTake("me", Duration.ofSeconds(15), now.plusSeconds(116)))
                .isFalse();
    }

    private LeaseLeadership contender(ClusterUnderTest cluster, String identity) {
        return new LeaseLeadership(cluster.api, new LeaseLeadership.Place("rds", "lead", identity), clock);
    }

    private static void attempt(LeaseLeadership contender) {
        contender.attempt().as(StepVerifier::create).verifyComplete();
    }

    private static boolean leads(LeaseLeadership contender) {
        contender.tell();
        return Boolean.TRUE.equals(contender.leading().blockFirst());
    }
}
