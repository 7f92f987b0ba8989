package io.srvlab.csi.rds.simulator.rds;

import java.time.Duration;

/** What a command leaves to be done when some time has passed, and whether it waits for that, or is given up with its channel. */
record Work(Duration takes, Unknown.CopyBlocks blocks, Runnable finish) {
    static final Work NONE = new Work(Duration.ZERO, Unknown.CopyBlocks.FOREGROUND_CONTINUES, () -> {});

    boolean inBackground() {
        return blocks == Unknown.CopyBlocks.BACKGROUND;
    }

    boolean diesWithChannel() {
        return blocks == Unknown.CopyBlocks.FOREGROUND_DIES_WITH_CHANNEL;
    }
}
