package io.srvlab.csi.rds.host;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Children that were killed and are not dead: one per subject, and a few that are about none. There is no other bound, or one volume
 * too many that hangs would keep the others' paths from being led back.
 */
final class AbandonedChildren {
    private static final int MOST_ABOUT_NOTHING = 16;

    private final List<Abandoned> left = new ArrayList<>();

    private record Abandoned(String subject, HostCommand command, Child child) {}

    /** Refuses another child of a subject of which one is left. */
    synchronized void admit(String subject) throws IOException {
        left.removeIf(earlier -> !earlier.child().alive());
        List<Abandoned> same = left.stream()
                .filter(earlier -> earlier.subject().equals(subject))
                .toList();
        if (same.size() >= (subject.isEmpty() ? MOST_ABOUT_NOTHING : 1)) {
            throw new IOException("an earlier '" + same.getFirst().command() + "' (pid "
                    + same.getFirst().child().pid() + ") still hangs in the kernel; it ends when its target is back");
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
