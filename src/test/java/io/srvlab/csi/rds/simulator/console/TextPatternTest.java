package io.srvlab.csi.rds.simulator.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The short cut finds exactly what the expression finds. */
class TextPatternTest {
    private static final List<String> PIECES = List.of(
            "a", "b", "-", "ab", "[.]", "[aA]", "[ab]", "a?", "b*", "[a]+", "(a|b)", "(a)", "(:|;|$)", "|", "^", "$",
            ".", "/?");
    private static final List<String> LETTERS = List.of("a", "b", "A", "-", ".", ":", "/");

    @Test
    void theShortCutNeverChangesTheResult() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            String expression =
                    (random.nextBoolean() ? "^" : "") + some(PIECES, random) + (random.nextBoolean() ? "$" : "");
            TextPattern pattern = TextPattern.of(expression);
            for (int j = 0; j < 5; j++) {
                String text = some(LETTERS, random);
                assertThat(pattern.isIn(text))
                        .as("'%s' in '%s', seed %d", expression, text, seed)
                        .isEqualTo(Pattern.compile(expression).matcher(text).find());
            }
        }
    }

    private static String some(List<String> pieces, Random random) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(6); length >= 0; length--) {
            text.append(pieces.get(random.nextInt(pieces.size())));
        }
        return text.toString();
    }
}
