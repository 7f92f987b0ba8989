package io.srvlab.csi.rds.conformance;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page in Prometheus' text format 0.0.4, read as strictly as the format allows: what is wrong with it is an exception. */
record PrometheusPage(Map<String, String> types, List<Sample> samples) {
    private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
    private static final Pattern HELP = Pattern.compile("# HELP (" + NAME + ") (.*)");
    private static final Pattern TYPE =
            Pattern.compile("# TYPE (" + NAME + ") (counter|gauge|histogram|summary|untyped)");
    private static final String LABEL = "[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\\n]|\\\\[\\\\\"n])*\"";
    private static final Pattern SAMPLE = Pattern.compile("(" + NAME + ")(?:\\{((?:" + LABEL + "(?:,(?!}))?)*)})? "
            + "([+-]?(?:Inf|[0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)|NaN)");

    /** One line with a number. */
    record Sample(String name, String labels, String value) {}

    static PrometheusPage parse(String text) {
        if (!text.endsWith("\n")) {
            throw new IllegalArgumentException("the last line has no end");
        }
        Reader reader = new Reader();
        text.lines().forEach(reader::line);
        return new PrometheusPage(reader.types, reader.samples);
    }

    /** The names of samples, without those of Java and its libraries. */
    Set<String> namesBeginningWith(String prefix) {
        Set<String> names = new HashSet<>();
        samples.stream()
                .map(Sample::name)
                .filter(name -> name.startsWith(prefix))
                .forEach(names::add);
        return names;
    }

    /** What has been read so far. */
    private static final class Reader {
        private final Set<String> explained = new HashSet<>();
        private final Map<String, String> types = new LinkedHashMap<>();
        private final List<Sample> samples = new ArrayList<>();
        private final Set<String> series = new HashSet<>();

        void line(String line) {
            Matcher help = HELP.matcher(line);
            Matcher type = TYPE.matcher(line);
            Matcher sample = SAMPLE.matcher(line);
            if (help.matches()) {
                check(explained.add(help.group(1)), "explained twice", line);
            } else if (type.matches()) {
                check(types.put(type.group(1), type.group(2)) == null, "typed twice", line);
                check(explained.contains(type.group(1)), "typed before it is explained", line);
            } else {
                check(sample.matches(), "neither HELP, TYPE nor a sample", line);
                sample(
                        new Sample(sample.group(1), sample.group(2) == null ? "" : sample.group(2), sample.group(3)),
                        line);
            }
        }

        /** A family's samples follow its own TYPE, which is the last one read. */
        private void sample(Sample sample, String line) {
            String family = types.isEmpty() ? "" : List.copyOf(types.keySet()).getLast();
            boolean compound = Set.of("histogram", "summary").contains(types.getOrDefault(family, ""));
            String suffix = compound ? "(_bucket|_sum|_count)?" : "";
            check(sample.name().matches(Pattern.quote(family) + suffix), "not of the family " + family, line);
            check(series.add(sample.name() + "{" + sample.labels()), "a series twice", line);
            samples.add(sample);
        }

        private static void check(boolean met, String otherwise, String line) {
            if (!met) {
                throw new IllegalArgumentException(otherwise + ": " + line);
            }
        }
    }
}
