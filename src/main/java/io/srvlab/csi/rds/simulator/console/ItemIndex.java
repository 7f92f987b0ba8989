package io.srvlab.csi.rds.simulator.console;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Items in their order, and by the value of every property, so that a query need not look at a thousand of them. */
public final class ItemIndex {
    /** Properties that queries look into rather than compare. */
    private static final Set<String> LOOKED_INTO =
            Set.of("slot", "comment", "file-path", "name", "nvme-tcp-server-nqn");

    private final Map<String, Item> byId = new HashMap<>();
    private final List<Item> inOrder = new ArrayList<>();
    private volatile List<Item> listed = List.of();
    private final Map<String, Map<String, Set<Item>>> byValue = new HashMap<>();
    private final Map<String, Set<Item>> byFlag = new HashMap<>();
    private final Map<String, NavigableMap<String, Set<Item>>> sorted = new HashMap<>();
    private final Map<String, NavigableMap<String, Set<Item>>> sortedBackwards = new HashMap<>();

    /** Adds the item, or puts it in the place of the one with its id. */
    public void put(Item item) {
        Item before = byId.put(item.id(), item);
        listed = List.of();
        if (before == null) {
            inOrder.add(item);
        } else {
            inOrder.set(place(before), item);
            forget(before);
        }
        for (Property property : item.properties()) {
            note(byValue.computeIfAbsent(property.name(), name -> new HashMap<>()), property.value(), item);
            if (LOOKED_INTO.contains(property.name())) {
                String text = property.value().toLowerCase(Locale.ROOT);
                note(sorted.computeIfAbsent(property.name(), name -> new TreeMap<>()), text, item);
                note(sortedBackwards.computeIfAbsent(property.name(), n -> new TreeMap<>()), backwards(text), item);
            }
        }
        item.flags().forEach(flag -> note(byFlag, flag.toLowerCase(Locale.ROOT), item));
    }

    public void remove(String id) {
        Item before = byId.remove(id);
        listed = List.of();
        if (before != null) {
            inOrder.remove(place(before));
            forget(before);
        }
    }

    private int place(Item item) {
        int place = inOrder.size() - 1;
        while (!inOrder.get(place).id().equals(item.id())) {
            place--;
        }
        return place;
    }

    public List<Item> items() {
        if (listed.isEmpty()) {
            listed = List.copyOf(inOrder);
        }
        return listed;
    }

    private void forget(Item item) {
        for (Property property : item.properties()) {
            drop(byValue.get(property.name()), property.value(), item);
            if (!LOOKED_INTO.contains(property.name())) {
                continue;
            }
            String text = property.value().toLowerCase(Locale.ROOT);
            drop(sorted.get(property.name()), text, item);
            drop(sortedBackwards.get(property.name()), backwards(text), item);
        }
        item.flags().forEach(flag -> drop(byFlag, flag.toLowerCase(Locale.ROOT), item));
    }

    private static void note(Map<String, Set<Item>> index, String key, Item item) {
        index.computeIfAbsent(key, value -> Candidates.identities()).add(item);
    }

    private static void drop(@Nullable Map<String, Set<Item>> index, String key, Item item) {
        if (index != null) {
            index.computeIfPresent(key, (value, items) -> items.remove(item) && items.isEmpty() ? null : items);
        }
    }

    private static String backwards(String text) {
        return new StringBuilder(text).reverse().toString();
    }

    Collection<Item> with(String property, String value) {
        return byValue.getOrDefault(property, Map.of()).getOrDefault(value, Set.of());
    }

    /** Every value the property has somewhere, and who has it. */
    Map<String, Set<Item>> values(String property) {
        return byValue.getOrDefault(property, Map.of());
    }

    Collection<Item> flagged(String flag) {
        return byFlag.getOrDefault(flag.toLowerCase(Locale.ROOT), Set.of());
    }

    static boolean looksInto(String property) {
        return LOOKED_INTO.contains(property);
    }

    /** Those whose property begins so, in whatever case. */
    Collection<Set<Item>> starting(String property, String head) {
        return from(sorted, property, head.toLowerCase(Locale.ROOT));
    }

    /** Those whose property ends so, in whatever case. */
    Collection<Set<Item>> ending(String property, String tail) {
        return from(sortedBackwards, property, backwards(tail.toLowerCase(Locale.ROOT)));
    }

    private static Collection<Set<Item>> from(
            Map<String, NavigableMap<String, Set<Item>>> index, String property, String head) {
        NavigableMap<String, Set<Item>> values = index.get(property);
        return values == null
                ? List.of()
                : values.subMap(head, true, head + Character.MAX_VALUE, true).values();
    }
}
