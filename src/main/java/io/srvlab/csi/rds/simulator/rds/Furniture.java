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
    private final PoolSettings pool;
    private final Box box;

    Furniture(DiskShelf disks, FileShelf files, PoolSettings pool, Box box) {
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
        arrangePool();
        if (box.is(Unknown.SecondOwner.PRESENT)) {
            arrangeSecondOwner();
        }
    }

    /** The pool alone, as where one is added to a device. */
    void arrangePool() {
        disks.put(foreign(raid()));
        for (int member = 0; member < MEMBERS; member++) {
            disks.put(foreign(member(member)));
        }
    }

    /** Another cluster's volumes, in the directory that ours is likely to use too. */
    private void arrangeSecondOwner() {
        for (int volume = 1; volume <= 2; volume++) {
            String slot = "pvc-0000000" + volume + "-0000-4000-8000-000000000000";
            String path = pool.name() + "/metal-csi/" + slot + ".img";
            files.addForeign(path, 1L << 30);
            disks.put(foreign(exported(slot, path, "rds-csi:another-cluster:" + slot)));
        }
    }

    private Disk foreign(Map<String, String> values) {
        return new Disk(disks.newId(), values, true);
    }

    private void arrangeOthers() {
        String name = pool.name();
        files.addForeign(name + "/iso/debian-13.iso", ISO_SIZE);
        files.addForeign(name + "/nixos/" + OTHERS + ".img", OTHERS_SIZE);
        disks.put(foreign(exported(OTHERS, name + "/nixos/" + OTHERS + ".img", "")));
    }

    private Map<String, String> exported(String slot, String path, String comment) {
        var draft = new DiskDraft(
                Optional.empty(),
                Map.of(
                        "type", "file",
                        "comment", comment,
                        "mount-filesystem", "no",
                        "nvme-tcp-export", "yes",
                        "nvme-tcp-server-nqn", "nqn.2000-02.com.mikrotik:" + slot),
                box);
        return draft.disk("", slot, files.find(path).orElseThrow()).values();
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
        values.putAll(DiskStats.HEALTHY);
        return values;
    }

    private Map<String, String> raid() {
        Map<String, String> values = common("raid", pool.name());
        values.putAll(Traffic.OF_A_POOL);
        values.putAll(Map.of(
                "fs-label", pool.label(),
                "fs-uuid", "40437dbc-2318-45dc-817b-b3bb95cf48ab",
                "fs", pool.filesystem(),
                "model", "RAID0 striped",
                "size", Long.toString(pool.size()),
                "raid-type", "0",
                "raid-device-count", Integer.toString(MEMBERS),
                "raid-max-component-size", "none",
                "raid-chunk-size", "256K"));
        values.putAll(Map.of("state", "clean", "raid-uuid", "eadca0af-ecff031c-239758ad-951a47de"));
        if (pool.filesystem().equals("xfs")) {
            values.putAll(Map.of("total-inodes", "1562806656", "free-inodes", "1562806652"));
        }
        return values;
    }

    private Map<String, String> member(int role) {
        Map<String, String> values = common("raid", pool.name() + "-m" + role);
        values.putAll(Map.of(
                "model", "RAID1 mirror",
                "size", Long.toString(pool.size() / MEMBERS),
                "raid-type", "1",
                "raid-device-count", "2",
                "raid-master", pool.name(),
                "raid-role", Integer.toString(role),
                "raid-member-failed", "no",
                "raid-member-state", role + ":in_sync",
                "state", "clean",
                "raid-uuid", "5715669c-43873157-0ebaaa3a-7104d138"));
        return values;
    }
}
