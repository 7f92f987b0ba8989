package io.srvlab.csi.rds.simulator.rds;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What stands on the device before we come: drives, the pool and its members, and other people's disk, files and export. */
final class Furniture {
    private static final int DRIVES = 25;
    private static final int MEMBERS = 4;
    private static final long DRIVE_SIZE = 7_681_501_126_656L;
    private static final long OTHERS_SIZE = 64L << 30;
    private static final long ISO_SIZE = 4_700_000_000L;
    private static final String OTHERS = "nixos-node1-var";
    private final DiskShelf disks;
    private final FileShelf files;
    private final Pool pool;
    private final Box box;

    Furniture(DiskShelf disks, FileShelf files, Pool pool, Box box) {
        this.disks = disks;
        this.files = files;
        this.pool = pool;
        this.box = box;
    }

    void arrange() {
        for (int drive = 1; drive <= DRIVES; drive++) {
            disks.put(foreign(drive("nvme" + drive)));
        }
        arrangeOthers();
        disks.put(foreign(raid()));
        for (int member = 0; member < MEMBERS; member++) {
            disks.put(foreign(member(member)));
        }
    }

    private Disk foreign(Map<String, String> values) {
        return new Disk(disks.newId(), values, true);
    }

    private void arrangeOthers() {
        String name = pool.settings().name();
        files.addForeign(name + "/iso/debian-13.iso", ISO_SIZE);
        files.addForeign(name + "/nixos/" + OTHERS + ".img", OTHERS_SIZE);
        StoredFile image = files.find(name + "/nixos/" + OTHERS + ".img").orElseThrow();
        var draft = new DiskDraft(
                Optional.empty(),
                Map.of(
                        "type", "file",
                        "mount-filesystem", "no",
                        "nvme-tcp-export", "yes",
                        "nvme-tcp-server-nqn", "nqn.2000-02.com.mikrotik:" + OTHERS),
                box);
        disks.put(foreign(draft.disk("", OTHERS, image).values()));
    }

    private static Map<String, String> common(String type, String slot) {
        Map<String, String> values = new TreeMap<>(Map.of(
                "type", type,
                "slot", slot,
                "slot-default", type.equals("hardware") ? slot : "",
                "parent", "",
                "sector-size", "512",
                "raid-master", "none",
                "fs", "-"));
        values.putAll(Map.of(
                "nvme-tcp-export", "no",
                "iscsi-export", "no",
                "nfs-sharing", "no",
                "smb-sharing", "no",
                "media-sharing", "no",
                "media-interface", "none",
                "swap", "no"));
        values.putAll(Map.of("mount-filesystem", "yes", "mount-read-only", "no", "compress", "no"));
        return values;
    }

    private static Map<String, String> drive(String slot) {
        Map<String, String> values = common("hardware", slot);
        values.putAll(Map.of("model", "SAMSUNG MZQL27T6HBLA-00A07", "size", Long.toString(DRIVE_SIZE)));
        return values;
    }

    private Map<String, String> raid() {
        PoolSettings settings = pool.settings();
        Map<String, String> values = common("raid", settings.name());
        values.putAll(Map.of(
                "fs-label", settings.label(),
                "fs-uuid", "40437dbc-2318-45dc-817b-b3bb95cf48ab",
                "fs", settings.filesystem(),
                "model", "RAID0 striped",
                "size", Long.toString(settings.size()),
                "raid-type", "0",
                "raid-device-count", Integer.toString(MEMBERS),
                "raid-max-component-size", "none",
                "raid-chunk-size", "256K"));
        values.putAll(Map.of("state", "clean", "raid-uuid", "eadca0af-ecff031c-239758ad-951a47de"));
        if (settings.filesystem().equals("xfs")) {
            values.putAll(Map.of("total-inodes", "1562806656", "free-inodes", "1562806652"));
        }
        return values;
    }

    private Map<String, String> member(int role) {
        Map<String, String> values = common("raid", pool.settings().name() + "-m" + role);
        values.putAll(Map.of(
                "model", "RAID1 mirror",
                "size", Long.toString(pool.settings().size() / MEMBERS),
                "raid-type", "1",
                "raid-device-count", "2",
                "raid-master", pool.settings().name(),
                "raid-role", Integer.toString(role),
                "raid-member-failed", "no",
                "raid-member-state", role + ":in_sync",
                "state", "clean",
                "raid-uuid", "5715669c-43873157-0ebaaa3a-7104d138"));
        return values;
    }
}
