package io.srvlab.csi.rds.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.NodeName;
import io.srvlab.csi.rds.volume.VolumeId;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

class AttachmentLedgerTest {
    private static final VolumeId VOLUME = new VolumeId("vol-1");
    private static final Attachment BY_A =
            Attachment.first(new Contender(new NodeName("worker-a"), AccessClass.SINGLE_NODE, false), Instant.EPOCH);

    private final InMemoryAttachmentStore store = new InMemoryAttachmentStore();
    private final AttachmentLedger ledger = new AttachmentLedger(store);

    @Test
    void aChangeIsKeptAndRemembered() {
        ledger.replace(VOLUME, Attachment.NOBODY, BY_A).as(StepVerifier::create).verifyComplete();
        assertThat(ledger.held(VOLUME)).isEqualTo(BY_A);
        assertThat(store.kept()).containsEntry(VOLUME, BY_A);
    }

    @Test
    void aReleaseLeavesNothingBehind() {
        ledger.replace(VOLUME, Attachment.NOBODY, BY_A)
                .then(ledger.replace(VOLUME, BY_A, Attachment.NOBODY))
                .as(StepVerifier::create)
                .verifyComplete();
        assertThat(ledger.held(VOLUME)).isEqualTo(Attachment.NOBODY);
        assertThat(store.kept()).isEmpty();
    }

    @Test
    void aChangeFromAnOutdatedStateIsBusy() {
        ledger.replace(VOLUME, BY_A, Attachment.NOBODY).as(StepVerifier::create).verifyError(Failure.Busy.class);
    }

    @Test
    void whatTheStoreRefusesIsNotRemembered() {
        AttachmentLedger refused =
                new AttachmentLedger((volume, next) -> Mono.error(new Failure.Unavailable("API away", "")));
        refused.replace(VOLUME, Attachment.NOBODY, BY_A)
                .as(StepVerifier::create)
                .verifyError(Failure.Unavailable.class);
        assertThat(refused.held(VOLUME)).isEqualTo(Attachment.NOBODY);
    }

    @Test
    void nothingIsRememberedBeforeTheStoreHasAnswered() {
        Sinks.Empty<Void> answer = Sinks.empty();
        AttachmentLedger slow = new AttachmentLedger((volume, next) -> answer.asMono());
        StepVerifier.create(slow.replace(VOLUME, Attachment.NOBODY, BY_A))
                .then(() -> assertThat(slow.held(VOLUME)).isEqualTo(Attachment.NOBODY))
                .then(answer::tryEmitEmpty)
                .verifyComplete();
        assertThat(slow.held(VOLUME)).isEqualTo(BY_A);
    }
}
