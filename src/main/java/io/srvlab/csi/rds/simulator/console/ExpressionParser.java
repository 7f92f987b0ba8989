package io.srvlab.csi.rds.simulator.console;

import io.srvlab.csi.rds.simulator.console.Expression.Access;
import io.srvlab.csi.rds.simulator.console.Expression.ArrayOf;
import io.srvlab.csi.rds.simulator.console.Expression.Binary;
import io.srvlab.csi.rds.simulator.console.Expression.Constant;
import io.srvlab.csi.rds.simulator.console.Expression.Element;
import io.srvlab.csi.rds.simulator.console.Expression.Negative;
import io.srvlab.csi.rds.simulator.console.Expression.Not;
import io.srvlab.csi.rds.simulator.console.Expression.Substitution;
import io.srvlab.csi.rds.simulator.console.Expression.Text;
import io.srvlab.csi.rds.simulator.console.Expression.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads values: strings, words, variables, substitutions, array literals, and expressions in parentheses. */
final class ExpressionParser {
    /** A chain of operators becomes a tree as deep as it is long. */
    private static final int LONGEST_CHAIN = 500;

    /** Where no operator can stand. */
    private static final String ENDS = ")]};\0";

    private final Lexer lexer;
    private final ScriptParser scripts;

    ExpressionParser(Lexer lexer, ScriptParser scripts) {
        this.lexer = lexer;
        this.scripts = scripts;
    }

    /** The value of a command's argument, where a bare word has the type it looks like. */
    Expression value() {
        return startsWord() ? new Constant(Value.ofWord(word())) : operand();
    }

    /** The value of a menu's argument, where a bare word stays text. */
    Expression text() {
        return startsWord() ? new Constant(new Value.Str(word())) : operand();
    }

    private boolean startsWord() {
        return "\"$[({".indexOf(lexer.peek()) < 0;
    }

    private String word() {
        return notEmpty(lexer.word());
    }

    private String notEmpty(String word) {
        if (word.isEmpty()) {
            throw lexer.syntaxError();
        }
        return word;
    }

    private Expression operand() {
        return switch (lexer.next()) {
            case '"' -> string();
            case '$' -> variable();
            case '[' -> substitution();
            case '(' -> parenthesis();
            case '{' -> array();
            default -> throw lexer.syntaxError();
        };
    }

    /** The rest of {@code [ … ]}. */
    Substitution substitution() {
        lexer.opened();
        Script script = scripts.script();
        lexer.close("]", "bracket");
        return new Substitution(script);
    }

    private Expression parenthesis() {
        lexer.opened();
        Expression inside = binary(0);
        lexer.close(")", "parenthesis");
        return inside;
    }

    private Expression array() {
        lexer.opened();
        List<Element> entries = new ArrayList<>();
        for (lexer.skipBlanks(); lexer.peek() != '}' && !lexer.atEnd(); lexer.skipBlanks()) {
            entries.add(element());
            lexer.skipBlanks();
            if (!lexer.accept(";") && !lexer.accept(",")) {
                break;
            }
        }
        lexer.close("}", "brace");
        return new ArrayOf(List.copyOf(entries));
    }

    private Element element() {
        Expression first = binary(Operator.JOIN.binding());
        lexer.skipBlanks();
        return lexer.accept("=") ? new Element(first, binary(Operator.JOIN.binding())) : new Element(null, first);
    }

    private Expression string() {
        List<Expression> parts = new ArrayList<>();
        StringBuilder plain = new StringBuilder(lexer.plain());
        while (!lexer.accept("\"")) {
            if (lexer.accept("$")) {
                parts.add(new Constant(new Value.Str(plain.toString())));
                plain.setLength(0);
                parts.add(expanded());
            } else {
                plain.append(lexer.accept("\\") ? lexer.escape() : lexer.next());
            }
            plain.append(lexer.plain());
        }
        Constant rest = new Constant(new Value.Str(plain.toString()));
        parts.add(rest);
        return parts.size() == 1 ? rest : new Text(List.copyOf(parts));
    }

    private Expression expanded() {
        if (lexer.accept("[")) {
            return substitution();
        }
        return lexer.accept("(") ? parenthesis() : variable();
    }

    private Expression variable() {
        return new Variable(notEmpty(lexer.variable()));
    }

    private Expression binary(int binding) {
        if (binding > Operator.TIGHTEST) {
            return prefixed();
        }
        Expression left = binary(binding + 1);
        for (int length = 0; length < LONGEST_CHAIN; length++) {
            Optional<Operator> operator = operator(binding);
            if (operator.isEmpty()) {
                return left;
            }
            left = new Binary(operator.get(), left, binary(binding + 1));
        }
        throw lexer.syntaxError();
    }

    private Optional<Operator> operator(int binding) {
        lexer.skipBlanks();
        return ENDS.indexOf(lexer.peek()) >= 0 ? Optional.empty() : operatorHere(binding);
    }

    private Optional<Operator> operatorHere(int binding) {
        if (binding == Operator.OR.binding() && lexer.acceptWord("or")) {
            return Optional.of(Operator.OR);
        }
        if (binding == Operator.AND.binding() && lexer.acceptWord("and")) {
            return Optional.of(Operator.AND);
        }
        for (Operator operator : Operator.ALL) {
            if (operator.binding() == binding && lexer.accept(operator.symbol())) {
                return Optional.of(operator);
            }
        }
        return Optional.empty();
    }

    private Expression prefixed() {
        lexer.skipBlanks();
        if (lexer.accept("!") || lexer.acceptWord("not")) {
            return new Not(access());
        }
        return lexer.accept("-") ? new Negative(access()) : access();
    }

    private Expression access() {
        Expression value = atom();
        lexer.skipBlanks();
        for (int length = 0; lexer.accept("->"); length++) {
            if (length == LONGEST_CHAIN) {
                throw lexer.syntaxError();
            }
            value = new Access(value, atom());
            lexer.skipBlanks();
        }
        return value;
    }

    /** In an expression a word that begins with a digit ends before a minus or a dot. */
    private Expression atom() {
        lexer.skipBlanks();
        if (!startsWord()) {
            return operand();
        }
        if (lexer.accept("*")) {
            return new Constant(new Value.ItemId("*" + notEmpty(lexer.variable())));
        }
        boolean number = Character.isDigit(lexer.peek());
        return new Constant(Value.ofWord(notEmpty(number ? lexer.variable() : lexer.name())));
    }
}
