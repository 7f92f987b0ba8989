package io.srvlab.csi.rds.simulator.rds;

import io.srvlab.csi.rds.simulator.console.ConsoleStyle;
import java.util.Random;

/** The console's style as the switches say. */
final class Styles {
    private Styles() {}

    static ConsoleStyle of(Switches switches, int width, Random random) {
        return ConsoleStyle.deviceLike()
                .withWidth(width)
                .withWrapStyle(wrapStyle(switches))
                .withWrapPut(switches.is(Unknown.WrapPut.ON))
                .withJsonNumbers(switches.is(Unknown.JsonTypes.NUMBER_BOOLEAN))
                .withEmptyResult(emptyResult(switches))
                .withErrorStyle(
                        switches.is(Unknown.UnknownArgument.EXPECTED_END)
                                ? ConsoleStyle.ErrorStyle.EXPECTED_END
                                : ConsoleStyle.ErrorStyle.BAD_PARAMETER)
                .withCommentStyle(
                        switches.is(Unknown.CommentStyle.PROPERTY)
                                ? ConsoleStyle.CommentStyle.AS_PROPERTY
                                : ConsoleStyle.CommentStyle.AS_LINE)
                .withLegend(legend(switches))
                .withIndent(
                        switches.is(Unknown.WrapStyle.RANDOM) ? ConsoleStyle.Indent.RANDOM : ConsoleStyle.Indent.PREFIX)
                .withRandom(random);
    }

    private static ConsoleStyle.WrapStyle wrapStyle(Switches switches) {
        return switch (switches.of(Unknown.WrapStyle.class)) {
            case BLANK_GREEDY -> ConsoleStyle.WrapStyle.BLANK_GREEDY;
            case MID_TOKEN_HYPHEN -> ConsoleStyle.WrapStyle.MID_TOKEN_HYPHEN;
            case MID_TOKEN_ANYWHERE -> ConsoleStyle.WrapStyle.MID_TOKEN_ANYWHERE;
            case RANDOM -> ConsoleStyle.WrapStyle.RANDOM;
        };
    }

    private static ConsoleStyle.Legend legend(Switches switches) {
        return switch (switches.of(Unknown.Legend.class)) {
            case PRESENT -> ConsoleStyle.Legend.PRESENT;
            case ALL -> ConsoleStyle.Legend.ALL;
            case OLD -> ConsoleStyle.Legend.OLD;
        };
    }

    private static ConsoleStyle.EmptyResult emptyResult(Switches switches) {
        return switch (switches.of(Unknown.EmptyResult.class)) {
            case ARRAY -> ConsoleStyle.EmptyResult.BRACKETS;
            case EMPTY_LINE -> ConsoleStyle.EmptyResult.EMPTY_LINE;
            case NOTHING -> ConsoleStyle.EmptyResult.NOTHING;
        };
    }
}
