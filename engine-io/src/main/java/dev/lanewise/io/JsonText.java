package dev.lanewise.io;

import tools.jackson.core.io.JsonStringEncoder;

/** Texts inside of JSON, for lines that are put together by hand. */
public final class JsonText {

    private JsonText() {}

    /** The text as a JSON string, in quotes, with whatever must be escaped. */
    public static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        JsonStringEncoder.getInstance().quoteAsString(text, json);
        return json.append('"').toString();
    }
}
