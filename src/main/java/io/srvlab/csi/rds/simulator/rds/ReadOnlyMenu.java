package io.srvlab.csi.rds.simulator.rds;

import io.srvlab.csi.rds.simulator.console.ConsoleFailure;
import io.srvlab.csi.rds.simulator.console.Item;
import io.srvlab.csi.rds.simulator.console.Menu;
import io.srvlab.csi.rds.simulator.console.Property;
import io.srvlab.csi.rds.simulator.console.Property.Style;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** A menu one can only look at: {@code /system/resource}, {@code /system/identity}, {@code /system/health}, {@code /user}. */
record ReadOnlyMenu(String path, List<String> tableColumns, Supplier<List<Item>> content) implements Menu {

    static List<Menu> system(Box box, String user) {
        return List.of(
                single(
                        "/system/resource",
                        () -> List.of(
                                bare("uptime", uptime(box)),
                                quoted("version", box.profile().version() + " (stable)"),
                                bare("architecture-name", "arm64"),
                                quoted("board-name", "RDS2216-2XG-4S+4XS-2XQ"),
                                bare("platform", "MikroTik"))),
                new ReadOnlyMenu("/log", List.of("time", "topics", "message"), () -> List.of(firstLine(box))),
                single("/system/identity", () -> List.of(bare("name", "MikroTik-RDS"))),
                new ReadOnlyMenu("/system/health", List.of("name", "value", "type"), ReadOnlyMenu::health),
                new ReadOnlyMenu("/user", List.of("name", "group"), () -> users(user)));
    }

    private static ReadOnlyMenu single(String path, Supplier<List<Property>> properties) {
        return new ReadOnlyMenu(path, List.of(), () -> List.of(new Item("*1", properties.get(), Set.of())));
    }

    private static String uptime(Box box) {
        Duration up = Duration.between(box.bootedAt(), box.now());
        return "%dw%dd%02d:%02d:%02d"
                .formatted(up.toDays() / 7, up.toDays() % 7, up.toHoursPart(), up.toMinutesPart(), up.toSecondsPart());
    }

    /** What the log begins with; nothing else that RouterOS logs matters here. */
    private static Item firstLine(Box box) {
        String topics = box.crashed() ? "system,error,critical" : "system,info";
        String message = box.crashed() ? "router was rebooted without proper shutdown" : "router rebooted";
        String time = box.bootedAt().format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT));
        return new Item(
                "*1", List.of(bare("time", time), bare("topics", topics), quoted("message", message)), Set.of());
    }

    private static List<Item> health() {
        return List.of(
                reading("*11", "cpu-temperature", "48", "C"),
                reading("*12", "board-temperature", "36", "C"),
                reading("*13", "fan1-speed", "4290", "RPM"),
                reading("*14", "psu1-power", "61", "W"));
    }

    private static Item reading(String id, String name, String value, String type) {
        return new Item(id, List.of(bare("name", name), bare("value", value), bare("type", type)), Set.of());
    }

    private static List<Item> users(String user) {
        return List.of(
                new Item("*1", List.of(quoted("name", "admin"), bare("group", "full")), Set.of()),
                new Item("*2", List.of(quoted("name", user), bare("group", "csi")), Set.of()));
    }

    private static Property bare(String name, String value) {
        return new Property(name, value, Style.BARE);
    }

    private static Property quoted(String name, String value) {
        return new Property(name, value, Style.QUOTED);
    }

    @Override
    public boolean singleton() {
        return tableColumns.isEmpty();
    }

    @Override
    public Map<String, Set<String>> commands() {
        return Map.of();
    }

    @Override
    public List<FlagColumn> flagColumns() {
        return List.of();
    }

    @Override
    public List<Item> items() {
        return content.get();
    }

    @Override
    public String add(Map<String, String> arguments) {
        throw new ConsoleFailure("no such command or directory (add)");
    }

    @Override
    public void set(Item item, Map<String, String> arguments) {
        throw new ConsoleFailure("no such command or directory (set)");
    }

    @Override
    public void remove(Item item) {
        throw new ConsoleFailure("no such command or directory (remove)");
    }

    @Override
    public List<String> run(String command, List<Item> targets, Map<String, String> arguments) {
        throw new ConsoleFailure("no such command or directory (" + command + ")");
    }
}
