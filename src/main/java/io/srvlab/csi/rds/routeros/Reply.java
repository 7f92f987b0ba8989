package io.srvlab.csi.rds.routeros;

import java.util.List;
import java.util.Map;

/** What the device answered to a script, whole: both ends of its frame were seen (or a syntax error instead of it). */
public sealed interface Reply {
    /** The sections that were printed, by label; on a rejection those before it. */
    Map<String, List<Row>> sections();

    /** The rows of a section; empty when it was not printed. */
    default List<Row> rows(String label) {
        return sections().getOrDefault(label, List.of());
    }

    /** Every statement ran. */
    record Answer(Map<String, List<Row>> sections) implements Reply {
        public Answer {
            sections = Map.copyOf(sections);
        }
    }

    /** A statement failed and nothing after it ran; {@code text} is the device's own, or our marker. */
    record Rejected(Map<String, List<Row>> sections, RejectionReason reason, String text) implements Reply {
        public Rejected {
            sections = Map.copyOf(sections);
        }

        /** What {@link Statement#fail} raised, exactly; empty for the device's own rejections. */
        public String marker() {
            return RejectionReason.marker(text);
        }
    }
}
