package io.srvlab.csi.rds.simulator.console;

import io.srvlab.csi.rds.simulator.console.Expression.Constant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what stands behind a menu's command; an argument the command does not have stops the whole line here. */
final class MenuCallParser {
    private static final Set<String> PRINT = Set.of(
            "as-value",
            "brief",
            "count-only",
            "detail",
            "from",
            "proplist",
            "show-ids",
            "terse",
            "value-list",
            "without-paging");
    private static final Set<String> READING = Set.of("print", "find", "get");
    private static final Set<String> POSITIONAL_ONLY = Set.of("add", "set", "get", "remove");
    private static final Expression YES = new Constant(new Value.Str("yes"));

    private final Lexer lexer;
    private final ExpressionParser expressions;
    private final QueryParser queries;
    private final ConsoleStyle.ErrorStyle errors;

    MenuCallParser(Lexer lexer, ExpressionParser expressions, ConsoleStyle.ErrorStyle errors) {
        this.lexer = lexer;
        this.expressions = expressions;
        this.queries = new QueryParser(lexer, expressions);
        this.errors = errors;
    }

    static boolean has(Menu menu, String verb) {
        return READING.contains(verb) || menu.commands().containsKey(verb);
    }

    Script.MenuCall call(Menu menu, String verb) {
        List<Expression> positional = new ArrayList<>();
        Map<String, Expression> named = new LinkedHashMap<>();
        @Nullable Query query = null;
        lexer.skipBlanks();
        while (query == null && !ends()) {
            query = startsQuery(verb) ? queries.query() : null;
            if (query == null) {
                argument(menu, verb, positional, named);
            }
            lexer.skipBlanks();
        }
        return new Script.MenuCall(menu, verb, List.copyOf(positional), named, query);
    }

    private boolean ends() {
        return lexer.atEnd() || ";]}".indexOf(lexer.peek()) >= 0;
    }

    private boolean startsQuery(String verb) {
        return switch (verb) {
            case "print" -> lexer.acceptWord("where");
            case "find" -> isConditions();
            default -> false;
        };
    }

    /** Find needs no {@code where} in front of its conditions. */
    private boolean isConditions() {
        lexer.acceptWord("where");
        return true;
    }

    private static boolean takes(Menu menu, String verb, String argument) {
        return switch (verb) {
            case "print" -> PRINT.contains(argument) || takesItself(menu, verb, argument);
            case "get" -> argument.equals("numbers") || argument.equals("value-name");
            case "add" -> takesItself(menu, verb, argument);
            default -> argument.equals("numbers") || takesItself(menu, verb, argument);
        };
    }

    private static boolean takesItself(Menu menu, String verb, String argument) {
        return menu.commands().getOrDefault(verb, Set.of()).contains(argument);
    }

    private void argument(Menu menu, String verb, List<Expression> positional, Map<String, Expression> named) {
        int mark = lexer.mark();
        String name = lexer.name();
        if (lexer.accept("=")) {
            require(takes(menu, verb, name), name, mark);
            named.put(name, expressions.text());
        } else if (isSwitch(verb, positional) && takes(menu, verb, name)) {
            named.put(name, YES);
        } else {
            require(positional.size() < mostPositional(verb), name, mark);
            lexer.reset(mark);
            positional.add(expressions.text());
        }
    }

    /** A bare word is a switch where no item can stand any more: {@code monitor-traffic pool once}. */
    private boolean isSwitch(String verb, List<Expression> positional) {
        return !POSITIONAL_ONLY.contains(verb)
                && positional.size() == mostPositional(verb)
                && (lexer.peek() == ' ' || ends());
    }

    private static int mostPositional(String verb) {
        return switch (verb) {
            case "print", "add" -> 0;
            case "get" -> 2;
            default -> 1;
        };
    }

    private void require(boolean known, String name, int mark) {
        if (!known) {
            throw unknown(errors, name, mark + 1);
        }
    }

    /** What is said of an argument that no command takes; one without a name is always one too many. */
    static ParseFailure unknown(ConsoleStyle.ErrorStyle errors, String name, int column) {
        boolean named = errors == ConsoleStyle.ErrorStyle.BAD_PARAMETER && !name.isEmpty();
        return ParseFailure.at(column, named ? "bad parameter " + name : "expected end of command");
    }
}
