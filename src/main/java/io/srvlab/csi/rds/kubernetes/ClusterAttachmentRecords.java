package io.srvlab.csi.rds.kubernetes;

import io.srvlab.csi.rds.attachment.Attachment;
import io.srvlab.csi.rds.attachment.AttachmentRecords;
import io.srvlab.csi.rds.attachment.Recorded;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.NodeName;
import io.srvlab.csi.rds.volume.VolumeId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Keeps attachments in annotations of the PersistentVolumes, next to the VolumeAttachments that the cluster itself keeps. What
 * the prior driver annotated is only for people to read; its holders are known by their VolumeAttachments.
 */
public final class ClusterAttachmentRecords implements AttachmentRecords {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterAttachmentRecords.class);
    private static final int ATTEMPTS = 3;
    private static final DateTimeFormatter FOR_PEOPLE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final WatchedVolumes volumes;
    private final WatchedAttachments attachments;
    private final ApiServer api;
    private final Freshness freshness;
    private final Map<VolumeId, String> told = new ConcurrentHashMap<>();

    ClusterAttachmentRecords(
            WatchedVolumes volumes, WatchedAttachments attachments, ApiServer api, Freshness freshness) {
        this.volumes = volumes;
        this.attachments = attachments;
        this.api = api;
        this.freshness = freshness;
    }

    @Override
    public Mono<Recorded> read(VolumeId volume) {
        return freshness
                .require()
                .then(volumes.find(volume))
                .map(this::recorded)
                .switchIfEmpty(Mono.fromCallable(() -> requested(volume, Stream.of(volume.value()))))
                .flatMap(this::confirmed);
    }

    /** Tries again while it is something else of the PersistentVolume that has changed, such as its finalizers. */
    @Override
    public Mono<Recorded> write(Recorded read, Attachment next) {
        return freshness.require().then(Mono.defer(() -> write(versioned(read), read.attachment(), next, ATTEMPTS)));
    }

    @Override
    public Mono<List<Recorded>> all() {
        return freshness
                .require()
                .then(Mono.fromCallable(this::everything).subscribeOn(api.scheduler()))
                .flatMapMany(Flux::fromIterable)
                .concatMap(this::confirmed)
                .collectList();
    }

    @Override
    public Mono<Boolean> stands(VolumeId volume, NodeName node) {
        return attachments.find(volume, node).map(known -> !known.deleted()).defaultIfEmpty(false);
    }

    @Override
    public Mono<Void> abandon(VolumeId volume, NodeName node) {
        return freshness
                .require()
                .then(volumes.find(volume))
                .map(KnownVolume::name)
                .defaultIfEmpty(volume.value())
                .flatMapMany(name -> attachments.on(node, name))
                .switchIfEmpty(attachments.find(volume, node))
                .concatMap(attachments::remove)
                .then();
    }

    private Mono<Recorded> write(KnownVolume known, Attachment read, Attachment next, int attempts) {
        return volumes.annotate(known, annotations(next))
                .map(this::recorded)
                .onErrorResume(
                        Failure.Busy.class,
                        busy -> volumes.readAnew(known)
                                .filter(now ->
                                        attempts > 1 && AttachmentText.read(now).equals(read))
                                .switchIfEmpty(Mono.error(busy))
                                .flatMap(now -> write(now, read, next, attempts - 1)))
                .switchIfEmpty(Mono.error(new Failure.Busy("PersistentVolume " + known.name() + " is another's", "")));
    }

    /** The version names the object as well: the volume may be another PersistentVolume's by the time of the write. */
    private static KnownVolume versioned(Recorded read) {
        String[] parts = read.version().split("@", 2);
        if (parts.length < 2) {
            throw new Failure.Conflict(
                    "volume " + read.volume() + " has no PersistentVolume to record its holders at",
                    "make one with the driver's name and this volumeHandle");
        }
        return new KnownVolume(parts[0], parts[1], read.volume(), "", 0, null);
    }

    private static Map<String, @Nullable String> annotations(Attachment next) {
        Map<String, @Nullable String> annotations = new HashMap<>();
        annotations.put(Annotations.ATTACHMENT, AttachmentText.of(next));
        annotations.put(Annotations.ATTACHED_NODE, null);
        annotations.put(Annotations.ATTACHED_AT, null);
        next.holders().stream().limit(1).forEach(first -> {
            annotations.put(Annotations.ATTACHED_NODE, first.node().value());
            annotations.put(Annotations.ATTACHED_AT, forPeople(first.since()));
        });
        return annotations;
    }

    private static String forPeople(Instant since) {
        return FOR_PEOPLE.format(since);
    }

    private Recorded recorded(KnownVolume known) {
        Attachment attachment = AttachmentText.read(known);
        String version = known.name() + "@" + known.version();
        return recorded(known.volume(), attachment, version, Stream.of(known.name()), new Capacity(known.size()));
    }

    /** What its VolumeAttachments alone say. */
    private Recorded requested(VolumeId volume, Stream<String> names) {
        return recorded(volume, Attachment.NOBODY, "", names, new Capacity(0));
    }

    private Recorded recorded(
            VolumeId volume, Attachment attachment, String version, Stream<String> names, Capacity size) {
        List<KnownAttachment> known = Stream.concat(names, Stream.of(KnownAttachment.inline(volume.value())))
                .flatMap(source -> attachments.of(source).stream())
                .toList();
        return new Recorded(
                volume,
                attachment,
                version,
                nodes(known.stream().filter(KnownAttachment::attached)),
                nodes(known.stream()),
                size);
    }

    /** A holder without VolumeAttachment is about to be fenced: that the copy has none is not enough for that. */
    private Mono<Recorded> confirmed(Recorded read) {
        return Flux.fromIterable(read.attachment().nodes())
                .filter(node -> !read.requested().contains(node))
                .concatMap(node -> attachments.find(read.volume(), node))
                .reduce(read, ClusterAttachmentRecords::with);
    }

    private static Recorded with(Recorded read, KnownAttachment found) {
        Stream<NodeName> also = Stream.of(found.node());
        return new Recorded(
                read.volume(),
                read.attachment(),
                read.version(),
                found.attached() ? union(read.attached(), also) : read.attached(),
                union(read.requested(), Stream.of(found.node())),
                read.size());
    }

    private List<Recorded> everything() {
        Map<VolumeId, List<KnownVolume>> known =
                volumes.all().stream().collect(Collectors.groupingBy(KnownVolume::volume));
        Set<String> names = known.values().stream()
                .flatMap(List::stream)
                .map(KnownVolume::name)
                .collect(Collectors.toSet());
        Stream<Recorded> orphans = attachments.all().stream()
                .map(KnownAttachment::persistentVolume)
                .filter(name -> !names.contains(name))
                .distinct()
                .flatMap(name -> KnownVolume.id(name).stream())
                .filter(volume -> !known.containsKey(volume))
                .map(volume -> requested(volume, Stream.of(volume.value())));
        return Stream.concat(
                        known.values().stream().map(this::asFarAsKnown).filter(ClusterAttachmentRecords::isAnything),
                        orphans)
                .toList();
    }

    /** Of a volume whose record cannot be told there are still the VolumeAttachments; nothing can be written there. */
    private Recorded asFarAsKnown(List<KnownVolume> known) {
        VolumeId volume = known.getFirst().volume();
        try {
            Recorded recorded = recorded(WatchedVolumes.only(volume, known));
            told.remove(volume);
            return recorded;
        } catch (Failure.Conflict untold) {
            tell(volume, String.valueOf(untold.getMessage()));
            return requested(volume, known.stream().map(KnownVolume::name));
        }
    }

    /** Once, until it changes: lists are asked for every minute. */
    private void tell(VolumeId volume, String why) {
        if (!why.equals(told.put(volume, why))) {
            LOG.warn("{}", why);
        }
    }

    private static boolean isAnything(Recorded read) {
        return !read.attachment().equals(Attachment.NOBODY) || !read.requested().isEmpty();
    }

    private static Set<NodeName> nodes(Stream<KnownAttachment> known) {
        return known.map(KnownAttachment::node).collect(Collectors.toSet());
    }

    private static Set<NodeName> union(Set<NodeName> some, Stream<NodeName> more) {
        return Stream.concat(some.stream(), more).collect(Collectors.toSet());
    }
}
