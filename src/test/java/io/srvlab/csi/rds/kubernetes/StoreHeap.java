package io.srvlab.csi.rds.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.storage.VolumeAttachment;
import io.srvlab.csi.rds.attachment.AccessClass;
import io.srvlab.csi.rds.attachment.Attachment;
import io.srvlab.csi.rds.attachment.Migration;
import io.srvlab.csi.rds.volume.NodeName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Prints what 5000 PersistentVolumes, 5000 VolumeAttachments and 1000 nodes take of the heap: {@code java ... StoreHeap}. */
final class StoreHeap {
    private StoreHeap() {}

    public static void main(String[] args) {
        long before = used();
        var volumes = new ReducedStore<PersistentVolume, KnownVolume>(
                object -> KnownVolume.of(object, ClusterUnderTest.DRIVER), PersistentVolume::new, (was, is) -> {});
        var attachments = new ReducedStore<VolumeAttachment, KnownAttachment>(
                object -> KnownAttachment.of(object, ClusterUnderTest.DRIVER), VolumeAttachment::new, (was, is) -> {});
        var nodes = new ReducedStore<Node, KnownNode>(KnownNode::of, Node::new, (was, is) -> {});
        for (int i = 0; i < 5000; i++) {
            String name = "pvc-" + new UUID(i * 7919L, i * 104729L);
            NodeName node = new NodeName("worker-" + i % 1000);
            put(volumes, ClusterUnderTest.volume(name, name, Map.of(Annotations.ATTACHMENT, held(node))), i);
            String usual = KnownAttachment.usualName(name, ClusterUnderTest.DRIVER, node);
            put(attachments, ClusterUnderTest.attachment(usual, name, node, true), i);
        }
        for (int i = 0; i < 1000; i++) {
            put(nodes, ClusterUnderTest.node(new NodeName("worker-" + i), true), i);
        }
        long after = used();
        System.out.printf(
                "%d volumes, %d attachments, %d nodes: %.1f MB of heap%n",
                volumes.size(), attachments.size(), nodes.size(), (after - before) / 1e6);
    }

    private static <T extends HasMetadata> void put(ReducedStore<T, ?> store, T object, int version) {
        object.getMetadata().setResourceVersion(Integer.toString(1_000_000 + version));
        store.put(store.getKey(object), object);
    }

    private static String held(NodeName node) {
        return AttachmentText.of(new Attachment(
                AccessClass.SINGLE_NODE,
                List.of(new Attachment.Holder(node, false, Instant.parse("2026-11-21T10:00:00.123456Z"))),
                12,
                Migration.NONE,
                Instant.EPOCH));
    }

    private static long used() {
        for (int i = 0; i < 4; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
