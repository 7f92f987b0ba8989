package io.srvlab.csi.rds.controller;

/**
 * What is wanted and what is known of the device. A mode that rests on something the device is not known to do stops the start:
 * the owner of a device finds out, nobody else can.
 *
 * @param exportOffCuts whether switching an export off ends live connections (unknown U22)
 * @param allowList what the device makes of an export's list of hosts (unknown U3)
 */
public record FencingSettings(Wanted wanted, Known exportOffCuts, AllowList allowList) {
    /** The mode that is configured. */
    public enum Wanted {
        AUTO,
        ALLOW_LIST,
        ROTATE_NQN,
        EVIDENCE_ONLY
    }

    /** What is known about the device. */
    public enum Known {
        UNKNOWN,
        YES,
        NO
    }

    /** What the device makes of an export's list of hosts. */
    public enum AllowList {
        UNKNOWN,
        IGNORED,
        /** It admits one host. */
        ONE,
        /** It admits several, separated by commas. */
        MANY;

        boolean enforced() {
            return this == ONE || this == MANY;
        }
    }

    public FencingSettings {
        boolean atTarget = wanted == Wanted.ALLOW_LIST || wanted == Wanted.ROTATE_NQN;
        require(
                !atTarget || exportOffCuts == Known.YES,
                "rds-csi.fencing cannot be " + wanted + " while rds-csi.rds.export-off-cuts is " + exportOffCuts
                        + "; both modes need a device that ends live connections when an export goes off: try it on"
                        + " yours and set that to yes, or use evidence-only");
        require(
                wanted != Wanted.ALLOW_LIST || allowList.enforced(),
                "rds-csi.fencing cannot be ALLOW_LIST while rds-csi.rds.allow-list is " + allowList
                        + "; try it on your device and set that to one or many, or use rotate-nqn");
    }

    /** The strongest mode that is known to work, where none is named. */
    public FencingMode mode() {
        return switch (wanted) {
            case ALLOW_LIST -> FencingMode.ALLOW_LIST;
            case ROTATE_NQN -> FencingMode.ROTATE_NQN;
            case EVIDENCE_ONLY -> FencingMode.EVIDENCE_ONLY;
            case AUTO -> strongest();
        };
    }

    /** Whether exports admit the holders only: also where that cuts nobody off, it keeps out who comes late. */
    boolean lists() {
        return mode() == FencingMode.ALLOW_LIST || allowList == AllowList.MANY;
    }

    boolean listsOne() {
        return allowList != AllowList.MANY;
    }

    private FencingMode strongest() {
        if (exportOffCuts != Known.YES) {
            return FencingMode.EVIDENCE_ONLY;
        }
        return allowList.enforced() ? FencingMode.ALLOW_LIST : FencingMode.ROTATE_NQN;
    }

    private static void require(boolean met, String otherwise) {
        if (!met) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
