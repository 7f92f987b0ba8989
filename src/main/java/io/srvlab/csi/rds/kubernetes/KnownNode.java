package io.srvlab.csi.rds.kubernetes;

import io.fabric8.kubernetes.api.model.Node;
import io.srvlab.csi.rds.attachment.NodeState;
import io.srvlab.csi.rds.volume.NodeName;
import io.srvlab.csi.rds.volume.VolumeId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A Node, as far as it tells whether its machine is well. */
record KnownNode(NodeName node, String version, boolean ready, boolean outOfService) implements Known {
    private static final String OUT_OF_SERVICE = "node.kubernetes.io/out-of-service";

    @Override
    public String name() {
        return node.value();
    }

    @Override
    public String lookup() {
        return node.value();
    }

    static Optional<KnownNode> of(Node object) {
        return KnownAttachment.node(object.getMetadata().getName())
                .map(name -> new KnownNode(
                        name, object.getMetadata().getResourceVersion(), isReady(object), isOutOfService(object)));
    }

    /** The whole state, the volumes that its kubelet still uses included. */
    static NodeState.Present state(Node object, String driver) {
        String ours = "kubernetes.io/csi/" + driver + "^";
        Set<VolumeId> inUse = present(
                        object.getStatus() == null ? null : object.getStatus().getVolumesInUse())
                .filter(volume -> volume.startsWith(ours))
                .flatMap(volume -> KnownVolume.id(volume.substring(ours.length())).stream())
                .collect(Collectors.toSet());
        return new NodeState.Present(isReady(object), isOutOfService(object), inUse);
    }

    /** Whether going from {@code before} to {@code after} means trouble: no longer Ready, out of service, or gone. */
    static boolean isTrouble(@Nullable KnownNode before, @Nullable KnownNode after) {
        boolean wasReady = before != null && before.ready();
        boolean wasOutOfService = before != null && before.outOfService();
        return after == null
                ? before != null
                : (wasReady && !after.ready()) || (after.outOfService() && !wasOutOfService);
    }

    private static boolean isReady(Node object) {
        return object.getStatus() != null
                && present(object.getStatus().getConditions())
                        .anyMatch(condition ->
                                "Ready".equals(condition.getType()) && "True".equals(condition.getStatus()));
    }

    private static boolean isOutOfService(Node object) {
        return object.getSpec() != null
                && present(object.getSpec().getTaints()).anyMatch(taint -> OUT_OF_SERVICE.equals(taint.getKey()));
    }

    private static <T> Stream<T> present(@Nullable Collection<T> items) {
        return (items == null ? List.<T>of() : items).stream();
    }
}
