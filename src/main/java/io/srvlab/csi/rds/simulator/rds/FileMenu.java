package io.srvlab.csi.rds.simulator.rds;

import io.srvlab.csi.rds.simulator.console.ConsoleFailure;
import io.srvlab.csi.rds.simulator.console.Item;
import io.srvlab.csi.rds.simulator.console.ItemIndex;
import io.srvlab.csi.rds.simulator.console.Menu;
import io.srvlab.csi.rds.simulator.console.Property;
import io.srvlab.csi.rds.simulator.console.Property.Style;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** {@code /file}: names come without leading slash, and nothing is asked before a file is removed. */
final class FileMenu implements Menu {
    private static final DateTimeFormatter ISO = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMM/dd/yyyy HH:mm:ss", Locale.ENGLISH);
    private final FileShelf files;
    private final Predicate<String> usedByDisk;
    private final ItemIndex shown = new ItemIndex();
    private final Copies copies;
    private final Box box;

    FileMenu(FileShelf files, Predicate<String> usedByDisk, Box box) {
        this.files = files;
        this.usedByDisk = usedByDisk;
        this.copies = new Copies(files, box);
        this.box = box;
        showAnew();
        files.watch(this::follow);
    }

    @Override
    public String path() {
        return "/file";
    }

    @Override
    public boolean keepsNumbers() {
        return false;
    }

    @Override
    public Map<String, Set<String>> commands() {
        return box.profile().file();
    }

    @Override
    public List<FlagColumn> flagColumns() {
        return List.of();
    }

    @Override
    public List<String> tableColumns() {
        return List.of("name", "type", "last-modified");
    }

    @Override
    public List<Item> items() {
        return shown.items();
    }

    @Override
    public Optional<ItemIndex> index() {
        return Optional.of(shown);
    }

    /** Follows the shelf: what the file is now, nothing when it is gone. */
    private void follow(StoredFile file, boolean gone) {
        if (gone) {
            shown.remove(file.id());
        } else {
            shown.put(item(file));
        }
    }

    /** A switch changed how files are shown. */
    void showAnew() {
        files.all().forEach(file -> follow(file, false));
    }

    private Item item(StoredFile file) {
        List<Property> properties = new ArrayList<>();
        properties.add(new Property("name", file.path(), Style.BARE));
        properties.add(new Property("type", file.type(), Style.BARE));
        if (!file.directory()) {
            properties.add(new Property("size", Long.toString(file.size()), Style.HUMAN_SIZE));
        }
        properties.add(new Property("last-modified", time(file.modified()), Style.BARE));
        return new Item(file.id(), properties, Set.of());
    }

    private String time(LocalDateTime modified) {
        return box.is(Unknown.FileTimes.ISO)
                ? modified.format(ISO)
                : modified.format(MONTH).toLowerCase(Locale.ROOT);
    }

    @Override
    public String add(Map<String, String> arguments) {
        String path = FileShelf.withoutSlash(arguments.getOrDefault("name", ""));
        if (path.isEmpty() || !"directory".equals(arguments.get("type"))) {
            throw box.failure(ErrorText.NO_NAME);
        }
        if (files.find(path).isPresent()) {
            throw box.failure(ErrorText.FILE_EXISTS);
        }
        files.makeDirectory(path);
        return stored(path).id();
    }

    @Override
    public void set(Item item, Map<String, String> arguments) {
        throw box.failure(ErrorText.NOT_PERMITTED);
    }

    @Override
    public void remove(Item item) {
        StoredFile file = stored(nameOf(item));
        if (usedByDisk.test(file.path()) && box.is(Unknown.FileInUse.REFUSE)) {
            throw box.failure(ErrorText.IN_USE);
        }
        files.remove(file).forEach(this::mourn);
    }

    private void mourn(StoredFile gone) {
        if (gone.foreign()) {
            box.invariants().broken("foreign file " + gone.path() + " was removed");
        }
        if (usedByDisk.test(gone.path())) {
            box.invariants().broken("file " + gone.path() + " was removed under a live disk");
        }
    }

    @Override
    public List<String> run(String command, List<Item> targets, Map<String, String> arguments) {
        if (!command.equals("copy")) {
            return List.of();
        }
        String target = FileShelf.withoutSlash(arguments.getOrDefault("name", ""));
        if (targets.isEmpty() || target.isEmpty()) {
            throw box.failure(ErrorText.NO_NAME);
        }
        copies.to(stored(nameOf(targets.getFirst())), target);
        return List.of();
    }

    private StoredFile stored(String path) {
        return files.find(path).orElseThrow(() -> new ConsoleFailure("no such item"));
    }

    static String nameOf(Item item) {
        return item.properties().stream()
                .filter(property -> property.name().equals("name"))
                .map(Property::value)
                .findFirst()
                .orElse("");
    }
}
