package io.srvlab.csi.rds.simulator.console;

import io.srvlab.csi.rds.simulator.console.Script.MenuCall;
import io.srvlab.csi.rds.simulator.console.Value.Absent;
import io.srvlab.csi.rds.simulator.console.Value.Bool;
import io.srvlab.csi.rds.simulator.console.Value.ItemId;
import io.srvlab.csi.rds.simulator.console.Value.Many;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The commands of the menus: reading items, and handing changes to the menu. */
final class MenuCommands {
    private final Evaluator evaluator;
    private final Screen screen;
    private final ConsoleStyle style;
    private final boolean mayWrite;
    private final MenuItems items = new MenuItems();
    private final Patterns patterns = new Patterns();

    MenuCommands(Evaluator evaluator, Screen screen, ConsoleStyle style, boolean mayWrite) {
        this.evaluator = evaluator;
        this.screen = screen;
        this.style = style;
        this.mayWrite = mayWrite;
    }

    /** {@code wanted} where the command stands in brackets, so that its value is asked for. */
    Value call(MenuCall call, Scope scope, boolean wanted) {
        return switch (call.verb()) {
            case "print" -> print(call, scope, wanted);
            case "find" ->
                new Many(selected(call, scope).stream()
                        .<Value>map(row -> new ItemId(row.item().id()))
                        .toList());
            case "get" -> get(call, scope);
            default -> change(call, scope);
        };
    }

    private Value print(MenuCall call, Scope scope, boolean wanted) {
        List<Row> rows = selected(call, scope);
        return new Printout(call.menu(), arguments(call, scope), style, screen).print(rows, wanted);
    }

    private List<Row> selected(MenuCall call, Scope scope) {
        return new Selection(call.menu(), expression -> evaluator.value(expression, scope), items, patterns)
                .rows(call.query(), call.arguments().get("from"));
    }

    private Value get(MenuCall call, Scope scope) {
        Menu menu = call.menu();
        List<Value> values = new ArrayList<>();
        if (call.arguments().containsKey("numbers")) {
            values.add(evaluator.value(call.arguments().get("numbers"), scope));
        }
        call.positional().forEach(argument -> values.add(evaluator.value(argument, scope)));
        if (call.arguments().containsKey("value-name")) {
            values.add(evaluator.value(call.arguments().get("value-name"), scope));
        }
        Item item = menu.singleton() ? items.of(menu).getFirst() : only(menu, values);
        return values.isEmpty()
                ? new AsValue(menu, Set.of(), true).keyed(item)
                : property(menu, item, values.getFirst().text());
    }

    /** Takes the item off the front of the values. */
    private Item only(Menu menu, List<Value> values) {
        if (values.isEmpty()) {
            throw missing("numbers");
        }
        List<Item> named = items.named(menu, values.removeFirst());
        if (named.size() > 1) {
            throw new ConsoleFailure("invalid internal item number");
        }
        return named.stream().findFirst().orElseThrow(() -> new ConsoleFailure("no such item"));
    }

    /** A property that no item has and no command takes is not a name of this menu. */
    private Value property(Menu menu, Item item, String name) {
        PropertyReader reader = new PropertyReader(menu, name);
        if (name.equals(".id")) {
            return new ItemId(item.id());
        }
        if (reader.has(item)) {
            return AsValue.typed(reader.read(item));
        }
        if (menu.commands().values().stream().anyMatch(names -> names.contains(name))
                || items.of(menu).stream().anyMatch(reader::has)) {
            return Absent.NIL;
        }
        throw new ConsoleFailure("input does not match any value of value-name");
    }

    private Value change(MenuCall call, Scope scope) {
        Menu menu = call.menu();
        if (!mayWrite && menu.writes(call.verb())) {
            throw new ConsoleFailure("not enough permissions (9)");
        }
        Map<String, String> arguments = arguments(call, scope);
        arguments.remove("numbers");
        Optional<List<Item>> targets = targets(call, scope);
        try {
            return apply(call, targets, arguments);
        } finally {
            items.forget();
        }
    }

    private Value apply(MenuCall call, Optional<List<Item>> targets, Map<String, String> arguments) {
        Menu menu = call.menu();
        switch (call.verb()) {
            case "add" -> {
                return new ItemId(menu.add(arguments));
            }
            case "set" -> targets.orElseGet(() -> sole(menu)).forEach(item -> menu.set(item, arguments));
            case "remove" -> targets.orElseThrow(() -> missing("numbers")).forEach(menu::remove);
            default ->
                menu.run(call.verb(), targets.orElse(List.of()), arguments).forEach(screen::line);
        }
        return Absent.NIL;
    }

    private List<Item> sole(Menu menu) {
        if (menu.singleton()) {
            return items.of(menu);
        }
        throw missing("numbers");
    }

    private Optional<List<Item>> targets(MenuCall call, Scope scope) {
        return call.positional().stream()
                .findFirst()
                .or(() -> Optional.ofNullable(call.arguments().get("numbers")))
                .map(target -> items.named(call.menu(), evaluator.value(target, scope)));
    }

    /** The arguments as text, booleans as the menus write them. */
    private Map<String, String> arguments(MenuCall call, Scope scope) {
        Map<String, String> arguments = new LinkedHashMap<>();
        call.arguments().forEach((name, argument) -> arguments.put(name, text(evaluator.value(argument, scope))));
        return arguments;
    }

    private static String text(Value value) {
        return value instanceof Bool(boolean truth) ? (truth ? "yes" : "no") : value.text();
    }

    private static ConsoleFailure missing(String argument) {
        return new ConsoleFailure("missing value(s) of argument(s) " + argument);
    }
}
