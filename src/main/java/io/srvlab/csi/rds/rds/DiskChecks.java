package io.srvlab.csi.rds.rds;

import io.srvlab.csi.rds.routeros.Row;
import io.srvlab.csi.rds.volume.CapacityRange;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.VolumeId;
import java.util.List;

/** What must be read back before an operation counts as done. */
final class DiskChecks {
    private DiskChecks() {}

    /** The volume's disk is not there: either nothing is, or what is there is not ours. */
    static Failure absent(VolumeId volume, List<Row> rows) {
        if (rows.isEmpty()) {
            return new Failure.NotFound(
                    "volume " + volume + " does not exist on the RDS", "check the PersistentVolume's volumeHandle");
        }
        return new Failure.Conflict(
                "disk " + rows.stream().map(row -> row.text("slot")).toList() + " in the place of volume " + volume
                        + " is not provably ours",
                "check rds-csi.owner and the disk's comment on the RDS");
    }

    static Failure notMade(VolumeId volume) {
        return new Failure.Unexpected(
                "the RDS does not show the disk of volume " + volume + " after making it",
                "the call may be repeated; somebody else may be changing the disk");
    }

    static void matches(DiskSpec spec, Disk disk) {
        if (!spec.sizes().contains(disk.size())) {
            throw new Failure.AlreadyExists(
                    "volume " + spec.volume() + " exists with " + disk.size() + ", asked for " + range(spec.sizes()),
                    "use another name, or the size it has");
        }
        if (!disk.path().equals(spec.path())) {
            throw new Failure.AlreadyExists(
                    "volume " + spec.volume() + " exists in " + disk.path() + ", asked for " + spec.path(),
                    "use another name, or the volumePath it has");
        }
    }

    static void grown(Disk disk, CapacityRange sizes, StorageSettings.Grow way, PublishedAt published) {
        if (disk.size().compareTo(sizes.limit()) > 0) {
            throw new Failure.OutOfRange(
                    "volume " + disk.volume() + " has " + disk.size() + ", more than the limit of " + sizes.limit(),
                    "volumes never shrink");
        }
        if (disk.size().compareTo(sizes.required()) >= 0) {
            return;
        }
        if (published.forbids(way)) {
            throw new Failure.Conflict(
                    "volume " + disk.volume() + " is published and " + whyNot(way),
                    "stop the pods that use it; it grows then");
        }
        throw new Failure.Unexpected(
                "the RDS shows " + disk.size() + " for volume " + disk.volume() + " after growing it to "
                        + sizes.required(),
                "look at the disk on the device");
    }

    private static String whyNot(StorageSettings.Grow way) {
        return way == StorageSettings.Grow.OFFLINE
                ? "grows only offline (rds-csi.rds.grow)"
                : "its fastIoFailTmo is too short for the re-export by which it grows: writes would fail meanwhile";
    }

    static void reopened(Disk disk) {
        if (!disk.exported()) {
            throw new Failure.Unexpected(
                    "the RDS shows the export of the published volume " + disk.volume() + " off after growing it",
                    "the call may be repeated");
        }
    }

    static void exported(Disk disk, int port, ExportWish wish, List<Row> rows) {
        boolean asWanted = disk.isReachable(port)
                && (wish.hosts().isEmpty() || disk.hosts().equals(wish.hosts()))
                && rows.stream().noneMatch(row -> row.isTrue("mount-filesystem"));
        if (!asWanted) {
            throw new Failure.Unexpected(
                    "the RDS does not show volume " + disk.volume() + " exported as asked: " + rows,
                    "the call may be repeated; somebody else may be changing the disk");
        }
    }

    static void stands(Disk disk, ExportTurn turn) {
        if (disk.generation() != turn.next()) {
            throw new Failure.Unexpected(
                    "the RDS shows volume " + disk.volume() + " at generation " + disk.generation() + ", not "
                            + turn.next(),
                    "the call may be repeated");
        }
    }

    static void rotated(Disk disk, ExportTurn turn) {
        if (!disk.mark().rotation().equals(OwnerMark.rotation(turn.next()))) {
            throw new Failure.Unexpected(
                    "the RDS still shows volume " + disk.volume() + " as "
                            + disk.mark().nqn(disk.volume()),
                    "the call may be repeated");
        }
    }

    static void closed(Disk disk) {
        if (disk.exported()) {
            throw new Failure.Unexpected(
                    "the RDS still shows the export of volume " + disk.volume() + " on", "the call may be repeated");
        }
        used(disk);
    }

    static void marked(Disk disk, ExportWish wish) {
        if (wish.used()) {
            used(disk);
        }
        if (wish.fresh() != null && !wish.fresh().equals(disk.fresh())) {
            throw new Failure.Unexpected(
                    "the RDS does not show volume " + disk.volume() + " as to be formatted", "ask for that again");
        }
    }

    static void used(Disk disk) {
        if (disk.fresh() != null) {
            throw new Failure.Unexpected(
                    "the RDS still shows volume " + disk.volume() + " as never used", "the call may be repeated");
        }
    }

    static Failure stillThere(VolumeId volume) {
        return new Failure.Unexpected(
                "disk or file of volume " + volume + " is still there after its removal", "the call may be repeated");
    }

    private static String range(CapacityRange sizes) {
        return sizes.limit().equals(CapacityRange.UNLIMITED)
                ? "at least " + sizes.required()
                : sizes.required() + " to " + sizes.limit();
    }
}
