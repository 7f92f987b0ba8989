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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The device without its network: state, console and history. One command line runs at a time. */
final class Device {
    private final Box box;
    private final Pools pools;
    private final FileShelf files;
    private final DiskShelf disks;
    private final DiskDesk desk;
    private final Exports exports;
    private final List<PoolWatch> watches = new CopyOnWriteArrayList<>();
    private final FileMenu fileMenu;
    private final History history = new History();
    private final Optional<DeviceMemory> memory;
    private final List<Menu> menus;
    private final List<Menu> guarded;
    private final Map<Integer, Console> consoles = new ConcurrentHashMap<>();
    private final Lock lock = new ReentrantLock();

    Device(SimulatorSettings settings, ShownExports shown, boolean persistent, Clock clock) {
        box = new Box(Profile.of(settings.version()), Switches.of(settings.switches()), settings.seed(), clock);
        pools = new Pools(box);
        var bytes = new SparseFiles(settings.directory());
        files = new FileShelf(bytes, pools, box);
        exports = new Exports(shown, bytes, box);
        disks = new DiskShelf(exports, box);
        desk = new DiskDesk(disks, files, exports, pools, box);
        fileMenu = new FileMenu(files, path -> disks.byFile(path).isPresent(), box);
        menus = menus(settings.login().user());
        guarded = menus.stream().<Menu>map(menu -> new GuardedMenu(menu, box)).toList();
        open(settings.pool()).arrange();
        memory = persistent ? Optional.of(new DeviceMemory(disks, files, settings.directory())) : Optional.empty();
        box.crashed(memory.map(DeviceMemory::powerOn).orElse(false));
        memory.ifPresent(DeviceMemory::restore);
        watchPools();
        exports.back();
    }

    private Furniture open(PoolSettings settings) {
        Pool pool = pools.add(settings);
        files.makeDirectory(settings.name());
        watches.add(new PoolWatch(disks, pool, box));
        return new Furniture(disks, files, settings, box);
    }

    private void watchPools() {
        watches.forEach(PoolWatch::update);
    }

    /** One more pool, behind the disks that are there. */
    void addPool(PoolSettings settings) {
        doing(() -> {
            open(settings).arrangePool();
            watchPools();
        });
    }

    private List<Menu> menus(String user) {
        var commands = new DiskCommands(disks, files, desk, exports, box);
        var disk = new DiskMenu(disks, desk, commands, box);
        var subvolume = new Subvolumes(files, pools, box);
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

    private Outcome run(String line, long session, Supplier<ConsoleResult> command) {
        return locked(() -> alone(line, session, command));
    }

    private Outcome alone(String line, long session, Supplier<ConsoleResult> command) {
        long start = System.nanoTime();
        var effects = new Effects();
        box.effects(effects);
        watchPools();
        ConsoleResult result = line.indexOf('\r') >= 0 || line.indexOf('\n') >= 0
                ? new ConsoleResult("syntax error (line 2 column 1)\r\n", true)
                : durable(command.get());
        history.record(session, line, result.output(), Duration.ofNanos(System.nanoTime() - start));
        return new Outcome(result.output(), result.failed(), effects);
    }

    /** What a command changed outlives the process before the command answers. */
    private ConsoleResult durable(ConsoleResult result) {
        return memory.flatMap(DeviceMemory::failedCommit)
                .map(failure -> new ConsoleResult(failure + "\r\n", true))
                .orElse(result);
    }

    /** Runs a line as an administrator would from elsewhere: no policies, no faults, no history. */
    String runAsAdmin(String line) {
        return locked(() -> {
            var effects = new Effects();
            box.effects(effects);
            watchPools();
            ConsoleResult result = durable(new Console(menus, Styles.of(box.switches(), 0, box.random())).run(line));
            settle(effects.work());
            return result.output();
        });
    }

    /** Does what a command left to be done later. */
    void settle(Work work) {
        doing(() -> {
            work.finish().run();
            memory.ifPresent(DeviceMemory::failedCommit);
        });
    }

    /** The device starts again, with its configuration as it was, or as it was before the last change. */
    void boot(boolean losesLastChange) {
        doing(() -> {
            box.booted(losesLastChange);
            if (losesLastChange) {
                desk.loseLastChange();
            }
        });
    }

    /** In good order. */
    void shutDown() {
        memory.ifPresent(DeviceMemory::shutDown);
    }

    DiskShelf disks() {
        return disks;
    }

    /** For thousands of commands a second a lock that parks its waiters; a monitor's spin on the cores they want. */
    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    private void doing(Runnable work) {
        locked(() -> {
            work.run();
            return box;
        });
    }

    private Console console(int width) {
        return consoles.computeIfAbsent(
                width, columns -> new Console(guarded, Styles.of(box.switches(), columns, box.random())));
    }

    void switches(Switches chosen) {
        doing(() -> {
            box.switches(chosen);
            showAnew();
        });
    }

    void install(String version) {
        doing(() -> {
            box.profile(Profile.of(version));
            showAnew();
        });
    }

    private void showAnew() {
        consoles.clear();
        disks.showAnew();
        fileMenu.showAnew();
    }

    Path image(String slot) {
        return locked(() -> files.bytes().path(disk(slot).filePath()));
    }

    void markContent(String slot, String marker) {
        files.bytes().write(locked(() -> disk(slot).filePath()), marker);
    }

    /** A host wrote so much into the image. */
    void occupy(String slot, long bytes) {
        doing(() -> files.find(disk(slot).filePath()).ifPresent(file -> files.occupy(file, bytes)));
    }

    String content(String slot) {
        return locked(() -> files.bytes().read(disk(slot).filePath()));
    }

    /** A host made a filesystem in the image; the device finds it and mounts it, unless told not to. */
    void markFilesystem(String slot, String filesystem) {
        locked(() -> marked(disk(slot), filesystem));
    }

    private Disk marked(Disk disk, String filesystem) {
        files.find(disk.filePath()).ifPresent(file -> {
            files.markFilesystem(file, filesystem);
            StoredFile marked = file.withFilesystem(filesystem);
            disks.put(DiskDraft.mounted(disk.with(DiskDraft.ofFile(marked)), marked));
        });
        return disk;
    }

    private Disk disk(String slot) {
        return Optional.of(slot)
                .flatMap(disks::bySlot)
                .orElseThrow(() -> new IllegalArgumentException("no disk has the slot '" + slot + "'"));
    }
}
