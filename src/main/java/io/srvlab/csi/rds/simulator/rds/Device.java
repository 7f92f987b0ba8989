package io.srvlab.csi.rds.simulator.rds;

import io.srvlab.csi.rds.simulator.console.Console;
import io.srvlab.csi.rds.simulator.console.ConsoleResult;
import io.srvlab.csi.rds.simulator.console.Menu;
import io.srvlab.csi.rds.simulator.console.ParsedLine;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The device without its network: state, console and history. One command line runs at a time. */
final class Device {
    private final Box box;
    private final Pool pool;
    private final FileShelf files;
    private final DiskShelf disks;
    private final DiskDesk desk;
    private final Exports exports;
    private final PoolWatch watch;
    private final FileMenu fileMenu;
    private final History history = new History();
    private final List<Menu> menus;
    private final List<Menu> guarded;
    private final Map<Integer, Console> consoles = new ConcurrentHashMap<>();

    Device(SimulatorSettings settings, Clock clock) {
        box = new Box(Profile.of(settings.version()), Switches.of(settings.switches()), settings.seed(), clock);
        pool = new Pool(settings.pool(), box);
        var bytes = new SparseFiles(settings.directory());
        files = new FileShelf(bytes, pool, box);
        exports = new Exports(bytes, box);
        disks = new DiskShelf(exports, box);
        desk = new DiskDesk(disks, files, exports, pool, box);
        watch = new PoolWatch(disks, pool, box);
        fileMenu = new FileMenu(files, path -> disks.byFile(path).isPresent(), box);
        menus = menus(settings.login().user());
        guarded = menus.stream().<Menu>map(menu -> new GuardedMenu(menu, box)).toList();
        new Furniture(disks, files, pool, box).arrange();
        watch.update();
    }

    private List<Menu> menus(String user) {
        var commands = new DiskCommands(disks, files, desk, exports, box);
        var disk = new DiskMenu(disks, desk, commands, box);
        var subvolume = new Subvolumes(files, pool, box);
        return Stream.concat(Stream.of(disk, fileMenu, subvolume), ReadOnlyMenu.system(box, user).stream())
                .toList();
    }

    Box box() {
        return box;
    }

    Exports exports() {
        return exports;
    }

    History history() {
        return history;
    }

    /** Runs a line as the driver's user, with a terminal of that width. */
    Outcome run(String line, long session, int width) {
        Console console = console(width);
        ParsedLine parsed = console.parse(line);
        return run(line, session, () -> console.run(parsed, true));
    }

    private synchronized Outcome run(String line, long session, Supplier<ConsoleResult> command) {
        long start = System.nanoTime();
        var effects = new Effects();
        box.effects(effects);
        watch.update();
        ConsoleResult result = line.indexOf('\r') >= 0 || line.indexOf('\n') >= 0
                ? new ConsoleResult("syntax error (line 2 column 1)\r\n", true)
                : command.get();
        history.record(session, line, result.output(), Duration.ofNanos(System.nanoTime() - start));
        return new Outcome(result.output(), result.failed(), effects);
    }

    /** Runs a line as an administrator would from elsewhere: no policies, no faults, no history. */
    synchronized String runAsAdmin(String line) {
        watch.update();
        return new Console(menus, Styles.of(box.switches(), 0, box.random()))
                .run(line)
                .output();
    }

    private synchronized Console console(int width) {
        return consoles.computeIfAbsent(
                width, columns -> new Console(guarded, Styles.of(box.switches(), columns, box.random())));
    }

    synchronized void switches(Switches chosen) {
        box.switches(chosen);
        consoles.clear();
        disks.showAnew();
        fileMenu.showAnew();
    }

    synchronized void install(String version) {
        box.profile(Profile.of(version));
        consoles.clear();
        disks.showAnew();
        fileMenu.showAnew();
    }

    synchronized Path image(String slot) {
        return files.bytes().path(disk(slot).filePath());
    }

    synchronized void markContent(String slot, String marker) {
        files.bytes().write(disk(slot).filePath(), marker);
    }

    synchronized String content(String slot) {
        return files.bytes().read(disk(slot).filePath());
    }

    /** A host made a filesystem in the image; the device finds it and mounts it, unless told not to. */
    synchronized void markFilesystem(String slot, String filesystem) {
        Disk disk = disk(slot);
        files.find(disk.filePath()).ifPresent(file -> {
            files.markFilesystem(file, filesystem);
            StoredFile marked = file.withFilesystem(filesystem);
            disks.put(DiskDraft.mounted(disk.with(DiskDraft.ofFile(marked)), marked));
        });
    }

    private Disk disk(String slot) {
        return Optional.of(slot)
                .flatMap(disks::bySlot)
                .orElseThrow(() -> new IllegalArgumentException("no disk has the slot '" + slot + "'"));
    }
}
