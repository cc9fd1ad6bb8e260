package dev.lanewise.io.checkpoint;

import dev.lanewise.io.FileFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;

/**
 * Reads JSON that must look as expected. Every error is one sentence with the file and the line.
 *
 * <p>Each reading method takes the value that comes next; {@link #members} and {@link #elements} hand the values of an object or
 * an array to the caller, who must read each of them.
 */
final class JsonInput {

    /** Reads one value. */
    @FunctionalInterface
    interface Value {
        void read() throws IOException;
    }

    /** Reads the value of a member. */
    @FunctionalInterface
    interface Member {
        void read(String name) throws IOException;
    }

    private static final Set<String> NOT_FINITE = Set.of("NaN", "Infinity", "-Infinity");

    private final Path file;
    private final JsonParser parser;
    private final List<Set<String>> namesOfOpenObjects = new ArrayList<>();
    private boolean pushedBack;

    JsonInput(Path file, InputStream bytes) throws IOException {
        this.file = file;
        this.parser = CheckpointFormat.JSON.createParser(ObjectReadContext.empty(), bytes);
    }

    /** Reads an object whose member names must be unique. */
    void members(Member member) throws IOException {
        beginObject();
        for (String name = nextName(); name != null; name = nextName()) {
            member.read(name);
        }
    }

    void beginObject() throws IOException {
        expect(JsonToken.START_OBJECT, "an object");
        namesOfOpenObjects.add(new HashSet<>());
    }

    /** The name of the next member, or {@code null} at the end of the object. */
    @Nullable String nextName() throws IOException {
        JsonToken token = next();
        if (token == JsonToken.END_OBJECT) {
            namesOfOpenObjects.removeLast();
            return null;
        }
        String name = parser.currentName();
        if (!namesOfOpenObjects.getLast().add(name)) {
            throw problem("\"" + name + "\" occurs twice");
        }
        return name;
    }

    /** Reads an array. */
    void elements(Value element) throws IOException {
        expect(JsonToken.START_ARRAY, "an array");
        while (next() != JsonToken.END_ARRAY) {
            pushedBack = true;
            element.read();
        }
    }

    String string() throws IOException {
        expect(JsonToken.VALUE_STRING, "a text");
        return text();
    }

    int integer() throws IOException {
        long value = longInteger();
        if (value != (int) value) {
            throw problem("expected an integer with 32 bits, found " + value);
        }
        return (int) value;
    }

    long longInteger() throws IOException {
        expect(JsonToken.VALUE_NUMBER_INT, "an integer");
        try {
            return Long.parseLong(text());
        } catch (NumberFormatException e) {
            throw problem("expected an integer with 64 bits, found " + text());
        }
    }

    /** A number, or the text NaN, Infinity or -Infinity. */
    double number() throws IOException {
        JsonToken token = next();
        if (token == JsonToken.VALUE_STRING && NOT_FINITE.contains(text())) {
            return Double.parseDouble(text());
        }
        requireNumber(token);
        return Double.parseDouble(text());
    }

    float singleNumber() throws IOException {
        requireNumber(next());
        float value = Float.parseFloat(text()); // not through a double, which would round twice
        if (Float.isInfinite(value)) {
            throw problem("the number " + text() + " does not fit 32 bits");
        }
        return value;
    }

    private void requireNumber(JsonToken token) throws IOException {
        if (token != JsonToken.VALUE_NUMBER_FLOAT && token != JsonToken.VALUE_NUMBER_INT) {
            throw unexpected("a number", token);
        }
    }

    /** An object with {@link #anything} in it. */
    Map<String, @Nullable Object> map() throws IOException {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        members(name -> map.put(name, anything()));
        return map;
    }

    /** Any value as maps, lists, texts, numbers ({@code Long} or {@code Double}), booleans and {@code null}. */
    @Nullable Object anything() throws IOException {
        JsonToken token = next();
        pushedBack = token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY || token == JsonToken.VALUE_NUMBER_INT;
        return switch (token) {
            case START_OBJECT -> map();
            case START_ARRAY -> list();
            case VALUE_STRING -> text();
            case VALUE_NUMBER_INT -> longInteger();
            case VALUE_NUMBER_FLOAT -> Double.valueOf(text());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw unexpected("a value", token);
        };
    }

    private List<@Nullable Object> list() throws IOException {
        List<@Nullable Object> list = new ArrayList<>();
        elements(() -> list.add(anything()));
        return list;
    }

    FileFormatException problem(String what) {
        return new FileFormatException(file, "line " + parser.currentTokenLocation().getLineNr() + ": " + what);
    }

    private String text() throws IOException {
        try {
            return parser.getString();
        } catch (JacksonException e) {
            throw translated(e);
        }
    }

    private void expect(JsonToken expected, String description) throws IOException {
        JsonToken token = next();
        if (token != expected) {
            throw unexpected(description, token);
        }
    }

    private FileFormatException unexpected(String expected, JsonToken found) throws IOException {
        return problem("expected " + expected + ", found " + switch (found) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case END_OBJECT, END_ARRAY -> "its end";
            case VALUE_STRING -> "the text \"" + (text().length() > 40 ? text().substring(0, 40) + "…" : text()) + "\"";
            default -> text();
        });
    }

    private JsonToken next() throws IOException {
        if (pushedBack) {
            pushedBack = false;
            return parser.currentToken();
        }
        try {
            JsonToken token = parser.nextToken();
            if (token == null) {
                throw new FileFormatException(file, "the file is cut off; expected more JSON at its end");
            }
            return token;
        } catch (JacksonException e) {
            throw translated(e);
        }
    }

    private IOException translated(JacksonException e) {
        if (e.getCause() instanceof IOException cause) {
            return new IOException(file + ": could not be read (" + cause.getMessage() + ")", cause);
        }
        int line = parser.currentLocation().getLineNr();
        return switch (e) {
            case UnexpectedEndOfInputException end -> new FileFormatException(file,
                    "line " + line + ": the file is cut off; copy it again or use an older checkpoint", end);
            case StreamConstraintsException limit -> new FileFormatException(file,
                    "line " + line + ": " + firstSentence(limit) + "; no checkpoint looks like that", limit);
            default -> new FileFormatException(file, "line " + line + ": this is not JSON: " + firstSentence(e), e);
        };
    }

    private static String firstSentence(JacksonException e) {
        String message = e.getOriginalMessage();
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}
