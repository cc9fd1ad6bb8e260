package dev.lanewise.io.table;

import dev.lanewise.io.ReadableFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file of comma-separated values (RFC 4180, UTF-8), or with another separator. Empty lines are skipped.
 *
 * <p>If nobody says so, the separator is the one of {@code , ; tab |} that is most frequent in the first line, and the first line is a
 * header if some column has a text there and a number in the line after it.
 */
public final class CsvFile {

    private static final int LONGEST_LINE_TO_LOOK_AT = 1 << 16;
    private static final String SEPARATORS = ",;\t|";

    private final Path path;
    private final @Nullable String text;
    private final @Nullable Character separator;
    private final @Nullable Boolean header;

    private CsvFile(Path path, @Nullable String text, @Nullable Character separator, @Nullable Boolean header) {
        this.path = path;
        this.text = text;
        this.separator = separator;
        this.header = header;
    }

    /** The file at this path. Nothing is read yet. */
    public static CsvFile of(Path path) {
        return new CsvFile(path, null, null, null);
    }

    /** No file, but this text, which errors call by this name. */
    public static CsvFile ofText(String name, String text) {
        return new CsvFile(Path.of(name), text, null, null);
    }

    /** With this separator. */
    public CsvFile separator(char character) {
        return new CsvFile(path, text, character, header);
    }

    /** With the names of the columns in the first line, or without. */
    public CsvFile header(boolean isThere) {
        return new CsvFile(path, text, separator, isThere);
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /**
     * Begins to read. Whoever does closes the rows.
     *
     * @throws IOException that says why not, if the file cannot be read as a table
     */
    public CsvRows open() throws IOException {
        if (text == null) {
            ReadableFile.require(path);
        }
        return CsvRows.open(path, text, separator != null ? separator : mostFrequentSeparator(), header);
    }

    private char mostFrequentSeparator() throws IOException {
        String line = (text != null ? text : start()).lines().filter(candidate -> !candidate.isBlank()).findFirst().orElse("");
        char best = SEPARATORS.charAt(0);
        for (int i = 1; i < SEPARATORS.length(); i++) {
            char candidate = SEPARATORS.charAt(i);
            best = count(line, candidate) > count(line, best) ? candidate : best;
        }
        return best;
    }

    private String start() throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return new String(in.readNBytes(LONGEST_LINE_TO_LOOK_AT), StandardCharsets.UTF_8);
        }
    }

    private static long count(String line, char character) {
        return line.chars().filter(found -> found == character).count();
    }
}
