package io.srvlab.csi.rds.simulator.console;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** Reads one named property, flag or the id of many items; it looks first where the item before had it. */
final class PropertyReader {
    private static final Property YES = new Property("", "yes", Property.Style.BOOLEAN);
    private static final Property NO = new Property("", "no", Property.Style.BOOLEAN);
    private static final Property MISSING = new Property("", "", Property.Style.QUOTED);

    private final String name;
    private final String flag;
    private final boolean isFlag;
    private final AtomicInteger last = new AtomicInteger();

    PropertyReader(Menu menu, String name) {
        this.name = name;
        this.flag = name.toUpperCase(Locale.ROOT);
        this.isFlag = isFlag(menu, name);
    }

    static boolean isFlag(Menu menu, String name) {
        for (Menu.FlagColumn column : menu.flagColumns()) {
            for (Menu.Flag flag : column.alternatives()) {
                if (flag.name().equalsIgnoreCase(name)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The property; an empty one where the item has none of that name. */
    Property read(Item item) {
        List<Property> properties = item.properties();
        int guess = last.getPlain();
        if (guess < properties.size() && properties.get(guess).name().equals(name)) {
            return properties.get(guess);
        }
        for (int i = 0; i < properties.size(); i++) {
            if (properties.get(i).name().equals(name)) {
                last.setPlain(i);
                return properties.get(i);
            }
        }
        return absent(item);
    }

    private Property absent(Item item) {
        if (name.equals(".id")) {
            return new Property(name, item.id(), Property.Style.BARE);
        }
        if (isFlag) {
            return item.flags().contains(name) || item.flags().contains(flag) ? YES : NO;
        }
        return MISSING;
    }

    boolean has(Item item) {
        return !read(item).equals(MISSING);
    }
}
