package io.srvlab.csi.rds.nvme;

import io.srvlab.csi.rds.volume.ConnectOptions;
import io.srvlab.csi.rds.volume.HostIdentity;
import io.srvlab.csi.rds.volume.NvmeTarget;

/** The line of options that /dev/nvme-fabrics takes. An option left out keeps the kernel's default. */
final class ConnectLine {
    private final StringBuilder text = new StringBuilder();

    private ConnectLine() {}

    /** {@code address} is the target's address as a literal: the kernel resolves no names. */
    static String of(NvmeTarget target, String address, ConnectOptions options, HostIdentity host) {
        return new ConnectLine()
                .with("nqn", target.nqn().value())
                .with("transport", "tcp")
                .with("traddr", address)
                .with("trsvcid", String.valueOf(target.port()))
                .with("hostnqn", host.nqn())
                .with("hostid", host.id().toString())
                .unlessZero("ctrl_loss_tmo", options.ctrlLossTmo())
                .unlessZero("reconnect_delay", options.reconnectDelay())
                .unlessZero("keep_alive_tmo", options.keepAliveTmo())
                .unlessZero("fast_io_fail_tmo", options.fastIoFailTmo())
                .unlessZero("nr_io_queues", options.nrIoQueues())
                .text
                .toString();
    }

    private ConnectLine unlessZero(String key, int number) {
        return number == 0 ? this : with(key, String.valueOf(number));
    }

    private ConnectLine with(String key, String value) {
        text.append(text.isEmpty() ? "" : ",").append(key).append('=').append(value);
        return this;
    }
}
