package io.srvlab.csi.rds.routeros;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/** Reads the array of objects that {@code :serialize to=json} prints; every value keeps the device's own characters. */
final class JsonRows {
    /** Other people's comments may hold anything; one of them must not make every disk unreadable. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
            .build();

    private final String text;
    private final JsonParser parser;

    private JsonRows(String text, JsonParser parser) {
        this.text = text;
        this.parser = parser;
    }

    static List<Row> parse(String section) {
        String text = section.strip();
        if (text.isEmpty()) {
            return List.of();
        }
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            return new JsonRows(text, parser).rows();
        } catch (JacksonException e) {
            throw new TransportFailure.Doubtful("the answer is no JSON: " + ReplyParser.excerpt(text), e);
        }
    }

    private List<Row> rows() {
        expect(parser.nextToken() == JsonToken.START_ARRAY);
        List<Row> rows = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            expect(parser.currentToken() == JsonToken.START_OBJECT);
            rows.add(row());
        }
        expect(parser.nextToken() == null);
        return rows;
    }

    private Row row() {
        Map<String, String> values = HashMap.newHashMap(32);
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            JsonToken token = parser.nextToken();
            if (token != JsonToken.VALUE_NULL) {
                values.put(name, value(token));
            }
        }
        expect(parser.currentToken() == JsonToken.END_OBJECT);
        return new Row(values);
    }

    private String value(JsonToken token) {
        if (!token.isStructStart()) {
            return parser.getString();
        }
        int start = (int) parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        return text.substring(start, (int) parser.currentLocation().getCharOffset());
    }

    private void expect(boolean asExpected) {
        if (!asExpected) {
            throw new TransportFailure.Doubtful("the answer is no array of objects: " + ReplyParser.excerpt(text));
        }
    }
}
