package dev.lanewise.bench.report;

import dev.lanewise.io.FileFormatException;
import dev.lanewise.io.ReadableFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/** A whole JSON file as maps, lists and texts; numbers, booleans and null are texts too. */
final class Json {

    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /**
     * Reads a file.
     *
     * @throws IOException that says in one sentence what is wrong, if it cannot be read or is no JSON
     */
    static Object read(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(ReadableFile.require(file));
                JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), bytes)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new FileFormatException(file, "the file is empty; did the run end early?");
            }
            Object value = value(parser, first);
            if (parser.nextToken() != null) {
                throw new FileFormatException(file, "line " + parser.currentTokenLocation().getLineNr()
                        + ": expected the end of the file, found more; are these two files in one?");
            }
            return value;
        } catch (JacksonException e) {
            String message = e.getOriginalMessage();
            TokenStreamLocation place = e.getLocation(); // unknown if it is too deep or too long for the parser
            throw new FileFormatException(file, (place == null ? "" : "line " + place.getLineNr() + ": ") + "this is not JSON, or not all of it: "
                    + message.lines().findFirst().orElse(message), e);
        }
    }

    private static Object value(JsonParser parser, JsonToken token) {
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            default -> parser.getString();
        };
    }

    private static Map<String, Object> object(JsonParser parser) {
        Map<String, Object> object = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            object.put(name, value(parser, parser.nextToken()));
        }
        return object;
    }

    private static List<Object> array(JsonParser parser) {
        List<Object> array = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            array.add(value(parser, token));
        }
        return array;
    }
}
