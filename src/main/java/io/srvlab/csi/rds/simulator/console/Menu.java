package io.srvlab.csi.rds.simulator.console;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One menu of the console, such as {@code /disk}, as the console language needs to see it. */
public interface Menu {
    /** The full path, {@code /disk} or {@code /disk/btrfs/subvolume}. */
    String path();

    /**
     * The commands this menu has in the simulated version, each with the argument names it accepts. An unknown argument is
     * found when the line is parsed, before anything runs. {@code print}, {@code find} and {@code get} come with every menu.
     */
    Map<String, Set<String>> commands();

    /** Flag columns in the order in which they are printed. */
    List<FlagColumn> flagColumns();

    /** The columns of a plain {@code print}, by property name. */
    List<String> tableColumns();

    /** The items in their order; an item's index is its position in this, the unfiltered, list. */
    List<Item> items();

    /** The same items for a quick search, if this menu keeps them so. */
    default Optional<ItemIndex> index() {
        return Optional.empty();
    }

    /** Whether an item shown by a filtered print keeps the number it has in the whole list, as disks do and files do not. */
    default boolean keepsNumbers() {
        return true;
    }

    /** What {@code print stats} shows of an item, where the menu has that. */
    default List<Property> stats(Item item) {
        return List.of();
    }

    /** Adds an item and answers with its id, {@code *2B}. Throws {@link ConsoleFailure} as the device would. */
    String add(Map<String, String> arguments);

    void set(Item item, Map<String, String> arguments);

    void remove(Item item);

    /** Any other command; answers with the lines it prints. {@code targets} are the items it names, if any. */
    List<String> run(String command, List<Item> targets, Map<String, String> arguments);

    /** Whether the menu is one set of properties, as {@code /system/resource} is, rather than a list of items. */
    default boolean singleton() {
        return !commands().containsKey("add") && !commands().containsKey("remove") && items().size() == 1;
    }

    /** Whether a command needs the policy {@code write}. */
    default boolean writes(String command) {
        return !Set.of("monitor", "monitor-traffic", "nvme-discover", "smart-info", "export")
                .contains(command);
    }

    /** One flag column: alternatives that never occur together, each a letter and a name such as {@code BLOCK-DEVICE}. */
    record FlagColumn(List<Flag> alternatives) {
        public FlagColumn {
            alternatives = List.copyOf(alternatives);
        }
    }

    /** A flag: its letter in print, and its name (lower case in as-value output and in queries). */
    record Flag(char letter, String name) {}
}
