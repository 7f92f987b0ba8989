package io.srvlab.csi.rds.simulator.console;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The menus by their paths, and the places on the way to them. */
final class MenuTree {
    private final Map<String, Menu> menus = new HashMap<>();
    private final Set<String> places = new HashSet<>();

    MenuTree(List<Menu> all) {
        for (Menu menu : all) {
            menus.put(menu.path(), menu);
            for (String path = menu.path(); !path.isEmpty(); path = path.substring(0, path.lastIndexOf('/'))) {
                places.add(path);
            }
        }
    }

    Optional<Menu> menu(String path) {
        return Optional.ofNullable(menus.get(path));
    }

    boolean isPlace(String path) {
        return places.contains(path);
    }
}
