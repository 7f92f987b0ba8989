package io.srvlab.csi.rds.rds;

import io.srvlab.csi.rds.routeros.Row;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.Nqn;
import io.srvlab.csi.rds.volume.VolumeId;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Turns what the device printed into disks, and judges whose they are by the same rules that the scripts use. */
record DiskReader(StorageSettings settings) {
    private static final Pattern SLOT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,127}");

    /** The volume's own disk among the rows; more than one, or one without a size, is a fault that nobody may guess about. */
    Optional<Disk> find(VolumeId volume, List<Row> rows) {
        List<Disk> found =
                ours(rows).stream().filter(disk -> disk.volume().equals(volume)).toList();
        if (found.size() > 1) {
            throw new Failure.Unexpected(
                    "volume " + volume + " has " + found.size() + " disks on the RDS: "
                            + found.stream().map(Disk::slot).toList(),
                    "find out which one holds the data and remove the other's comment");
        }
        found.stream().filter(disk -> !disk.isSized()).findFirst().ifPresent(DiskReader::refuse);
        return found.stream().findFirst();
    }

    /** All of ours, those too of which the device shows no size: one whose image is missing is not to hide the others. */
    List<Disk> ours(List<Row> rows) {
        return rows.stream().map(this::owned).flatMap(Optional::stream).toList();
    }

    private Optional<Disk> owned(Row row) {
        DiskComment comment = DiskComment.in(row.text("comment"));
        if (comment.mark().isPresent()) {
            return comment.mark()
                    .filter(mark -> mark.owner().equals(settings.owner()))
                    .map(mark -> disk(mark.volume(), comment, row));
        }
        return looksLikeThePriorDrivers(row)
                ? Optional.of(disk(new VolumeId(row.text("slot")), comment, row))
                : Optional.empty();
    }

    private boolean looksLikeThePriorDrivers(Row row) {
        String slot = row.text("slot");
        return !OwnerMark.isMarked(row.text("comment"))
                && SLOT.matcher(slot).matches()
                && path(row).startsWith(settings.volumePath() + "/")
                && path(row).endsWith("/" + slot + ".img")
                && row.text("nvme-tcp-server-nqn")
                        .equals(Nqn.of(new VolumeId(slot)).value());
    }

    private Disk disk(VolumeId volume, DiskComment comment, Row row) {
        String nqn = row.text("nvme-tcp-server-nqn");
        return new Disk(
                volume,
                row.text("slot"),
                path(row),
                new Capacity(row.number("size").orElse(0)),
                row.isTrue("nvme-tcp-export"),
                (int) row.number("nvme-tcp-server-port").orElse(settings.nvmePort()),
                nqn.isEmpty() ? comment.export().nqn(volume) : new Nqn(nqn),
                comment.fresh().orElse(null),
                comment.export(),
                hosts(row.text("nvme-tcp-server-allow-host-name")));
    }

    private static void refuse(Disk disk) {
        throw new Failure.Unexpected(
                "the RDS shows no size for volume " + disk.volume() + " (slot " + disk.slot() + ")",
                "look at the disk on the device");
    }

    private static List<String> hosts(String list) {
        return list.isEmpty()
                ? List.of()
                : Stream.of(list.split(",", -1)).filter(host -> !host.isBlank()).toList();
    }

    private static String path(Row row) {
        String path = row.text("file-path");
        return path.startsWith("/") ? path : "/" + path;
    }
}
