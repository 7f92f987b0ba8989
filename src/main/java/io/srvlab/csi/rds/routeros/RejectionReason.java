package io.srvlab.csi.rds.routeros;

/** What kind of rejection a device's error text is; the texts drift between versions, so the raw text is always kept. */
public enum RejectionReason {
    /** Raised by our own script; see {@link Reply.Rejected#marker()}. */
    MARKER,
    NO_SPACE,
    DUPLICATE,
    NO_SUCH_ITEM,
    NOT_PERMITTED,
    IN_USE,
    INVALID_VALUE,
    /** Found before anything ran: this RouterOS does not know a command or argument. */
    SYNTAX,
    UNKNOWN
}
