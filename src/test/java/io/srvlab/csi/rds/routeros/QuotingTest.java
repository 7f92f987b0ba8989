package io.srvlab.csi.rds.routeros;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A hostile value is refused, or is read back as exactly itself and leaves nothing of itself outside its quotes. */
class QuotingTest {
    private static final String PIECES = "\"\\$;[]{}()#?=~!^ \n\r\tab0.*:'`\u00e4\u0000";
    private static final Frame FRAME = new Frame("a1b2c3d4e5", ReplyForm.JSON);

    @Test
    void hostileValuesStayInsideTheirQuotes() {
        Random random = new Random(42);
        int quoted = 0;
        for (int i = 0; i < 100_000; i++) {
            String value = value(random);
            quoted += isCarried(value, i) ? 1 : 0;
        }
        assertThat(quoted).isBetween(10_000, 90_000);
    }

    private static boolean isCarried(String value, int turn) {
        boolean allowed = value.chars().allMatch(c -> c >= ' ' && c <= '~');
        try {
            String line = line(value, turn % 4);
            Literals read = new Literals(line);
            assertThat(allowed).as("%s", value).isTrue();
            assertThat(read.values()).as(line).contains(value);
            assertThat(read.outside()).as(line).isEqualTo(new Literals(line("x", turn % 4)).outside());
            return true;
        } catch (IllegalArgumentException refused) {
            assertThat(allowed).as("%s", value).isFalse();
            return false;
        }
    }

    private static String line(String value, int way) {
        Query query = Query.in("/disk", Match.equal("slot", value));
        Statement statement = switch (way) {
            case 0 -> Statement.run(Command.of("/disk/add").with("comment", value));
            case 1 -> Statement.show("disks", query);
            case 2 -> Statement.run(Command.of("/disk/remove").on(query.find()));
            default -> Statement.when(Expression.string(value).equalTo(query.count()), Statement.fail("no"));
        };
        return Script.reading("x", statement).text(FRAME);
    }

    /** Properties are lower-case, and a condition reads a variable that is called like one as the property. */
    @Test
    void noVariableIsCalledLikeAProperty() {
        Expression value = Expression.variable("name");
        Statement body = Statement.all(
                Statement.let("name", Expression.valueIn("type", "name")),
                Statement.assign("name", Expression.numberIn("type", "size")),
                Statement.attempt(
                        Statement.run(Command.of("/file/remove")
                                .on(Query.in("/file", Match.equal("name", value))
                                        .find())),
                        Statement.rethrow()));
        String line =
                Script.reading("x", Statement.forEach("type", value, body)).text(FRAME);

        assertThat(line)
                .doesNotContainPattern("\\$[^A-Z]")
                .doesNotContainPattern(":(local|set|foreach|onerror) [^A-Z]");
    }

    @Test
    void aLiteralExpressionMatchesOnlyItself() {
        Random random = new Random(43);
        for (int i = 0; i < 2_000; i++) {
            String value = value(random).replaceAll("[^ -~]|\\^|\\\\", "");
            assertThat(value.matches(Match.literally(value).replace("[[]", "\\[")))
                    .as(value)
                    .isTrue();
        }
    }

    private static String value(Random random) {
        int length = random.nextInt(1, 6);
        return random.ints(length, 0, random.nextBoolean() ? PIECES.length() : PIECES.length() - 6)
                .mapToObj(i -> PIECES.substring(i, i + 1))
                .collect(Collectors.joining());
    }
}
