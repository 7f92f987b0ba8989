package io.srvlab.csi.rds.csi;

import csi.v1.Csi.ControllerServiceCapability;
import csi.v1.Csi.NodeServiceCapability;
import csi.v1.Csi.PluginCapability;
import java.util.List;
import java.util.stream.Stream;

/** What each service announces. */
final class Capabilities {
    private static final List<ControllerServiceCapability.RPC.Type> CONTROLLER = List.of(
            ControllerServiceCapability.RPC.Type.CREATE_DELETE_VOLUME,
            ControllerServiceCapability.RPC.Type.PUBLISH_UNPUBLISH_VOLUME,
            ControllerServiceCapability.RPC.Type.LIST_VOLUMES,
            ControllerServiceCapability.RPC.Type.LIST_VOLUMES_PUBLISHED_NODES,
            ControllerServiceCapability.RPC.Type.GET_CAPACITY,
            ControllerServiceCapability.RPC.Type.EXPAND_VOLUME,
            ControllerServiceCapability.RPC.Type.GET_VOLUME,
            ControllerServiceCapability.RPC.Type.SINGLE_NODE_MULTI_WRITER,
            ControllerServiceCapability.RPC.Type.PUBLISH_READONLY);

    private static final List<NodeServiceCapability.RPC.Type> NODE = List.of(
            NodeServiceCapability.RPC.Type.STAGE_UNSTAGE_VOLUME,
            NodeServiceCapability.RPC.Type.GET_VOLUME_STATS,
            NodeServiceCapability.RPC.Type.EXPAND_VOLUME,
            NodeServiceCapability.RPC.Type.SINGLE_NODE_MULTI_WRITER);

    private Capabilities() {}

    static List<ControllerServiceCapability> controller(HealthDialect dialect) {
        return Stream.concat(CONTROLLER.stream(), controllerHealth(dialect))
                .map(type -> ControllerServiceCapability.newBuilder()
                        .setRpc(ControllerServiceCapability.RPC.newBuilder().setType(type))
                        .build())
                .toList();
    }

    static List<NodeServiceCapability> node(HealthDialect dialect) {
        return Stream.concat(NODE.stream(), nodeHealth(dialect))
                .map(type -> NodeServiceCapability.newBuilder()
                        .setRpc(NodeServiceCapability.RPC.newBuilder().setType(type))
                        .build())
                .toList();
    }

    static PluginCapability service(PluginCapability.Service.Type type) {
        return PluginCapability.newBuilder()
                .setService(PluginCapability.Service.newBuilder().setType(type))
                .build();
    }

    static PluginCapability expansion(boolean online) {
        return PluginCapability.newBuilder()
                .setVolumeExpansion(PluginCapability.VolumeExpansion.newBuilder()
                        .setType(
                                online
                                        ? PluginCapability.VolumeExpansion.Type.ONLINE
                                        : PluginCapability.VolumeExpansion.Type.OFFLINE))
                .build();
    }

    private static Stream<ControllerServiceCapability.RPC.Type> controllerHealth(HealthDialect dialect) {
        return switch (dialect) {
            case CONDITION -> Stream.of(ControllerServiceCapability.RPC.Type.VOLUME_CONDITION);
            case HEALTH ->
                Stream.of(
                        ControllerServiceCapability.RPC.Type.GET_VOLUME_HEALTH,
                        ControllerServiceCapability.RPC.Type.LIST_VOLUME_HEALTH);
            case AUTO, NONE -> Stream.empty();
        };
    }

    private static Stream<NodeServiceCapability.RPC.Type> nodeHealth(HealthDialect dialect) {
        return switch (dialect) {
            case CONDITION -> Stream.of(NodeServiceCapability.RPC.Type.VOLUME_CONDITION);
            case HEALTH ->
                Stream.of(
                        NodeServiceCapability.RPC.Type.GET_VOLUME_HEALTH,
                        NodeServiceCapability.RPC.Type.GET_STORAGE_HEALTH);
            case AUTO, NONE -> Stream.empty();
        };
    }
}
