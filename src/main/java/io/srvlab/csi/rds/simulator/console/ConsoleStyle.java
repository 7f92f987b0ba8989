package io.srvlab.csi.rds.simulator.console;

import java.util.Random;

/**
 * How this console prints where devices are known to differ, or where nobody knows. {@code width} is that of the terminal, 0
 * for none; {@code wrapPut} cuts what put prints at that width as a serial console does; {@code jsonNumbers} is false where
 * as-value gives numbers and booleans as strings; {@code random} decides what is left to chance.
 */
public record ConsoleStyle(
        int width,
        WrapStyle wrapStyle,
        Indent indent,
        boolean wrapPut,
        boolean jsonNumbers,
        EmptyResult emptyResult,
        ErrorStyle errorStyle,
        Legend legend,
        CommentStyle commentStyle,
        Random random) {

    /** Where a line of print detail is broken. */
    public enum WrapStyle {
        /** Between properties; inside one only where it is longer than a whole line. */
        BLANK_GREEDY,
        /** Inside a value before its last hyphen that fits, else between properties. */
        MID_TOKEN_HYPHEN,
        /** Inside a value wherever the line ends. */
        MID_TOKEN_ANYWHERE,
        /** Any of these, at each line anew. */
        RANDOM
    }

    /** How far a continuation line of print detail is indented. */
    public enum Indent {
        /** As far as the index and the flags reach. */
        PREFIX,
        /** 5 to 15 blanks, chosen for each print. */
        RANDOM
    }

    /** What {@code :put [:serialize …]} prints when nothing matched. */
    public enum EmptyResult {
        BRACKETS,
        EMPTY_LINE,
        NOTHING
    }

    /** How an unknown argument is complained of. */
    public enum ErrorStyle {
        EXPECTED_END,
        BAD_PARAMETER
    }

    /** Which flags the legend lists. */
    public enum Legend {
        /** Those that occur, so none above an empty selection. */
        PRESENT,
        /** Those that occur, and all above an empty selection. */
        PRESENT_OR_ALL,
        ALL,
        /** All on one line in small letters, {@code X - disabled, B - block-device}, as older releases have it. */
        OLD
    }

    /** Where print shows a comment. */
    public enum CommentStyle {
        AS_PROPERTY,
        /** As a line {@code ;;; text} before the entry. */
        AS_LINE
    }

    /** The most likely device: 80 columns wide, JSON with types. */
    public static ConsoleStyle deviceLike() {
        return new ConsoleStyle(
                80,
                WrapStyle.BLANK_GREEDY,
                Indent.PREFIX,
                false,
                true,
                EmptyResult.BRACKETS,
                ErrorStyle.EXPECTED_END,
                Legend.PRESENT,
                CommentStyle.AS_PROPERTY,
                new Random(0));
    }

    public ConsoleStyle withWidth(int value) {
        return new ConsoleStyle(
                value, wrapStyle, indent, wrapPut, jsonNumbers, emptyResult, errorStyle, legend, commentStyle, random);
    }

    public ConsoleStyle withWrapStyle(WrapStyle value) {
        return new ConsoleStyle(
                width, value, indent, wrapPut, jsonNumbers, emptyResult, errorStyle, legend, commentStyle, random);
    }

    public ConsoleStyle withIndent(Indent value) {
        return new ConsoleStyle(
                width, wrapStyle, value, wrapPut, jsonNumbers, emptyResult, errorStyle, legend, commentStyle, random);
    }

    public ConsoleStyle withWrapPut(boolean value) {
        return new ConsoleStyle(
                width, wrapStyle, indent, value, jsonNumbers, emptyResult, errorStyle, legend, commentStyle, random);
    }

    public ConsoleStyle withJsonNumbers(boolean value) {
        return new ConsoleStyle(
                width, wrapStyle, indent, wrapPut, value, emptyResult, errorStyle, legend, commentStyle, random);
    }

    public ConsoleStyle withEmptyResult(EmptyResult value) {
        return new ConsoleStyle(
                width, wrapStyle, indent, wrapPut, jsonNumbers, value, errorStyle, legend, commentStyle, random);
    }

    public ConsoleStyle withErrorStyle(ErrorStyle value) {
        return new ConsoleStyle(
                width, wrapStyle, indent, wrapPut, jsonNumbers, emptyResult, value, legend, commentStyle, random);
    }

    public ConsoleStyle withLegend(Legend value) {
        return new ConsoleStyle(
                width, wrapStyle, indent, wrapPut, jsonNumbers, emptyResult, errorStyle, value, commentStyle, random);
    }

    public ConsoleStyle withCommentStyle(CommentStyle value) {
        return new ConsoleStyle(
                width, wrapStyle, indent, wrapPut, jsonNumbers, emptyResult, errorStyle, legend, value, random);
    }

    public ConsoleStyle withRandom(Random value) {
        return new ConsoleStyle(
                width, wrapStyle, indent, wrapPut, jsonNumbers, emptyResult, errorStyle, legend, commentStyle, value);
    }
}
