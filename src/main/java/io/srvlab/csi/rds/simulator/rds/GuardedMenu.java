package io.srvlab.csi.rds.simulator.rds;

import io.srvlab.csi.rds.simulator.console.ConsoleFailure;
import io.srvlab.csi.rds.simulator.console.Item;
import io.srvlab.csi.rds.simulator.console.ItemIndex;
import io.srvlab.csi.rds.simulator.console.Menu;
import io.srvlab.csi.rds.simulator.console.Property;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A menu as the driver's user meets it: within the policies, and with the faults that are armed. */
record GuardedMenu(Menu menu, Box box) implements Menu {
    /** The id that an add which is ignored answers with: there is no such item. */
    private static final String NO_ITEM = "*FFFFFF";

    private static final Set<String> NEED_TEST = Set.of("test", "monitor-traffic", "nvme-discover");

    @Override
    public String path() {
        return menu.path();
    }

    @Override
    public boolean singleton() {
        return menu.singleton();
    }

    @Override
    public Map<String, Set<String>> commands() {
        return menu.commands();
    }

    @Override
    public List<FlagColumn> flagColumns() {
        return menu.flagColumns();
    }

    @Override
    public boolean keepsNumbers() {
        return menu.keepsNumbers();
    }

    @Override
    public List<Property> stats(Item item) {
        return menu.stats(item);
    }

    @Override
    public List<String> tableColumns() {
        return menu.tableColumns();
    }

    @Override
    public List<Item> items() {
        require("read");
        reject("print");
        return menu.items();
    }

    @Override
    public Optional<ItemIndex> index() {
        return menu.index();
    }

    @Override
    public String add(Map<String, String> arguments) {
        require("write");
        return skips("add", arguments) ? NO_ITEM : menu.add(arguments);
    }

    @Override
    public void set(Item item, Map<String, String> arguments) {
        require("write");
        if (!skips("set", arguments)) {
            menu.set(item, arguments);
        }
    }

    @Override
    public void remove(Item item) {
        require("write");
        if (!skips("remove", Map.of())) {
            menu.remove(item);
        }
    }

    @Override
    public List<String> run(String command, List<Item> targets, Map<String, String> arguments) {
        require(NEED_TEST.contains(command) ? "test" : "write");
        return skips(command, arguments) ? List.of() : menu.run(command, targets, arguments);
    }

    private void require(String policy) {
        if (box.faults().lacks(policy) || !granted().contains(policy)) {
            throw box.failure(ErrorText.NOT_PERMITTED);
        }
    }

    private Set<String> granted() {
        return switch (box.switches().of(Unknown.Policies.class)) {
            case FULL, READ_WRITE_TEST -> Set.of("read", "write", "test");
            case WITHOUT_TEST -> Set.of("read", "write");
            case READ_ONLY -> Set.of("read", "test");
        };
    }

    private void reject(String command) {
        if (!box.faults().isQuiet()) {
            rejectAs(menu.path() + "/" + command);
        }
    }

    private void rejectAs(String operation) {
        box.faults().rejection(operation).ifPresent(text -> {
            throw new ConsoleFailure(text);
        });
    }

    /** Fails, or answers whether the command is to be ignored, as the faults have it. */
    private boolean skips(String command, Map<String, String> arguments) {
        if (box.faults().isQuiet()) {
            return false;
        }
        var operation = new StringBuilder(menu.path()).append('/').append(command);
        new TreeMap<>(arguments)
                .forEach((name, value) ->
                        operation.append(' ').append(name).append('=').append(value));
        rejectAs(operation.toString());
        return box.faults().ignores(operation.toString());
    }
}
