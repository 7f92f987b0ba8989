package io.srvlab.csi.rds.simulator.rds;

import io.srvlab.csi.rds.simulator.console.ConsoleFailure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Copies of data: how long they take, whether they outlive their channel or a boot, and how they go wrong. */
final class Copies {
    private final FileShelf files;
    private final Box box;

    Copies(FileShelf files, Box box) {
        this.files = files;
        this.box = box;
    }

    /** {@code /disk/copy}: onto what exists and is large enough. What the source grows by meanwhile is not copied. */
    List<String> onto(StoredFile source, StoredFile target) {
        if (target.size() < source.size()) {
            throw box.failure(ErrorText.TARGET_TOO_SMALL);
        }
        if (target.foreign()) {
            box.invariants().broken("foreign file " + target.path() + " was overwritten");
        }
        Optional<CopyFlaw> flaw = box.faults().copyFlaw();
        long copied = flaw.isPresent() ? source.size() / 2 : source.size();
        boolean running = start(source.size(), () -> files.copyContent(source, target, copied));
        if (flaw.filter(CopyFlaw.FAILS::equals).isPresent()) {
            throw new ConsoleFailure("failure: execution error");
        }
        return List.of(progress(running && box.is(Unknown.CopyBlocks.BACKGROUND) ? 0 : source.size(), source.size()));
    }

    private static String progress(long copied, long total) {
        return copied + " / " + total + " (" + (total == 0 ? 100 : copied * 100 / total) + "%)";
    }

    /** {@code /file/copy}: to a new name. */
    void to(StoredFile source, String target) {
        boolean shared = box.is(Unknown.Reflink.YES);
        files.requireRoom(target, shared ? 0 : source.size());
        start(shared ? 0 : source.size(), () -> files.copy(source, target));
    }

    /** Does it at once, or leaves it to be done when its time has passed; answers whether it still runs. */
    private boolean start(long bytes, Runnable copy) {
        Duration time = box.timeFor(bytes);
        if (time.isZero()) {
            copy.run();
            return false;
        }
        int boot = box.boots();
        Runnable unlessRebooted = () -> {
            if (box.boots() == boot) {
                copy.run();
            }
        };
        box.effects().leave(new Work(time, box.switches().of(Unknown.CopyBlocks.class), unlessRebooted));
        return true;
    }
}
