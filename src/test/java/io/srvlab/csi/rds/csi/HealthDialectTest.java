package io.srvlab.csi.rds.csi;

import static org.assertj.core.api.Assertions.assertThat;

import csi.v1.Csi.ControllerServiceCapability;
import csi.v1.Csi.NodeServiceCapability;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A suite and a cluster that speak one dialect refuse a driver that announces the other. */
class HealthDialectTest {
    private static final List<ControllerServiceCapability.RPC.Type> OF_CONTROLLER = List.of(
            ControllerServiceCapability.RPC.Type.VOLUME_CONDITION,
            ControllerServiceCapability.RPC.Type.GET_VOLUME_HEALTH,
            ControllerServiceCapability.RPC.Type.LIST_VOLUME_HEALTH);
    private static final List<NodeServiceCapability.RPC.Type> OF_NODE = List.of(
            NodeServiceCapability.RPC.Type.VOLUME_CONDITION,
            NodeServiceCapability.RPC.Type.GET_VOLUME_HEALTH,
            NodeServiceCapability.RPC.Type.GET_STORAGE_HEALTH);

    @Test
    void theOldOneIsVolumeCondition() {
        assertThat(controller(HealthDialect.CONDITION))
                .containsExactly(ControllerServiceCapability.RPC.Type.VOLUME_CONDITION);
        assertThat(node(HealthDialect.CONDITION)).containsExactly(NodeServiceCapability.RPC.Type.VOLUME_CONDITION);
    }

    @Test
    void theNewOneIsVolumeHealth() {
        assertThat(controller(HealthDialect.HEALTH))
                .containsExactly(
                        ControllerServiceCapability.RPC.Type.GET_VOLUME_HEALTH,
                        ControllerServiceCapability.RPC.Type.LIST_VOLUME_HEALTH);
        assertThat(node(HealthDialect.HEALTH))
                .containsExactly(
                        NodeServiceCapability.RPC.Type.GET_VOLUME_HEALTH,
                        NodeServiceCapability.RPC.Type.GET_STORAGE_HEALTH);
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "NONE"})
    void withoutOneNothingIsAnnounced(HealthDialect dialect) {
        assertThat(controller(dialect)).isEmpty();
        assertThat(node(dialect)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"30, CONDITION", "36, CONDITION", "37, HEALTH", "41, HEALTH"})
    void kubernetesUnderstandsTheNewOneFrom137On(int minor, HealthDialect understood) {
        assertThat(HealthDialect.ofKubernetes(minor)).isEqualTo(understood);
    }

    private static List<ControllerServiceCapability.RPC.Type> controller(HealthDialect dialect) {
        return Capabilities.controller(dialect).stream()
                .map(capability -> capability.getRpc().getType())
                .filter(OF_CONTROLLER::contains)
                .toList();
    }

    private static List<NodeServiceCapability.RPC.Type> node(HealthDialect dialect) {
        return Capabilities.node(dialect).stream()
                .map(capability -> capability.getRpc().getType())
                .filter(OF_NODE::contains)
                .toList();
    }
}
