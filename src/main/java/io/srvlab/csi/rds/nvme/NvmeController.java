package io.srvlab.csi.rds.nvme;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One connection to an NQN: its name such as nvme0, its state, and the target's address as the kernel writes it. */
public record NvmeController(String name, String state, String address) {
    private static final Pattern WHERE = Pattern.compile("traddr=([^,]+),trsvcid=([0-9]+).*");

    /** Whether commands reach the target now. */
    public boolean live() {
        return state.equals("live");
    }

    boolean isAt(String literal, int port) {
        Matcher where = WHERE.matcher(address);
        return where.matches()
                && where.group(1).equals(literal)
                && where.group(2).equals(String.valueOf(port));
    }
}
