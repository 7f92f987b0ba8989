package io.srvlab.csi.rds.simulator.host;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** A command line without its program, taken apart: options with a value, options without, plain words. */
record Words(List<String> all, List<String> plain) {
    private static final Set<String> WITH_VALUE = Set.of("-o", "-t", "-s", "-m", "-E", "--uuid", "--table", "--target");

    static Words of(List<String> words) {
        List<String> all = words.subList(1, words.size());
        List<String> plain = new ArrayList<>();
        for (int at = 0; at < all.size(); at++) {
            if (WITH_VALUE.contains(all.get(at))) {
                at++;
            } else if (!all.get(at).startsWith("-")) {
                plain.add(all.get(at));
            }
        }
        return new Words(all, plain);
    }

    boolean has(String option) {
        return all.contains(option);
    }

    String last() {
        return plain.isEmpty() ? "" : plain.getLast();
    }

    /** The value behind an option, empty when it was not given. */
    String after(String option) {
        int at = all.indexOf(option);
        return at < 0 || at + 1 >= all.size() ? "" : all.get(at + 1);
    }

    /** The value of {@code --option=value}. */
    String assigned(String option) {
        return all.stream()
                .filter(word -> word.startsWith(option + "="))
                .map(word -> word.substring(option.length() + 1))
                .findFirst()
                .orElse("");
    }

    /** What follows -o, one by one. */
    List<String> options() {
        return Arrays.asList(after("-o").split(",", -1));
    }
}
