package io.srvlab.csi.rds.kubernetes;

import io.fabric8.kubernetes.api.model.storage.VolumeAttachment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.srvlab.csi.rds.volume.NodeName;
import io.srvlab.csi.rds.volume.VolumeId;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** This driver's VolumeAttachments, from a copy that is kept up to date; that one is missing there is asked for live. */
final class WatchedAttachments {
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    private final ApiServer api;
    private final String driver;
    private final ReducedStore<VolumeAttachment, KnownAttachment> store;
    private final Watched<VolumeAttachment> watched;

    WatchedAttachments(KubernetesClient client, ApiServer api, String driver) {
        this.api = api;
        this.driver = driver;
        this.store = new ReducedStore<>(
                object -> KnownAttachment.of(object, driver), VolumeAttachment::new, (before, after) -> {});
        this.watched = new Watched<>("VolumeAttachments", client.storage().v1().volumeAttachments(), store);
    }

    Watched<VolumeAttachment> watched() {
        return watched;
    }

    List<KnownAttachment> all() {
        return store.all();
    }

    List<KnownAttachment> of(String persistentVolume) {
        return store.lookUp(persistentVolume);
    }

    /** Asks for one under the name that Kubernetes gives it. */
    Mono<KnownAttachment> find(VolumeId volume, NodeName node) {
        String name = KnownAttachment.usualName(volume.value(), driver, node);
        return read(name)
                .flatMap(object -> Mono.justOrEmpty(KnownAttachment.of(object, driver)))
                .filter(known -> known.node().equals(node));
    }

    /** Deletes first: once it is marked so, the attacher does not put its finalizer back. */
    Mono<Void> remove(KnownAttachment known) {
        return api.ask(
                        "deleting VolumeAttachment " + known.name(),
                        client -> client.storage()
                                .v1()
                                .volumeAttachments()
                                .withName(known.name())
                                .delete())
                .then(read(known.name()))
                .filter(object -> KnownAttachment.of(object, driver)
                        .filter(now -> now.deleted() && now.node().equals(known.node()))
                        .isPresent())
                .flatMap(this::release)
                .then();
    }

    /** All that a list of pairs of volume and node leaves, in order. */
    Flux<KnownAttachment> on(NodeName node, String persistentVolume) {
        return Flux.fromIterable(of(persistentVolume))
                .filter(known -> known.node().equals(node));
    }

    private Mono<VolumeAttachment> release(VolumeAttachment object) {
        String name = object.getMetadata().getName();
        String patch = MergePatch.withoutFinalizers(object.getMetadata().getResourceVersion());
        return api.ask(
                "releasing VolumeAttachment " + name,
                client ->
                        client.storage().v1().volumeAttachments().withName(name).patch(MERGE, patch));
    }

    private Mono<VolumeAttachment> read(String name) {
        return api.ask(
                "reading VolumeAttachment " + name,
                client ->
                        client.storage().v1().volumeAttachments().withName(name).get());
    }
}
