package io.srvlab.csi.rds.simulator.console;

import io.srvlab.csi.rds.simulator.console.Builtin.Parameter;
import io.srvlab.csi.rds.simulator.console.Script.BuiltinCall;
import io.srvlab.csi.rds.simulator.console.Script.Nested;
import io.srvlab.csi.rds.simulator.console.Script.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a whole line, blocks and substitutions included, and checks it against the menus before anything runs. */
final class ScriptParser {
    private final Lexer lexer;
    private final MenuTree tree;
    private final ConsoleStyle.ErrorStyle errors;
    private final ExpressionParser expressions;
    private final MenuCallParser calls;

    /** The menu that a path without a slash starts from, the innermost block's first. */
    private final Deque<String> places = new ArrayDeque<>();

    private ScriptParser(String line, MenuTree tree, ConsoleStyle.ErrorStyle errors) {
        this.lexer = new Lexer(line);
        this.tree = tree;
        this.errors = errors;
        this.expressions = new ExpressionParser(lexer, this);
        this.calls = new MenuCallParser(lexer, expressions, errors);
    }

    static Script parse(String line, MenuTree tree, ConsoleStyle.ErrorStyle errors) {
        ScriptParser parser = new ScriptParser(line, tree, errors);
        Script script = parser.script();
        if (!parser.lexer.atEnd()) {
            throw parser.lexer.syntaxError();
        }
        return script;
    }

    /** Commands up to the end of the line or the bracket that closes them. */
    Script script() {
        places.push(places.isEmpty() ? "" : places.getFirst());
        List<Statement> statements = new ArrayList<>();
        while (anotherCommand()) {
            statement().ifPresent(statements::add);
            lexer.skipBlanks();
            if (!atEndOfCommand()) {
                throw ParseFailure.at(lexer.column(), "expected end of command");
            }
        }
        places.pop();
        return new Script(statements);
    }

    private boolean anotherCommand() {
        do {
            lexer.skipBlanks();
        } while (lexer.accept(";"));
        return !atEndOfCommand();
    }

    private boolean atEndOfCommand() {
        return lexer.atEnd() || ";]}".indexOf(lexer.peek()) >= 0;
    }

    private Optional<Statement> statement() {
        if (lexer.peek() == '{') {
            return Optional.of(new Nested(block()));
        }
        if (lexer.accept("[")) {
            return Optional.of(new Nested(expressions.substitution().script()));
        }
        if (lexer.accept(":")) {
            return Optional.of(command());
        }
        return walk(lexer.accept("/") ? "" : places.getFirst());
    }

    private Script block() {
        if (!lexer.accept("{")) {
            throw lexer.syntaxError();
        }
        lexer.opened();
        Script script = script();
        lexer.close("}", "brace");
        return script;
    }

    private Statement command() {
        int column = lexer.column();
        String word = lexer.name();
        return arguments(Builtin.named(word).orElseThrow(() -> unknownCommand("", word, column)));
    }

    /** Follows a path to a menu's command, or to a menu, which then is the place where the block goes on. */
    private Optional<Statement> walk(String from) {
        String path = from;
        while (!atEndOfCommand()) {
            int column = lexer.column();
            String word = lexer.name();
            String below = path + "/" + word;
            if (!tree.isPlace(below)) {
                return Optional.of(commandIn(path, word, column));
            }
            path = below;
            lexer.accept("/");
            lexer.skipBlanks();
        }
        places.pop();
        places.push(path);
        return Optional.empty();
    }

    private Statement commandIn(String path, String word, int column) {
        Optional<Menu> menu = tree.menu(path).filter(found -> MenuCallParser.has(found, word));
        if (menu.isPresent()) {
            return callIn(menu.get(), word);
        }
        return arguments(Builtin.named(word)
                .filter(builtin -> path.isEmpty())
                .orElseThrow(() -> unknownCommand(path, word, column)));
    }

    /** In the brackets of a command's arguments, paths start from that command's menu: {@code /disk/set [find slot=x]}. */
    private Statement callIn(Menu menu, String verb) {
        places.push(menu.path());
        Statement call = calls.call(menu, verb);
        places.pop();
        return call;
    }

    private static ParseFailure unknownCommand(String path, String word, int column) {
        if (word.isEmpty()) {
            return ParseFailure.at(column, "expected command name");
        }
        return path.isEmpty()
                ? ParseFailure.at(column, "bad command name " + word)
                : new ParseFailure("no such command or directory (" + word + ")");
    }

    private Statement arguments(Builtin builtin) {
        Map<String, Expression> arguments = new LinkedHashMap<>();
        int unnamed = 0;
        for (lexer.skipBlanks(); !atEndOfCommand(); lexer.skipBlanks()) {
            int mark = lexer.mark();
            String name = lexer.name();
            boolean named = !name.isEmpty() && lexer.accept("=");
            Parameter parameter = (named ? builtin.parameter(name) : builtin.positional(unnamed++))
                    .orElseThrow(() -> MenuCallParser.unknown(errors, name, mark + 1));
            lexer.reset(named ? lexer.mark() : mark);
            arguments.put(parameter.name(), argument(parameter));
        }
        return new BuiltinCall(builtin, arguments);
    }

    private Expression argument(Parameter parameter) {
        return switch (parameter.kind()) {
            case VALUE -> expressions.value();
            case NAME -> expressions.text();
            case CODE -> new Expression.Block(block());
        };
    }
}
