package io.srvlab.csi.rds.kubernetes;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.srvlab.csi.rds.attachment.MigratingMachines;
import io.srvlab.csi.rds.volume.NodeName;
import io.srvlab.csi.rds.volume.VolumeId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/**
 * Which virtual machine a volume's pods belong to, read live from the claim's namespace. A virt-launcher pod is owned by its
 * VirtualMachineInstance; a volume plugged in later is used by a pod of its own that is owned by the virt-launcher pod.
 */
public final class KubeVirtPods implements MigratingMachines {
    private static final String INSTANCE = "VirtualMachineInstance";
    private static final List<String> NAME_LABELS = List.of("vm.kubevirt.io/name", "kubevirt.io/domain");
    private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

    private final ApiServer api;
    private final VolumeClaims claims;

    KubeVirtPods(ApiServer api, VolumeClaims claims) {
        this.api = api;
        this.claims = claims;
    }

    @Override
    public Mono<Boolean> oneMachine(VolumeId volume, NodeName source, NodeName target) {
        return claims.of(volume)
                .flatMap(claim -> pods(claim.namespace()).map(pods -> isOne(pods, claim, source, target)))
                .defaultIfEmpty(false);
    }

    private Mono<List<Pod>> pods(String namespace) {
        return api.ask(
                "listing the pods of namespace " + namespace,
                client -> client.pods().inNamespace(namespace).list().getItems());
    }

    static boolean isOne(List<Pod> pods, Claim claim, NodeName source, NodeName target) {
        List<Pod> users = pods.stream().filter(pod -> uses(pod, claim)).toList();
        List<Pod> there =
                users.stream().filter(pod -> on(pod, source) || on(pod, target)).toList();
        Set<Optional<String>> machines =
                there.stream().map(pod -> machine(pod, pods)).collect(Collectors.toSet());
        return there.stream().anyMatch(pod -> on(pod, source))
                && there.stream().anyMatch(pod -> on(pod, target))
                && machines.size() == 1
                && !machines.contains(Optional.<String>empty());
    }

    private static boolean uses(Pod pod, Claim claim) {
        boolean running =
                pod.getStatus() == null || !ENDED.contains(pod.getStatus().getPhase());
        return running
                && pod.getSpec().getVolumes().stream()
                        .anyMatch(volume -> volume.getPersistentVolumeClaim() != null
                                && claim.name()
                                        .equals(volume.getPersistentVolumeClaim()
                                                .getClaimName()));
    }

    private static boolean on(Pod pod, NodeName node) {
        return node.value().equals(pod.getSpec().getNodeName());
    }

    /** By the owner's uid, because a machine of the same name may have been made anew; by name where there is no owner. */
    private static Optional<String> machine(Pod pod, List<Pod> pods) {
        return owner(pod, INSTANCE)
                .map(OwnerReference::getUid)
                .or(() -> launcher(pod, pods)
                        .flatMap(owner -> owner(owner, INSTANCE))
                        .map(OwnerReference::getUid))
                .or(() -> label(pod.getMetadata()));
    }

    private static Optional<Pod> launcher(Pod pod, List<Pod> pods) {
        return owner(pod, "Pod")
                .flatMap(owner -> pods.stream()
                        .filter(other ->
                                owner.getUid().equals(other.getMetadata().getUid()))
                        .findFirst());
    }

    private static Optional<OwnerReference> owner(Pod pod, String kind) {
        return Stream.ofNullable(pod.getMetadata().getOwnerReferences())
                .flatMap(List::stream)
                .filter(owner -> kind.equals(owner.getKind()))
                .findFirst();
    }

    private static Optional<String> label(ObjectMeta meta) {
        Map<String, String> labels = meta.getLabels() == null ? Map.of() : meta.getLabels();
        return NAME_LABELS.stream()
                .flatMap(name -> Stream.ofNullable(labels.get(name)))
                .findFirst();
    }
}
