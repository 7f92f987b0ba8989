package io.srvlab.csi.rds.kubernetes;

import io.srvlab.csi.rds.volume.VolumeEvent;
import io.srvlab.csi.rds.volume.VolumeId;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/**
 * How a volume's event reads on its claim. Reasons and the beginnings of messages are those that people's alerts have matched
 * since the prior driver; what it did not know has reasons of its own.
 */
record EventWords(boolean warning, String reason, String message) {
    /** {@code node} is the one whose driver tells. Empty for what is only counted. */
    static Optional<EventWords> of(VolumeEvent event, String node) {
        return switch (event) {
            case VolumeEvent.Attached _,
                    VolumeEvent.Detached _,
                    VolumeEvent.AttachRefused _,
                    VolumeEvent.StaleAttachmentCleared _,
                    VolumeEvent.TargetRestarted _ -> Optional.of(attachment(event));
            case VolumeEvent.MigrationStarted _, VolumeEvent.MigrationEnded _ -> Optional.of(migration(event));
            case VolumeEvent.AttachmentFailed _,
                    VolumeEvent.OrphanFound _,
                    VolumeEvent.Connected _,
                    VolumeEvent.OperationEnded _,
                    VolumeEvent.Mounted _ -> Optional.empty();
            default -> Optional.of(onNode(event, "[" + event.volume() + "] on [" + node + "]: "));
        };
    }

    private static EventWords attachment(VolumeEvent event) {
        return switch (event) {
            case VolumeEvent.Attached it ->
                normal("VolumeAttached", it.volume(), "Attached to node " + it.node() + " " + duration(it.took()));
            case VolumeEvent.Detached it -> normal("VolumeDetached", it.volume(), "Detached from node " + it.node());
            case VolumeEvent.AttachRefused it ->
                warning(
                        "AttachmentConflict",
                        it.volume(),
                        "Attachment to node " + it.node() + " rejected - volume already attached to node " + it.holder()
                                + ". Delete the pod on " + it.holder() + " to release the volume.");
            case VolumeEvent.StaleAttachmentCleared it ->
                normal(
                        "StaleAttachmentCleared",
                        it.volume(),
                        "Cleared stale attachment from deleted node " + it.node());
            case VolumeEvent.TargetRestarted it ->
                warning(
                        "TargetRestarted",
                        it.volume(),
                        "The RDS started unexpectedly at " + it.at().truncatedTo(ChronoUnit.SECONDS)
                                + " while the volume was attached; what it had acknowledged and not written to its disks"
                                + " is lost. Check the data.");
            default -> throw new IllegalArgumentException("no attachment: " + event);
        };
    }

    private static EventWords migration(VolumeEvent event) {
        return switch (event) {
            case VolumeEvent.MigrationStarted it ->
                normal(
                        "MigrationStarted",
                        it.volume(),
                        "KubeVirt live migration started - source: " + it.source() + ", target: " + it.target()
                                + ", timeout: " + it.timeout().toSeconds() + "s");
            case VolumeEvent.MigrationEnded it
            when it.result() == VolumeEvent.MigrationResult.SUCCESS ->
                normal(
                        "MigrationCompleted",
                        it.volume(),
                        "KubeVirt live migration completed - now on: " + it.target() + " " + duration(it.took()));
            case VolumeEvent.MigrationEnded it ->
                warning(
                        "MigrationFailed",
                        it.volume(),
                        "KubeVirt live migration failed - source: " + it.source() + ", attempted target: " + it.target()
                                + ", reason: " + reason(it.result()) + ", elapsed: " + seconds(it.took()));
            default -> throw new IllegalArgumentException("no migration: " + event);
        };
    }

    private static EventWords onNode(VolumeEvent event, String where) {
        return switch (event) {
            case VolumeEvent.MountFailed it -> new EventWords(true, "MountFailure", where + it.reason());
            case VolumeEvent.RecoveryFailed it ->
                new EventWords(true, "RecoveryFailed", where + "Recovery failed: " + it.reason());
            case VolumeEvent.StaleMountFound it ->
                new EventWords(
                        false,
                        "StaleMountDetected",
                        where + "Stale mount detected - old device: " + it.was() + ", new device: " + it.is());
            case VolumeEvent.PathLost it ->
                new EventWords(true, "ConnectionFailure", where + "Connection failed: " + it.reason());
            case VolumeEvent.PathBack _ ->
                new EventWords(false, "ConnectionRecovery", where + "Connection recovered, reads and writes go on");
            case VolumeEvent.PathSwapped it ->
                new EventWords(
                        false,
                        "ConnectionRecovery",
                        where + "Connection recovered under another device, " + it.device());
            case VolumeEvent.PathRefused it -> new EventWords(true, "PathRefused", where + it.reason());
            case VolumeEvent.PathReleased it ->
                new EventWords(true, "PathReleased", where + "Gave up what still waited for " + it.device());
            default -> throw new IllegalArgumentException("not of a node: " + event);
        };
    }

    private static String reason(VolumeEvent.MigrationResult result) {
        return result == VolumeEvent.MigrationResult.TIMEOUT
                ? "it took longer than it may"
                : "the target gave the volume back";
    }

    private static EventWords normal(String reason, VolumeId volume, String words) {
        return new EventWords(false, reason, "[" + volume + "]: " + words);
    }

    private static EventWords warning(String reason, VolumeId volume, String words) {
        return new EventWords(true, reason, "[" + volume + "]: " + words);
    }

    private static String duration(Duration took) {
        return "(duration: " + seconds(took) + ")";
    }

    private static String seconds(Duration took) {
        return String.format(Locale.ROOT, "%.1fs", took.toMillis() / 1000.0);
    }
}
