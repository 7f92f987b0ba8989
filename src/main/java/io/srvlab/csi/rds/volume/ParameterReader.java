package io.srvlab.csi.rds.volume;

import java.util.Map;

/** Reads one StorageClass's parameters strictly: a blank counts as absent, a number must be one. */
record ParameterReader(Map<String, String> parameters) {
    String text(String key, String otherwise) {
        String value = parameters.getOrDefault(key, "").strip();
        return value.isEmpty() ? otherwise : value;
    }

    int number(String key, int otherwise) {
        String value = text(key, Integer.toString(otherwise));
        if (!value.matches("-?[0-9]{1,9}")) {
            throw new Failure.InvalidRequest(
                    key + " '" + value.replaceAll("[^\\x20-\\x7e]", "?") + "' is not a whole number",
                    "write digits only");
        }
        return Integer.parseInt(value);
    }
}
