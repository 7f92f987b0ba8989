package io.srvlab.csi.rds.simulator.console;

import java.util.ArrayList;
import java.util.List;

/** Reads the conditions of print and find; conditions side by side must all hold. */
final class QueryParser {
    private final Lexer lexer;
    private final ExpressionParser expressions;

    QueryParser(Lexer lexer, ExpressionParser expressions) {
        this.lexer = lexer;
        this.expressions = expressions;
    }

    Query query() {
        List<Query> parts = new ArrayList<>();
        lexer.skipBlanks();
        if (ends()) {
            throw new ParseFailure("missing value for where");
        }
        while (!ends()) {
            parts.add(any());
            lexer.skipBlanks();
        }
        return parts.size() == 1 ? parts.getFirst() : new Query.All(List.copyOf(parts));
    }

    private boolean ends() {
        return lexer.atEnd() || ";])}".indexOf(lexer.peek()) >= 0;
    }

    private Query any() {
        List<Query> parts = new ArrayList<>();
        do {
            parts.add(all());
            lexer.skipBlanks();
        } while (lexer.accept("||") || lexer.acceptWord("or"));
        return parts.size() == 1 ? parts.getFirst() : new Query.Any(List.copyOf(parts));
    }

    private Query all() {
        List<Query> parts = new ArrayList<>();
        do {
            parts.add(negatable());
            lexer.skipBlanks();
        } while (lexer.accept("&&") || lexer.acceptWord("and"));
        return parts.size() == 1 ? parts.getFirst() : new Query.All(List.copyOf(parts));
    }

    private Query negatable() {
        lexer.skipBlanks();
        return lexer.accept("!") || lexer.acceptWord("not") ? new Query.Not(single()) : single();
    }

    private Query single() {
        lexer.skipBlanks();
        if (!lexer.accept("(")) {
            return condition();
        }
        lexer.opened();
        Query inside = query();
        lexer.close(")", "parenthesis");
        return inside;
    }

    private Query condition() {
        String name = lexer.name();
        if (name.isEmpty()) {
            throw lexer.syntaxError();
        }
        lexer.skipBlanks();
        for (Operator operator : Operator.ALL) {
            if (operator.compares() && lexer.accept(operator.symbol())) {
                lexer.skipBlanks();
                return new Query.Compare(name, operator, expressions.text());
            }
        }
        return new Query.Is(name);
    }
}
