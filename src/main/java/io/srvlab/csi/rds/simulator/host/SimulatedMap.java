package io.srvlab.csi.rds.simulator.host;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A device-mapper device with a one-path multipath target, or without a table yet. */
final class SimulatedMap implements SimulatedBlock {
    /** What Linux gives device-mapper on most machines. */
    static final int MAJOR = 253;

    private final String name;
    private final String uuid;
    private final int minor;
    private volatile @Nullable Table live;
    private volatile @Nullable Table loaded;
    private volatile boolean suspended;
    private volatile boolean queueing = true;
    private volatile boolean gaveUp;

    /** One table: its length and its only path. */
    record Table(long sectors, SimulatedDevice path) {}

    SimulatedMap(String name, String uuid, int minor) {
        this.name = name;
        this.uuid = uuid;
        this.minor = minor;
    }

    String mapName() {
        return name;
    }

    String uuid() {
        return uuid;
    }

    @Override
    public String name() {
        return "dm-" + minor;
    }

    @Override
    public int major() {
        return MAJOR;
    }

    @Override
    public int minor() {
        return minor;
    }

    @Override
    public Path image() {
        Table table = live;
        if (table == null) {
            throw new IllegalStateException(name + " has no table");
        }
        return table.path().image();
    }

    @Nullable
    Table live() {
        return live;
    }

    Stream<SimulatedDevice> paths() {
        return Stream.of(live, loaded)
                .flatMap(Stream::ofNullable)
                .map(Table::path)
                .distinct();
    }

    /** The kernel adds the block device with the first table, and not before. */
    boolean hasTable() {
        return live != null || loaded != null;
    }

    boolean suspended() {
        return suspended;
    }

    boolean queueing() {
        return queueing;
    }

    boolean gaveUp() {
        return gaveUp;
    }

    void load(Table table) {
        loaded = table;
    }

    void clear() {
        loaded = null;
    }

    void suspend() {
        suspended = true;
    }

    void resume() {
        Table next = loaded;
        if (next != null) {
            live = next;
            loaded = null;
            gaveUp = false;
            queueing = true;
        }
        suspended = false;
    }

    void queueing(boolean wanted) {
        queueing = wanted;
    }

    void giveUp(boolean given) {
        gaveUp = given;
    }
}
