package io.srvlab.csi.rds.kubernetes;

import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.srvlab.csi.rds.volume.NodeName;
import io.srvlab.csi.rds.volume.VolumeId;
import reactor.core.publisher.Mono;

/**
 * The PersistentVolumes of what one node has attached, each by a single GET as the external-provisioner names them; one that a
 * person named otherwise by two more, because the node's VolumeAttachment, whose name is known, names it.
 */
public final class VolumesOfNode {
    private final ApiServer api;
    private final PersistentVolumes live;
    private final NodeName node;

    public VolumesOfNode(ApiServer api, PersistentVolumes live, NodeName node) {
        this.api = api;
        this.live = live;
        this.node = node;
    }

    PersistentVolumes live() {
        return live;
    }

    Mono<PersistentVolume> find(VolumeId volume) {
        return live.named(volume).switchIfEmpty(Mono.defer(() -> attached(volume)));
    }

    VolumeClaims claims() {
        return volume -> find(volume)
                .flatMap(object -> Mono.justOrEmpty(KnownVolume.of(object, live.driver())))
                .flatMap(known -> Mono.justOrEmpty(known.claim()));
    }

    private Mono<PersistentVolume> attached(VolumeId volume) {
        String name = KnownAttachment.usualName(volume.value(), live.driver(), node);
        return api.ask(
                        "reading VolumeAttachment " + name,
                        client -> client.storage()
                                .v1()
                                .volumeAttachments()
                                .withName(name)
                                .get())
                .flatMap(object -> Mono.justOrEmpty(KnownAttachment.of(object, live.driver())))
                .flatMap(known -> live.find(known.persistentVolume(), volume));
    }
}
