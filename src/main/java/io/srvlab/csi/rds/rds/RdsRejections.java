package io.srvlab.csi.rds.rds;

import io.srvlab.csi.rds.routeros.Reply;
import io.srvlab.csi.rds.routeros.Row;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.VolumeId;
import java.util.List;

/** What a rejected script means for a volume: our own markers exactly, the device's texts by their kind, the rest verbatim. */
record RdsRejections(StorageSettings settings) {

    Failure toFailure(Reply.Rejected rejected, VolumeId volume) {
        return switch (rejected.reason()) {
            case MARKER -> byMarker(rejected, volume);
            case NO_SPACE ->
                new Failure.NoSpace(
                        "the RDS has no space for volume " + volume + " (" + rejected.text() + ")",
                        "delete volumes or enlarge pool " + settings.pool());
            case IN_USE ->
                new Failure.Conflict(
                        "the RDS says that volume " + volume + " is in use (" + rejected.text() + ")",
                        "detach it from every node first");
            case NOT_PERMITTED ->
                new Failure.Conflict(
                        "the RDS user may not do this (" + rejected.text() + ")",
                        "give its group the policies ssh, read, write and test");
            case SYNTAX ->
                new Failure.Conflict(
                        "this RouterOS does not know a command that the driver needs (" + rejected.text() + ")",
                        "the driver needs RouterOS 7.21 or later");
            case DUPLICATE, NO_SUCH_ITEM, INVALID_VALUE, UNKNOWN ->
                new Failure.Unexpected(
                        "the RDS rejected an operation on volume " + volume + ": " + rejected.text(),
                        "the call may be repeated; look at the device's log if it stays");
        };
    }

    private Failure byMarker(Reply.Rejected rejected, VolumeId volume) {
        return switch (rejected.marker()) {
            case DiskScripts.FOREIGN -> foreign(rejected, volume);
            case DiskScripts.NQN_TAKEN ->
                new Failure.AlreadyExists(
                        "the NQN of volume " + volume + " belongs to disk " + slots(rejected.rows(DiskScripts.FOREIGN)),
                        "names that differ only in case cannot both be volumes");
            case DiskScripts.OUTSIDE ->
                new Failure.Conflict(
                        "the image of volume " + volume + " stands outside " + settings.volumePath(),
                        "set rds-csi.rds.volume-path so that it covers the image, or remove disk and file by hand");
            case DiskScripts.FILE_IN_USE ->
                new Failure.Conflict(
                        "the image file of volume " + volume + " is used by another disk",
                        "find that disk on the RDS by its file-path");
            case ExportScripts.NQN_FIXED ->
                new Failure.Conflict(
                        "the RDS refuses another NQN for volume " + volume + ", which fencing by rotate-nqn needs",
                        "set rds-csi.fencing to another way; until then only the taint"
                                + " node.kubernetes.io/out-of-service releases it");
            case DiskCreation.FILE_DIFFERS ->
                new Failure.AlreadyExists(
                        "a file " + volume + ".img of another size stands in the volume's place",
                        "if it holds nothing of value, remove it on the RDS");
            default -> byPlace(rejected, volume);
        };
    }

    private Failure byPlace(Reply.Rejected rejected, VolumeId volume) {
        return switch (rejected.marker()) {
            case DiskItem.FILE_GONE ->
                new Failure.NotFound(
                        "disk and image file of volume " + volume + " are gone from the RDS",
                        "restore the file on the RDS, or delete the volume");
            case DiskItem.FILE_SHORT ->
                new Failure.Conflict(
                        "the image file of volume " + volume + " is shorter than its PersistentVolume says",
                        "restore the file on the RDS; if it is whole, correct spec.capacity of the PersistentVolume");
            case PoolGuard.NO_SPACE ->
                new Failure.NoSpace(
                        "pool " + settings.pool() + " has no room for that under the configured reserve and ratio",
                        "delete volumes, enlarge the pool, or change rds-csi.rds.reserve or rds-csi.rds.ratio");
            case PoolGuard.NOT_MOUNTED ->
                new Failure.Unavailable(
                        "pool " + settings.pool() + " is not mounted on the RDS; an image would land on its flash",
                        "mount the pool");
            case PoolGuard.DEGRADED ->
                new Failure.Unavailable(
                        "a RAID member of the RDS has failed", "replace it; existing volumes keep working");
            default -> new Failure.Unexpected("unknown marker '" + rejected.marker() + "' from the RDS", "report this");
        };
    }

    private static Failure foreign(Reply.Rejected rejected, VolumeId volume) {
        List<Row> rows = rejected.rows(DiskScripts.FOREIGN);
        String comments = rows.stream().map(row -> row.text("comment")).toList().toString();
        return new Failure.Conflict(
                "disk " + slots(rows) + " in the place of volume " + volume + " is not provably ours (comment "
                        + comments + ")",
                "another owner's volume is never touched; check rds-csi.owner, or set the comment on the RDS if it is ours");
    }

    private static String slots(List<Row> rows) {
        return rows.stream().map(row -> row.text("slot")).toList().toString();
    }
}
