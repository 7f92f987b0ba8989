package io.srvlab.csi.rds.routeros;

/** How a script asks the device to print items. */
public enum ReplyForm {
    /** One line of JSON by {@code :serialize}; exact and fast. */
    JSON,
    /** The human {@code print detail}; works on every device, wrapped as its console pleases. */
    DETAIL
}
