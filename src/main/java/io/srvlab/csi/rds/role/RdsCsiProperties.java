package io.srvlab.csi.rds.role;

import static io.srvlab.csi.rds.role.Setting.require;

import io.srvlab.csi.rds.volume.NodeName;
import java.time.Duration;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** The settings that every role has; what each means stands in {@code config/application.yaml}. */
@ConfigurationProperties("rds-csi")
record RdsCsiProperties(
        Role role,
        Outside outside,
        String nodeId,
        Set<String> knownNodes,
        String owner,
        String managedNqnPrefix,
        Duration shutdownGrace,
        NodeSettings node,
        boolean tour) {

    RdsCsiProperties {
        knownNodes = Set.copyOf(knownNodes);
        boolean real = outside == Outside.REAL;
        require(
                !(real && role.controls() && owner.isBlank()),
                "rds-csi.owner is not set; give each cluster on this RDS its own name, such as the UID of the namespace"
                        + " kube-system");
        require(
                !(real && role.isNode() && managedNqnPrefix.isBlank()),
                "rds-csi.managed-nqn-prefix is not set; without it the node cannot tell its volumes from the machine's"
                        + " own disks; use nqn.2000-02.com.mikrotik:pvc-");
        require(
                !shutdownGrace.isNegative(),
                "rds-csi.shutdown-grace is " + shutdownGrace + "; use a time of 0s or more, less than the pod's own");
        require(!(role.isNode() && nodeId.isBlank()), "rds-csi.node-id is not set; use this node's name in Kubernetes");
        require(
                nodeId.isBlank() || NodeName.isPossible(nodeId),
                "rds-csi.node-id is '" + nodeId + "'; use this node's name in Kubernetes");
        knownNodes.forEach(name -> require(
                name.isBlank() || NodeName.isPossible(name),
                "rds-csi.known-nodes has '" + name + "'; use names of nodes"));
    }

    /** The owner mark; simulated worlds need none of their own. */
    String ownerMark() {
        return owner.isBlank() ? "demo" : owner;
    }

    /** The prefix of the NQNs that this node may touch; a simulated host has no disks of its own to protect. */
    String nqnPrefix() {
        return managedNqnPrefix.isBlank() ? "nqn.2000-02.com.mikrotik:" : managedNqnPrefix;
    }
}
