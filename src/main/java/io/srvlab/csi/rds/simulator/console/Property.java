package io.srvlab.csi.rds.simulator.console;

/**
 * One property. {@code value} is the exact value as text (numbers as plain digits, booleans as yes or no); {@code style} says
 * how print shows it and which JSON type it has. Properties that print omits in the present state are left out of the item.
 */
public record Property(String name, String value, Style style) {
    /** How a value is shown. */
    public enum Style {
        /** {@code slot="x"}; a JSON string. */
        QUOTED,
        /** {@code file-path=/pool/x.img}; a JSON string. */
        BARE,
        /** {@code nvme-tcp-export=yes}; a JSON boolean (or string, by switch U11). */
        BOOLEAN,
        /** {@code size=53 687 091 200} with a blank between digit groups; a JSON number (or string, by switch U11). */
        GROUPED,
        /** {@code nvme-tcp-server-port=4420}; a JSON number (or string, by switch U11). */
        NUMBER,
        /** {@code file-size=50.0GiB}, one decimal, unit changes only above 1024; the exact number in JSON. */
        HUMAN_SIZE
    }
}
