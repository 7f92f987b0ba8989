package io.srvlab.csi.rds.controller;

/** How a node that did not provably let a volume go is kept from writing to it. */
public enum FencingMode {
    /** The export admits the holders' host NQNs only; it goes off, and comes back without the node. */
    ALLOW_LIST,
    /** The export goes off and comes back under an NQN that the node does not know. */
    ROTATE_NQN,
    /** Not at all: only the taint node.kubernetes.io/out-of-service releases the volume. */
    EVIDENCE_ONLY
}
