package io.srvlab.csi.rds.controller;

import io.srvlab.csi.rds.attachment.Attachment;
import io.srvlab.csi.rds.attachment.AttachmentRecords;
import io.srvlab.csi.rds.attachment.ClusterNodes;
import io.srvlab.csi.rds.attachment.NodeState;
import io.srvlab.csi.rds.attachment.Recorded;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.NodeName;
import io.srvlab.csi.rds.volume.VolumeId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** What an API server knows: records with versions, VolumeAttachments, nodes. Survives every controller. */
final class FakeCluster implements AttachmentRecords, ClusterNodes {
    private final Map<VolumeId, Attachment> records = new TreeMap<>(java.util.Comparator.comparing(VolumeId::value));
    private final Map<VolumeId, Integer> versions = new HashMap<>();
    private final Map<VolumeId, Map<NodeName, Boolean>> attachments = new HashMap<>();
    private final Map<VolumeId, Set<NodeName>> deleted = new HashMap<>();
    private final Map<NodeName, NodeState.Present> nodes = new HashMap<>();
    private final Sinks.Many<NodeName> troubles = Sinks.many().multicast().directBestEffort();
    private Capacity size = new Capacity(0);
    private boolean away;

    /** From now on every question fails, or none. */
    void away(boolean gone) {
        away = gone;
    }

    /** What the PersistentVolumes say. */
    void size(Capacity said) {
        size = said;
    }

    Attachment attachment(VolumeId volume) {
        return records.getOrDefault(volume, Attachment.NOBODY);
    }

    void ready(NodeName node) {
        nodes.put(node, new NodeState.Present(true, false, Set.of()));
    }

    void state(NodeName node, NodeState.Present state) {
        nodes.put(node, state);
    }

    NodeState.Present present(NodeName node) {
        return nodes.getOrDefault(node, new NodeState.Present(false, false, Set.of()));
    }

    boolean knows(NodeName node) {
        return nodes.containsKey(node);
    }

    void remove(NodeName node) {
        nodes.remove(node);
    }

    void uses(NodeName node, VolumeId volume, boolean inUse) {
        NodeState.Present now = present(node);
        Set<VolumeId> used = new HashSet<>(now.inUse());
        if (inUse) {
            used.add(volume);
        } else {
            used.remove(volume);
        }
        nodes.put(node, new NodeState.Present(now.ready(), now.outOfService(), used));
    }

    /** A VolumeAttachment comes to be, or says that it is attached now. */
    void request(VolumeId volume, NodeName node, boolean attached) {
        attachments.computeIfAbsent(volume, id -> new HashMap<>()).put(node, attached);
    }

    /** Somebody wants the VolumeAttachment gone; it goes when its attacher is done. */
    void delete(VolumeId volume, NodeName node) {
        deleted.computeIfAbsent(volume, id -> new HashSet<>()).add(node);
    }

    void withdraw(VolumeId volume, NodeName node) {
        attachments.getOrDefault(volume, new HashMap<>()).remove(node);
        deleted.getOrDefault(volume, new HashSet<>()).remove(node);
    }

    Set<NodeName> requested(VolumeId volume) {
        return new TreeSet<>(attachments.getOrDefault(volume, Map.of()).keySet());
    }

    /** The VolumeAttachments, and which of them say attached. */
    Map<NodeName, Boolean> attachments(VolumeId volume) {
        return Map.copyOf(attachments.getOrDefault(volume, Map.of()));
    }

    /** A PersistentVolume as another driver, or an administrator, left it. */
    void annotate(VolumeId volume, Attachment attachment) {
        records.put(volume, attachment);
        versions.merge(volume, 1, Integer::sum);
    }

    void trouble(NodeName node) {
        troubles.tryEmitNext(node);
    }

    @Override
    public Mono<Recorded> read(VolumeId volume) {
        return answer(() -> recorded(volume));
    }

    @Override
    public Mono<Recorded> write(Recorded read, Attachment next) {
        return answer(() -> {
            if (!read.version().equals(version(read.volume()))) {
                throw new Failure.Busy("somebody else has written", "try again");
            }
            annotate(read.volume(), next);
            return recorded(read.volume());
        });
    }

    @Override
    public Mono<List<Recorded>> all() {
        return answer(() -> {
            Set<VolumeId> all = new HashSet<>(records.keySet());
            all.addAll(attachments.keySet());
            return all.stream().map(this::recorded).toList();
        });
    }

    @Override
    public Mono<Boolean> stands(VolumeId volume, NodeName node) {
        return answer(() -> requested(volume).contains(node)
                && !deleted.getOrDefault(volume, Set.of()).contains(node));
    }

    @Override
    public Mono<Void> abandon(VolumeId volume, NodeName node) {
        return answer(() -> {
                    withdraw(volume, node);
                    return volume;
                })
                .then();
    }

    @Override
    public Mono<NodeState> state(NodeName node) {
        return answer(() -> {
            NodeState.Present present = nodes.get(node);
            return present == null ? new NodeState.Absent() : present;
        });
    }

    @Override
    public Flux<NodeName> troubles() {
        return troubles.asFlux();
    }

    private <T> Mono<T> answer(java.util.function.Supplier<T> question) {
        return Mono.defer(() -> away
                ? Mono.error(new Failure.Unavailable("the API server does not answer", "try again"))
                : Mono.just(question.get()));
    }

    /** Without any VolumeAttachment (a cluster that makes none) whoever holds the volume has asked for it. */
    private Recorded recorded(VolumeId volume) {
        Map<NodeName, Boolean> asked = attachments.get(volume);
        Set<NodeName> attached = new HashSet<>();
        if (asked != null) {
            asked.forEach((node, is) -> {
                if (is) {
                    attached.add(node);
                }
            });
        }
        Set<NodeName> requested = asked == null ? Set.copyOf(attachment(volume).nodes()) : asked.keySet();
        return new Recorded(volume, attachment(volume), version(volume), attached, requested, size);
    }

    private String version(VolumeId volume) {
        return "v" + versions.getOrDefault(volume, 0);
    }
}
