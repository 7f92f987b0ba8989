package io.srvlab.csi.rds.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.srvlab.csi.rds.attachment.AttachmentRecords;
import io.srvlab.csi.rds.attachment.ClusterNodes;
import io.srvlab.csi.rds.attachment.FormatWishes;
import io.srvlab.csi.rds.attachment.MigratingMachines;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Mono;

/** What a controller watches of the cluster, and what it knows by that; nodes' drivers watch nothing. */
public final class ClusterWatch implements AutoCloseable {
    private final WatchedVolumes volumes;
    private final WatchedAttachments attachments;
    private final KubernetesNodes nodes;
    private final Freshness records;
    private final Freshness everything;
    private final ApiServer api;

    /** {@code bound} is how long a watch may be broken before what it told is no longer trusted. */
    public ClusterWatch(KubernetesClient client, ApiServer api, PersistentVolumes live, Duration bound, Clock clock) {
        this.api = api;
        this.volumes = new WatchedVolumes(client, live);
        this.attachments = new WatchedAttachments(client, api, live.driver());
        this.nodes = new KubernetesNodes(client, api, live.driver());
        this.records = new Freshness(List.of(volumes.watched(), attachments.watched()), bound, clock);
        this.everything =
                new Freshness(List.of(volumes.watched(), attachments.watched(), nodes.watched()), bound, clock);
    }

    /** Returns at once; what is known shows in {@link #freshness}. */
    public void start() {
        volumes.watched().start();
        attachments.watched().start();
        nodes.watched().start();
    }

    public AttachmentRecords records() {
        return new ClusterAttachmentRecords(volumes, attachments, api, records);
    }

    public ClusterNodes nodes() {
        return nodes;
    }

    public MigratingMachines machines() {
        return new KubeVirtPods(api, claims());
    }

    public FormatWishes formatWishes() {
        return AnnotatedWish.format(volumes)::take;
    }

    public Freshness freshness() {
        return everything;
    }

    /** Notices when watches break; never ends. */
    public Mono<Void> keepWatch() {
        return Mono.when(records.watch(), everything.watch());
    }

    VolumeClaims claims() {
        return volume -> volumes.find(volume).flatMap(known -> Mono.justOrEmpty(known.claim()));
    }

    @Override
    public void close() {
        volumes.watched().close();
        attachments.watched().close();
        nodes.watched().close();
    }
}
