package io.srvlab.csi.rds.kubernetes;

import static io.srvlab.csi.rds.kubernetes.ClusterUnderTest.WORKER_1;
import static io.srvlab.csi.rds.kubernetes.ClusterUnderTest.WORKER_2;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class KubeVirtPodsTest {
    private static final Claim CLAIM = new Claim("shop", "disk", "uid");

    @Test
    void theTwoLaunchersOfOneMachineAreOne() {
        assertThat(isOne(
                        pod("a", "worker-1", "VirtualMachineInstance", "vmi-1"),
                        pod("b", "worker-2", "VirtualMachineInstance", "vmi-1")))
                .isTrue();
    }

    @Test
    void machinesOfOneNameAreNotOne() {
        assertThat(isOne(
                        pod("a", "worker-1", "VirtualMachineInstance", "vmi-1"),
                        pod("b", "worker-2", "VirtualMachineInstance", "vmi-2")))
                .isFalse();
    }

    @Test
    void everyPodOfTheVolumeCounts() {
        assertThat(isOne(
                        pod("a", "worker-1", "VirtualMachineInstance", "vmi-1"),
                        pod("b", "worker-2", "VirtualMachineInstance", "vmi-1"),
                        pod("c", "worker-1", "ReplicaSet", "rs-1")))
                .isFalse();
    }

    @Test
    void aNodeWithoutPodIsNoSideOfAMigration() {
        assertThat(isOne(pod("a", "worker-1", "VirtualMachineInstance", "vmi-1")))
                .isFalse();
        assertThat(isOne()).isFalse();
    }

    @Test
    void podsThatHaveEndedAndPodsElsewhereDoNotCount() {
        Pod ended = pod("c", "worker-1", "ReplicaSet", "rs-1");
        ended.getStatus().setPhase("Succeeded");
        assertThat(isOne(
                        pod("a", "worker-1", "VirtualMachineInstance", "vmi-1"),
                        pod("b", "worker-2", "VirtualMachineInstance", "vmi-1"),
                        ended,
                        pod("d", "worker-3", "ReplicaSet", "rs-1")))
                .isTrue();
    }

    /** The pod that holds a hot-plugged volume belongs to the launcher's pod, which does not name the claim itself. */
    @Test
    void aHotPluggedVolumesPodsAreTheirLaunchers() {
        assertThat(isOne(
                        without(pod("a", "worker-1", "VirtualMachineInstance", "vmi-1")),
                        without(pod("b", "worker-2", "VirtualMachineInstance", "vmi-1")),
                        pod("hp-a", "worker-1", "Pod", "uid-a"),
                        pod("hp-b", "worker-2", "Pod", "uid-b")))
                .isTrue();
    }

    private static boolean isOne(Pod... pods) {
        return KubeVirtPods.isOne(List.of(pods), CLAIM, WORKER_1, WORKER_2);
    }

    private static Pod without(Pod pod) {
        pod.getSpec().setVolumes(List.of());
        return pod;
    }

    private static Pod pod(String name, String node, String ownerKind, String ownerUid) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withUid("uid-" + name)
                .addNewOwnerReference()
                .withKind(ownerKind)
                .withName("owner")
                .withUid(ownerUid)
                .endOwnerReference()
                .endMetadata()
                .withNewSpec()
                .withNodeName(node)
                .addNewVolume()
                .withName("disk")
                .withNewPersistentVolumeClaim("disk", false)
                .endVolume()
                .endSpec()
                .withNewStatus()
                .withPhase("Running")
                .endStatus()
                .build();
    }
}
