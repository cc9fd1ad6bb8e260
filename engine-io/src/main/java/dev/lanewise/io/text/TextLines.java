package dev.lanewise.io.text;

import dev.lanewise.io.FileFormatException;
import dev.lanewise.io.ReadableFile;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a file in UTF-8. A line ends with a line feed and nothing else: texts may hold other characters that some programs take
 * for the end of a line. A carriage return before the line feed belongs to it.
 */
public final class TextLines implements Closeable {

    /** Bytes in a line; more is no line of a text. */
    static final int LONGEST_LINE = 1 << 20;

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Path path;
    private final InputStream in;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long line;

    private TextLines(Path path, InputStream in) {
        this.path = path;
        this.in = in;
    }

    /**
     * Begins to read a file. Whoever does closes it.
     *
     * @throws IOException that says why not, if it cannot be read
     */
    public static TextLines open(Path path) throws IOException {
        return new TextLines(path, new BufferedInputStream(Files.newInputStream(ReadableFile.require(path)), 1 << 16));
    }

    /** Begins to read a stream, which errors call by this name. */
    public static TextLines of(Path name, InputStream in) {
        return new TextLines(name, new BufferedInputStream(in));
    }

    /** All lines of a file, with line feeds between them. */
    static String whole(Path path) throws IOException {
        try (TextLines lines = open(path)) {
            StringBuilder text = new StringBuilder();
            for (String line = lines.next(); line != null; line = lines.next()) {
                text.append(text.isEmpty() ? "" : "\n").append(line);
            }
            return text.toString();
        }
    }

    /**
     * The next line without its end, or {@code null} after the last.
     *
     * @throws IOException that says file and line, if it is not UTF-8, or longer than 1 MiB
     */
    public @Nullable String next() throws IOException {
        int found = in.read();
        if (found < 0) {
            return null;
        }
        line++;
        bytes.reset();
        for (; found >= 0 && found != '\n'; found = in.read()) {
            if (bytes.size() == LONGEST_LINE) {
                throw problem("is longer than " + LONGEST_LINE + " bytes; is this a text file?");
            }
            bytes.write(found);
        }
        String text = decoded();
        text = line == 1 && text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private String decoded() throws IOException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
        } catch (CharacterCodingException e) {
            FileFormatException problem = problem("is not UTF-8; convert the file, as with iconv -f latin1 -t utf8");
            problem.initCause(e);
            throw problem;
        }
    }

    /** The number of the line that was read last, counted from 1. */
    public long line() {
        return line;
    }

    FileFormatException problem(String what) {
        return new FileFormatException(path, "line " + line + ": " + what);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
