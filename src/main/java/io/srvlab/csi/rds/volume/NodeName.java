package io.srvlab.csi.rds.volume;

import java.util.regex.Pattern;

/** A node as Kubernetes and CSI name it (node_id), at most 192 bytes. */
public record NodeName(String value) implements Comparable<NodeName> {
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,190}[A-Za-z0-9])?");

    public NodeName {
        if (!isPossible(value)) {
            throw new Failure.NotFound(
                    "no node '" + value.replaceAll("[^\\x20-\\x7e]", "?") + "' can exist", "use the name of a Node");
        }
    }

    public static boolean isPossible(String name) {
        return ALLOWED.matcher(name).matches();
    }

    @Override
    public int compareTo(NodeName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
