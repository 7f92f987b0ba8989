package io.srvlab.csi.rds.controller;

import io.srvlab.csi.rds.rds.Disk;
import io.srvlab.csi.rds.volume.ConnectOptions;
import io.srvlab.csi.rds.volume.VolumeParameters;
import java.util.Map;
import java.util.TreeMap;

/**
 * The volume_context of a new volume. Its keys are a contract: PersistentVolumes are immutable and outlive drivers, so the
 * first nine are those that have been written since the prior driver, in just this spelling.
 */
final class IssuedContext {
    private IssuedContext() {}

    static Map<String, String> of(Disk disk, VolumeParameters parameters) {
        Map<String, String> context = new TreeMap<>(parameters.origin());
        context.put("rdsAddress", parameters.rdsAddress());
        context.put("nvmeAddress", parameters.nvmeAddress());
        context.put("nvmePort", Integer.toString(disk.port()));
        context.put("nqn", disk.nqn().value());
        context.put("volumePath", disk.path());
        context.put(
                "migrationTimeoutSeconds",
                Long.toString(parameters.migrationTimeout().toSeconds()));
        putOptions(context, parameters.options());
        if (!parameters.fsType().isEmpty()) {
            context.put("fsType", parameters.fsType());
        }
        return context;
    }

    private static void putOptions(Map<String, String> context, ConnectOptions options) {
        context.put("ctrlLossTmo", Integer.toString(options.ctrlLossTmo()));
        context.put("reconnectDelay", Integer.toString(options.reconnectDelay()));
        context.put("keepAliveTmo", Integer.toString(options.keepAliveTmo()));
        putIfSet(context, "fastIoFailTmo", options.fastIoFailTmo());
        putIfSet(context, "nrIoQueues", options.nrIoQueues());
    }

    private static void putIfSet(Map<String, String> context, String key, int value) {
        if (value != 0) {
            context.put(key, Integer.toString(value));
        }
    }
}
