package io.srvlab.csi.rds.routeros;

import java.util.List;

/** Items of one menu that match a condition; {@code properties} empty means all. */
public record Query(String menu, Match where, List<String> properties) {
    public Query {
        Quoted.word(menu);
        properties = List.copyOf(properties);
        properties.forEach(Quoted::word);
    }

    public static Query in(String menu, Match where) {
        return new Query(menu, where, List.of());
    }

    public Query only(String... names) {
        return new Query(menu, where, List.of(names));
    }

    /** How many there are. */
    public Expression count() {
        return new Expression("[" + menu + "/print count-only where " + where.text() + "]");
    }

    /** Their ids. */
    public Expression find() {
        return new Expression("[" + menu + "/find where " + where.text() + "]");
    }

    /** The items as a list of values, for a loop. */
    public Expression values() {
        return new Expression("[" + menu + "/print as-value" + proplist() + " where " + where.text() + "]");
    }

    String json() {
        return "[" + menu + "/print detail as-value" + proplist() + " where " + where.text() + "]";
    }

    String detail() {
        return menu + "/print detail" + proplist() + " where " + where.text();
    }

    private String proplist() {
        return properties.isEmpty() ? "" : " proplist=" + String.join(",", properties);
    }
}
