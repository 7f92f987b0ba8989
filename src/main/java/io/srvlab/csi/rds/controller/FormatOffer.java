package io.srvlab.csi.rds.controller;

import io.srvlab.csi.rds.attachment.Attachment;
import io.srvlab.csi.rds.attachment.FormatWishes;
import io.srvlab.csi.rds.volume.AccessType;
import io.srvlab.csi.rds.volume.Generation;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * A person's wish that the volume be formatted once more, in one publish: taken once, however often that publish decides anew,
 * and only for a node that gets the volume alone, to write to its filesystem.
 */
final class FormatOffer {
    private static final Logger LOG = LoggerFactory.getLogger(FormatOffer.class);

    private final FormatWishes wishes;
    private final PublishVolume request;
    private final AtomicReference<@Nullable Generation> taken = new AtomicReference<>();

    FormatOffer(FormatWishes wishes, PublishVolume request) {
        this.wishes = wishes;
        this.request = request;
    }

    /** The generation under which the volume is to be marked as never used, if there is the wish. */
    Mono<Optional<Generation>> take(Attachment granted) {
        return Mono.defer(() -> taken().isPresent() || !mayFormat(granted)
                ? Mono.just(taken())
                : wishes.take(request.volume())
                        .filter(wished -> wished)
                        .map(wished -> accepted())
                        .singleOptional());
    }

    /** What this publish has taken before. */
    Optional<Generation> taken() {
        return Optional.ofNullable(taken.get());
    }

    /** The wish is gone, and whether the device has heard of it is not known. */
    void failed() {
        if (taken().isPresent()) {
            LOG.warn(
                    "volume {} could not be published after the wish to format it was taken; unless it is formatted when"
                            + " it is published again, ask for it again (rds.csi.srvlab.io/format=true)",
                    request.volume());
        }
    }

    private boolean mayFormat(Attachment granted) {
        return granted.holders().size() == 1
                && !request.contender().readOnly()
                && request.use().type() instanceof AccessType.Filesystem;
    }

    private Generation accepted() {
        Generation fresh = Generation.next();
        taken.set(fresh);
        LOG.info("volume {} may be formatted by {}, as its PersistentVolume asks", request.volume(), request.node());
        return fresh;
    }
}
