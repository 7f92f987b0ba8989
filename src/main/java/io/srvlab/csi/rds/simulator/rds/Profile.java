package io.srvlab.csi.rds.simulator.rds;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A RouterOS release: which commands and arguments its {@code /disk} and {@code /file} menus have. */
public final class Profile {
    private static final Pattern VERSION = Pattern.compile("7\\.(\\d+)(\\.\\d+)?");

    /** Arguments of {@code /disk/add} by the minor release that brought them; zero is before the oldest profile. */
    private static final Map<Integer, String> ADD = Map.of(
            0,
            "comment copy-from crypted-backend disabled encryption-key iscsi-address iscsi-export iscsi-iqn iscsi-port"
                    + " media-interface media-sharing nfs-address nfs-share nfs-sharing nvme-tcp-address nvme-tcp-export"
                    + " nvme-tcp-host-name nvme-tcp-password nvme-tcp-port nvme-tcp-server-allow-host-name"
                    + " nvme-tcp-server-password nvme-tcp-server-port parent partition-number partition-offset partition-size"
                    + " raid-chunk-size raid-device-count raid-master raid-max-component-size raid-member-failed raid-role"
                    + " raid-type ramdisk-size self-encryption-password slot smb-address smb-encryption smb-password"
                    + " smb-server-encryption smb-server-password smb-server-user smb-share smb-sharing smb-user"
                    + " tmpfs-max-size type",
            17,
            "file-offset file-path file-size mount-filesystem mount-point-template mount-read-only swap sshfs-address"
                    + " sshfs-password sshfs-path sshfs-port sshfs-user",
            18,
            "compress",
            21,
            "nvme-tcp-server-nqn iscsi-server-iqn iscsi-server-port nvme-tcp-nqn");

    /** Other commands of {@code /disk}: release, name, arguments. */
    private static final List<String> DISK = List.of(
            "0 blink numbers duration",
            "0 comment numbers comment",
            "0 copy src dst src-offset dst-offset size do interval duration once as-value append file",
            "0 disable numbers",
            "0 enable numbers",
            "0 monitor-traffic numbers do interval duration once as-value append file",
            "0 print stats stats-detail",
            "0 nvme-discover address port host-name",
            "0 raid-scrub numbers",
            "0 remove numbers",
            "0 reset-counters numbers",
            "0 scan numbers",
            "0 test disk type pattern direction block-size thread-count duration",
            "0 unset numbers value-name",
            "21 print stats stats-detail show-sensitive",
            "24 print stats stats-detail show-sensitive order-by",
            "19 eject numbers",
            "19 format numbers file-system label mbr-partition-table",
            "22 trim numbers",
            "23 check numbers",
            "23 repair numbers",
            "23 smart-info numbers",
            "24 raid-scrub-cancel numbers");

    private static final List<String> FILE = List.of(
            "0 add name type contents",
            "0 remove numbers",
            "0 set numbers name contents",
            "23 copy numbers name",
            "23 head numbers lines",
            "23 tail numbers lines");

    private static final List<String> SUBVOLUME = List.of(
            "18 add fs name parent read-only mount mountpoint comment disabled",
            "18 remove numbers",
            "18 set numbers name read-only mount mountpoint comment");

    private final String version;
    private final int minor;
    private final Map<String, Set<String>> disk;
    private final Map<String, Set<String>> file;
    private final Map<String, Set<String>> subvolume;

    private Profile(String version, int minor) {
        if (minor < 16) {
            throw new IllegalArgumentException("rds-csi.simulator.version is '" + version + "'; use 7.16 or newer");
        }
        this.version = version;
        this.minor = minor;
        this.disk = Map.copyOf(diskCommands());
        this.file = Map.copyOf(commands(FILE));
        this.subvolume = Map.copyOf(commands(SUBVOLUME));
    }

    public static Profile of(String version) {
        Matcher matcher = VERSION.matcher(version);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "rds-csi.simulator.version is '" + version + "'; use a form such as 7.24 or 7.24.4");
        }
        return new Profile(version, Integer.parseInt(matcher.group(1)));
    }

    String version() {
        return version;
    }

    boolean since(int release) {
        return minor >= release;
    }

    Map<String, Set<String>> disk() {
        return disk;
    }

    Map<String, Set<String>> file() {
        return file;
    }

    Map<String, Set<String>> subvolume() {
        return subvolume;
    }

    private Map<String, Set<String>> diskCommands() {
        Map<String, Set<String>> commands = commands(DISK);
        Set<String> add = diskArguments();
        Set<String> set = new LinkedHashSet<>(add);
        set.remove("copy-from");
        set.add("numbers");
        commands.put("add", add);
        commands.put("set", set);
        if (!since(19)) {
            commands.put("format-drive", Set.of("numbers", "file-system", "label", "mbr-partition-table"));
            commands.put("eject-drive", Set.of("numbers"));
        }
        return commands;
    }

    private Set<String> diskArguments() {
        Set<String> arguments = ADD.entrySet().stream()
                .filter(entry -> since(entry.getKey()))
                .flatMap(entry -> List.of(entry.getValue().split(" ", -1)).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (!since(21)) {
            arguments.add("nvme-tcp-name");
        }
        return arguments;
    }

    private Map<String, Set<String>> commands(List<String> lines) {
        Map<String, Set<String>> commands = new TreeMap<>();
        lines.stream()
                .map(line -> List.of(line.split(" ", -1)))
                .filter(words -> since(Integer.parseInt(words.getFirst())))
                .forEach(words -> commands.put(words.get(1), Set.copyOf(words.subList(2, words.size()))));
        return commands;
    }
}
