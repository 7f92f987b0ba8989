package io.srvlab.csi.rds.simulator.console;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Items in their order, and their ids by the value of every property, so that a query need not look at a thousand of them. */
public final class ItemIndex {
    /** Properties that queries look into rather than compare. */
    private static final Set<String> LOOKED_INTO =
            Set.of("slot", "comment", "file-path", "name", "nvme-tcp-server-nqn");

    private final Map<String, Item> byId = new HashMap<>();
    private final List<Item> inOrder = new ArrayList<>();
    private final List<Item> listed = Collections.unmodifiableList(inOrder);

    /** When each item came, by id and in the order of the items, which is the same: so its place is found in few steps. */
    private final Map<String, Long> arrivals = new HashMap<>();

    private final List<Long> arrivalsInOrder = new ArrayList<>();
    private final Map<String, Map<String, Set<String>>> byValue = new HashMap<>();
    private final Map<String, Set<String>> byFlag = new HashMap<>();
    private final Map<String, NavigableMap<String, Set<String>>> sorted = new HashMap<>();
    private final Map<String, NavigableMap<String, Set<String>>> sortedBackwards = new HashMap<>();

    /** Adds the item, or puts it in the place of the one with its id. */
    public void put(Item item) {
        Item before = byId.put(item.id(), item);
        if (before == null) {
            long arrival = arrivalsInOrder.isEmpty() ? 0 : arrivalsInOrder.getLast() + 1;
            arrivals.put(item.id(), arrival);
            arrivalsInOrder.add(arrival);
            inOrder.add(item);
            note(item, Set.of(), Set.of());
        } else {
            inOrder.set(place(item.id()), item);
            replace(before, item);
        }
    }

    /** A change is mostly one of few properties, and what stays the same is not touched. */
    private void replace(Item before, Item item) {
        Set<Property> earlier = Set.copyOf(before.properties());
        forget(before, Set.copyOf(item.properties()), item.flags());
        note(item, earlier, before.flags());
    }

    public void remove(String id) {
        Item before = byId.remove(id);
        if (before != null) {
            int place = place(id);
            inOrder.remove(place);
            arrivalsInOrder.remove(place);
            arrivals.remove(id);
            forget(before, Set.of(), Set.of());
        }
    }

    /** Where the item with that id stands among all. */
    int place(String id) {
        return Collections.binarySearch(arrivalsInOrder, arrivals.getOrDefault(id, -1L));
    }

    /** The items as they are now; the list follows every change. */
    public List<Item> items() {
        return listed;
    }

    private void note(Item item, Set<Property> known, Set<String> knownFlags) {
        for (Property property : item.properties()) {
            if (!known.contains(property)) {
                note(property, item.id());
            }
        }
        for (String flag : item.flags()) {
            if (!knownFlags.contains(flag)) {
                note(byFlag, flag.toLowerCase(Locale.ROOT), item.id());
            }
        }
    }

    private void note(Property property, String id) {
        note(byValue.computeIfAbsent(property.name(), name -> new HashMap<>()), property.value(), id);
        if (LOOKED_INTO.contains(property.name())) {
            String text = property.value().toLowerCase(Locale.ROOT);
            note(sorted.computeIfAbsent(property.name(), name -> new TreeMap<>()), text, id);
            note(sortedBackwards.computeIfAbsent(property.name(), n -> new TreeMap<>()), backwards(text), id);
        }
    }

    private void forget(Item item, Set<Property> kept, Set<String> keptFlags) {
        for (Property property : item.properties()) {
            if (!kept.contains(property)) {
                forget(property, item.id());
            }
        }
        for (String flag : item.flags()) {
            if (!keptFlags.contains(flag)) {
                drop(byFlag, flag.toLowerCase(Locale.ROOT), item.id());
            }
        }
    }

    private void forget(Property property, String id) {
        drop(byValue.get(property.name()), property.value(), id);
        if (LOOKED_INTO.contains(property.name())) {
            String text = property.value().toLowerCase(Locale.ROOT);
            drop(sorted.get(property.name()), text, id);
            drop(sortedBackwards.get(property.name()), backwards(text), id);
        }
    }

    private static void note(Map<String, Set<String>> index, String key, String id) {
        index.computeIfAbsent(key, value -> new HashSet<>()).add(id);
    }

    private static void drop(@Nullable Map<String, Set<String>> index, String key, String id) {
        if (index != null) {
            index.computeIfPresent(key, (value, ids) -> ids.remove(id) && ids.isEmpty() ? null : ids);
        }
    }

    /** The items with those ids. */
    List<Item> items(Collection<String> ids) {
        List<Item> items = new ArrayList<>(ids.size());
        for (String id : ids) {
            Item item = byId.get(id);
            if (item != null) {
                items.add(item);
            }
        }
        return items;
    }

    private static String backwards(String text) {
        return new StringBuilder(text).reverse().toString();
    }

    Collection<String> with(String property, String value) {
        return byValue.getOrDefault(property, Map.of()).getOrDefault(value, Set.of());
    }

    /** Every value the property has somewhere, and the ids of those that have it. */
    Map<String, Set<String>> values(String property) {
        return byValue.getOrDefault(property, Map.of());
    }

    Collection<String> flagged(String flag) {
        return byFlag.getOrDefault(flag.toLowerCase(Locale.ROOT), Set.of());
    }

    static boolean looksInto(String property) {
        return LOOKED_INTO.contains(property);
    }

    /** Those whose property begins so, in whatever case. */
    Collection<Set<String>> starting(String property, String head) {
        return from(sorted, property, head.toLowerCase(Locale.ROOT));
    }

    /** Those whose property ends so, in whatever case. */
    Collection<Set<String>> ending(String property, String tail) {
        return from(sortedBackwards, property, backwards(tail.toLowerCase(Locale.ROOT)));
    }

    private static Collection<Set<String>> from(
            Map<String, NavigableMap<String, Set<String>>> index, String property, String head) {
        NavigableMap<String, Set<String>> values = index.get(property);
        return values == null
                ? List.of()
                : values.subMap(head, true, head + Character.MAX_VALUE, true).values();
    }
}
