package io.srvlab.csi.rds.host;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Children that were killed and are not dead: one per subject, and a bounded number in all. */
final class AbandonedChildren {
    /** As many volumes as a node may have hanging at once; each child costs the kernel a process. */
    private static final int MOST = 256;

    private final List<Abandoned> left = new ArrayList<>();

    private record Abandoned(String subject, HostCommand command, Child child) {}

    /** Refuses another child while one of the same subject is left; commands without a subject only meet the bound. */
    synchronized void admit(String subject) throws IOException {
        left.removeIf(earlier -> !earlier.child().alive());
        Optional<Abandoned> same = left.stream()
                .filter(earlier -> !subject.isEmpty() && earlier.subject().equals(subject))
                .findFirst();
        if (same.isPresent()) {
            throw new IOException("an earlier '" + same.get().command() + "' (pid "
                    + same.get().child().pid() + ") still hangs in the kernel; it ends when its target is back");
        }
        if (left.size() >= MOST) {
            throw new IOException(left.size() + " commands hang in the kernel and cannot be killed");
        }
    }

    synchronized void add(String subject, HostCommand command, Child child) {
        left.add(new Abandoned(subject, command, child));
    }

    synchronized int count() {
        left.removeIf(earlier -> !earlier.child().alive());
        return left.size();
    }
}
