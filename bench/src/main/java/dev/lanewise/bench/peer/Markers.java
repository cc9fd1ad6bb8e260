package dev.lanewise.bench.peer;

import dev.lanewise.io.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The part of a document that a program writes: what stands between two comments. */
final class Markers {

    static final String BEGIN = "<!-- bench/compare: begin -->";
    static final String END = "<!-- bench/compare: end -->";

    private Markers() {}

    /**
     * Puts a text between the markers of a file; a file that does not exist gets markers and text.
     *
     * @throws IOException if the file exists and has no markers, or they are in the wrong order
     */
    static void write(Path file, String text) throws IOException {
        if (!Files.exists(file)) {
            replace(file, BEGIN + "\n" + text + END + "\n");
            return;
        }
        requireIn(file);
        String document = Files.readString(file);
        replace(file, document.substring(0, document.indexOf(BEGIN)) + BEGIN + "\n" + text + document.substring(document.indexOf(END)));
    }

    /** Writes a whole file: the old one or the new one is there at any time. */
    static void replace(Path file, String text) throws IOException {
        AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Fails as {@link #write} would, before a long run. */
    static void requireIn(Path file) throws IOException {
        if (Files.exists(file)) {
            String document = Files.readString(file);
            if (!document.contains(BEGIN) || document.indexOf(END) < document.indexOf(BEGIN)) {
                throw new IOException(file + ": expected the lines " + BEGIN + " and " + END
                        + ", between which the table goes; add them or name another file");
            }
        }
    }
}
