package io.srvlab.csi.rds.routeros;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One command that changes something: {@code /disk/set $mine nvme-tcp-export="yes"}. Values are quoted here and only here. */
public record Command(String path, @Nullable Expression target, List<String> arguments) {
    public Command {
        Quoted.word(path);
        arguments = List.copyOf(arguments);
    }

    public static Command of(String path) {
        return new Command(path, null, List.of());
    }

    /** The items to work on; none at all is silent success on a device, so read back. */
    public Command on(Expression items) {
        return new Command(path, items, arguments);
    }

    public Command with(String name, String value) {
        List<String> more = new ArrayList<>(arguments);
        more.add(Quoted.word(name) + "=" + Quoted.text(value));
        return new Command(path, target, more);
    }

    /** An argument that the device computes. */
    public Command with(String name, Expression value) {
        List<String> more = new ArrayList<>(arguments);
        more.add(Quoted.word(name) + "=" + value.text());
        return new Command(path, target, more);
    }

    /** The command's value, such as the id that {@code add} answers with. */
    public Expression result() {
        return new Expression("[" + text() + "]");
    }

    String text() {
        StringBuilder text = new StringBuilder(path);
        if (target != null) {
            text.append(' ').append(target.text());
        }
        arguments.forEach(argument -> text.append(' ').append(argument));
        return text.toString();
    }
}
