package io.srvlab.csi.rds.simulator.console;

import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A POSIX expression that is looked for in many texts. An anchored one mostly begins or ends with plain characters, and a look at
 * those rules out nearly every text at a fraction of the cost.
 */
final class TextPattern {
    /** A beginning of plain characters, perhaps behind a slash that may be missing, and nothing else. */
    private static final Pattern BEGINNING = Pattern.compile("\\^(/\\?)?([^\\\\\\[\\].()*+?{}|^$]+)");

    private final Matcher matcher;
    private final Beginning beginning;
    private final Literal head;
    private final Literal tail;

    private TextPattern(Matcher matcher, Beginning beginning, Literal head, Literal tail) {
        this.matcher = matcher;
        this.beginning = beginning;
        this.head = head;
        this.tail = tail;
    }

    static TextPattern of(String expression) {
        Matcher matcher = Operations.pattern(expression).matcher("");
        boolean simple = expression.indexOf('\\') < 0 && !hasChoice(expression);
        return new TextPattern(
                matcher,
                Beginning.of(expression),
                simple && expression.startsWith("^") ? Literal.head(expression) : Literal.NONE,
                simple && expression.endsWith("$") ? Literal.tail(expression) : Literal.NONE);
    }

    boolean isIn(String text) {
        return beginning.isAll()
                ? beginning.starts(text)
                : head.starts(text) && tail.ends(text) && matcher.reset(text).find();
    }

    /** The whole of an expression that needs no matcher; empty for any other. */
    private record Beginning(boolean maybeSlash, String text) {
        static Beginning of(String expression) {
            Matcher plain = BEGINNING.matcher(expression);
            return plain.matches() ? new Beginning(plain.group(1) != null, plain.group(2)) : new Beginning(false, "");
        }

        boolean isAll() {
            return !text.isEmpty();
        }

        boolean starts(String whole) {
            return whole.startsWith(text) || (maybeSlash && whole.startsWith("/") && whole.startsWith(text, 1));
        }
    }

    /** The ids of the items whose property may match, unless nothing is known of how it begins or ends. */
    Optional<Collection<String>> among(ItemIndex index, String property) {
        if (head.text().isEmpty() && tail.text().isEmpty()) {
            return Optional.empty();
        }
        Set<String> found = new HashSet<>();
        Collection<Set<String>> values =
                tail.text().isEmpty() ? index.starting(property, head.text()) : index.ending(property, tail.text());
        for (Set<String> ids : values) {
            found.addAll(ids);
            if (found.size() > Candidates.MANY) {
                return Optional.empty();
            }
        }
        return Optional.of(found);
    }

    /** Whether there is a {@code |} outside all parentheses. */
    private static boolean hasChoice(String expression) {
        int depth = 0;
        for (int i = 0; i < expression.length(); i++) {
            switch (expression.charAt(i)) {
                case '(' -> depth++;
                case ')' -> depth--;
                case '[' -> i = Math.max(i, expression.indexOf(']', i + 2));
                default -> {}
            }
            if (depth == 0 && expression.charAt(i) == '|') {
                return true;
            }
        }
        return false;
    }

    /** Characters that stand for themselves, some perhaps in either case. */
    private record Literal(String text, boolean anyCase) {
        private static final String SPECIAL = ".[]()*+?{}|^$";
        private static final Literal NONE = new Literal("", false);

        /** The characters after the {@code ^}. */
        static Literal head(String expression) {
            int group = expression.indexOf('(');
            String start = expression.substring(1, group < 0 ? expression.length() : group);
            Literal read = NONE;
            for (int i = 0; i < start.length() && step(start, i) > 0; i += step(start, i)) {
                read = read.plus(start, i);
            }
            boolean repeated = group >= 0 && isRepeat(expression, start.length() + 1);
            return repeated ? NONE : read;
        }

        /** The characters before the {@code $}. */
        static Literal tail(String expression) {
            String end = expression.substring(expression.lastIndexOf(')') + 1, expression.length() - 1);
            Literal read = NONE;
            for (int i = 0; i < end.length(); i += Math.max(1, step(end, i))) {
                read = step(end, i) > 0 ? read.plus(end, i) : NONE;
            }
            return read;
        }

        /** The length of one character that stands for itself, {@code a}, {@code [.]} or {@code [aA]}; 0 for anything else. */
        private static int step(String text, int at) {
            int length = 0;
            if (SPECIAL.indexOf(text.charAt(at)) < 0) {
                length = 1;
            } else if (text.charAt(at) == '[') {
                length = classOf(text, at);
            }
            return isRepeat(text, at + length) ? 0 : length;
        }

        private static int classOf(String text, int at) {
            int inside = text.indexOf(']', at + 2) - at - 1;
            boolean letter = inside == 2
                    && Character.toLowerCase(text.charAt(at + 2)) == Character.toLowerCase(text.charAt(at + 1));
            return inside == 1 || letter ? inside + 2 : 0;
        }

        private static boolean isRepeat(String text, int at) {
            return at < text.length() && "*+?{".indexOf(text.charAt(at)) >= 0;
        }

        private Literal plus(String from, int at) {
            boolean listed = from.charAt(at) == '[';
            return new Literal(text + from.charAt(listed ? at + 1 : at), anyCase || (listed && step(from, at) == 4));
        }

        boolean starts(String whole) {
            return whole.regionMatches(anyCase, 0, text, 0, text.length());
        }

        boolean ends(String whole) {
            return whole.regionMatches(anyCase, whole.length() - text.length(), text, 0, text.length());
        }
    }
}
