package io.srvlab.csi.rds.simulator.console;

import io.srvlab.csi.rds.simulator.console.Value.Absent;
import io.srvlab.csi.rds.simulator.console.Value.Many;
import io.srvlab.csi.rds.simulator.console.Value.Num;
import io.srvlab.csi.rds.simulator.console.Value.Str;

/** {@code :pick}: one element, or those from the first up to but without the last; characters of a text, elements of an array. */
final class Picking {
    private Picking() {}

    static Value of(Value from, Value begin, Value end) {
        int length =
                from instanceof Many(var values) ? values.size() : from.text().length();
        long first = number(begin, "begin");
        boolean single = end instanceof Absent;
        long last = Math.min(length, single ? first + 1 : number(end, "end"));
        if (first < 0 || first >= last) {
            return Absent.NIL;
        }
        return part(from, (int) first, (int) last, single);
    }

    private static Value part(Value from, int first, int last, boolean single) {
        if (from instanceof Many(var values)) {
            return single ? values.get(first) : new Many(values.subList(first, last));
        }
        return new Str(from.text().substring(first, last));
    }

    private static long number(Value value, String argument) {
        if (value instanceof Num(long number)) {
            return number;
        }
        throw new ConsoleFailure("invalid value for argument " + argument);
    }
}
