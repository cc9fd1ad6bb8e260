package dev.lanewise.io.text;

import dev.lanewise.io.FileFormatException;
import dev.lanewise.io.Folder;
import dev.lanewise.io.table.CsvFile;
import dev.lanewise.io.table.CsvRows;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads texts with their classes, in UTF-8:
 *
 * <ul>
 *   <li>lines of a label and a text with a tab between them, in either order, in which quotes are letters like others ({@link #readLines});
 *   <li>CSV files with a column of labels and one of texts ({@link #readCsv});
 *   <li>folders with a folder of text files for each class ({@link #readFolders}).
 * </ul>
 */
public final class TextFiles {

    private static final int MOST_CLASSES = 1000;

    private TextFiles() {}

    /** Collects texts. */
    private static final class Collected {

        private final List<LabeledTexts.Place> places = new ArrayList<>();
        private final List<String> texts = new ArrayList<>();
        private final List<String> labels = new ArrayList<>();
        private final Set<String> classes = new HashSet<>();

        void add(Path file, long line, String label, String text) throws FileFormatException {
            LabeledTexts.Place place = new LabeledTexts.Place(file, line);
            if (label.isBlank() || text.isBlank()) {
                throw place.problem("expected a label and a text, found no " + (label.isBlank() ? "label" : "text") + "; correct it or leave it out");
            }
            if (classes.add(label.strip()) && classes.size() > MOST_CLASSES) {
                throw place.problem("expected at most " + MOST_CLASSES + " classes, found one more, \"" + Described.shown(label)
                        + "\"; do the labels stand elsewhere?");
            }
            places.add(place);
            texts.add(text.strip());
            labels.add(label.strip());
        }

        LabeledTexts done(Path source) throws FileFormatException {
            if (texts.isEmpty()) {
                throw new FileFormatException(source, "holds no texts; expected at least one, with its label");
            }
            return LabeledTexts.of(places, texts, labels);
        }
    }

    /**
     * Reads what is there: a CSV file by its name's ending, any other file line by line; of a folder the folders of its classes, or if there
     * are none, its files named {@code *.csv}, {@code *.tsv} or {@code *_labelled.txt} together.
     *
     * @throws IOException that says file, line, what was expected and what was found
     */
    public static LabeledTexts read(Path source) throws IOException {
        if (!Files.isDirectory(source)) {
            return isNamed(source, ".csv") ? readCsv(CsvFile.of(source), null) : readLines(source);
        }
        List<Path> entries = Folder.entries(source);
        if (entries.stream().anyMatch(Files::isDirectory)) {
            return readFolders(source);
        }
        List<Path> files = entries.stream().filter(entry -> isNamed(entry, ".csv", ".tsv", "_labelled.txt")).toList();
        if (files.isEmpty()) {
            throw new FileSystemException(source + ": expected a folder of text files for each class, or files named *.csv, *.tsv or"
                    + " *_labelled.txt, found none");
        }
        LabeledTexts all = read(files.getFirst());
        for (Path file : files.subList(1, files.size())) {
            all = all.and(read(file));
        }
        return all;
    }

    private static boolean isNamed(Path file, String... endings) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return List.of(endings).stream().anyMatch(name::endsWith);
    }

    /**
     * Reads lines with a tab between label and text, as {@link #readLines(Path, boolean)}. The label stands on the side where fewer
     * different texts stand; where that is undecided, on the side with the shorter ones.
     *
     * @throws IOException that says file, line, what was expected and what was found
     */
    public static LabeledTexts readLines(Path file) throws IOException {
        Set<String> before = new HashSet<>();
        Set<String> after = new HashSet<>();
        long lengths = 0;
        try (TextLines lines = TextLines.open(file)) {
            for (String line = lines.next(); line != null; line = lines.next()) {
                if (!line.isBlank()) {
                    String first = line.substring(0, tab(lines, line, true));
                    String last = line.substring(tab(lines, line, false) + 1);
                    before.add(first);
                    after.add(last);
                    lengths += first.length() - last.length();
                }
            }
        }
        return readLines(file, before.size() == after.size() ? lengths <= 0 : before.size() < after.size());
    }

    /**
     * Reads lines with a tab between label and text. Other tabs belong to the text; nothing is quoted; empty lines are skipped.
     *
     * @param labelFirst whether the label stands before the first tab; otherwise it stands after the last
     * @throws IOException that says file, line, what was expected and what was found
     */
    public static LabeledTexts readLines(Path file, boolean labelFirst) throws IOException {
        Collected collected = new Collected();
        try (TextLines lines = TextLines.open(file)) {
            for (String line = lines.next(); line != null; line = lines.next()) {
                if (!line.isBlank()) {
                    int tab = tab(lines, line, labelFirst);
                    String before = line.substring(0, tab);
                    String after = line.substring(tab + 1);
                    collected.add(file, lines.line(), labelFirst ? before : after, labelFirst ? after : before);
                }
            }
        }
        return collected.done(file);
    }

    private static int tab(TextLines lines, String line, boolean first) throws FileFormatException {
        int tab = first ? line.indexOf('\t') : line.lastIndexOf('\t');
        if (tab < 0) {
            throw lines.problem("expected a label and a text with a tab between them, found \"" + Described.shown(line) + "\"");
        }
        return tab;
    }

    /**
     * Reads a CSV file. The text is the column with the longest entries beside the label's.
     *
     * @param label the name of the label's column, or {@code "column 2"} if there is no header; {@code null} for the one with the fewest
     *     different entries
     * @throws IOException that says file, line, column, what was expected and what was found
     */
    public static LabeledTexts readCsv(CsvFile file, @Nullable String label) throws IOException {
        try (CsvRows rows = file.open()) {
            int columns = rows.names().size();
            List<Set<String>> entries = new ArrayList<>();
            for (int i = 0; i < columns; i++) {
                entries.add(new HashSet<>());
            }
            long[] lengths = new long[columns];
            while (rows.next()) {
                for (int i = 0; i < columns; i++) {
                    entries.get(i).add(rows.text(i));
                    lengths[i] += rows.text(i).length();
                }
            }
            if (columns < 2) {
                throw new FileFormatException(file.path(), "expected a column of labels and one of texts, found "
                        + (columns == 0 ? "an empty file" : "one column"));
            }
            int target = label == null ? fewest(entries) : place(rows, label);
            int text = target == 0 ? 1 : 0;
            for (int i = 0; i < columns; i++) {
                text = i != target && lengths[i] > lengths[text] ? i : text;
            }
            return readCsv(file, rows.names().get(text), rows.names().get(target));
        }
    }

    private static int fewest(List<Set<String>> entries) {
        int fewest = 0;
        for (int i = 1; i < entries.size(); i++) {
            fewest = entries.get(i).size() < entries.get(fewest).size() ? i : fewest;
        }
        return fewest;
    }

    /**
     * Reads two columns of a CSV file.
     *
     * @param text the name of the text's column, or {@code "column 1"} if there is no header
     * @param label the name of the label's column
     * @throws IOException that says file, line, column, what was expected and what was found
     */
    public static LabeledTexts readCsv(CsvFile file, String text, String label) throws IOException {
        Collected collected = new Collected();
        try (CsvRows rows = file.open()) {
            int textPlace = place(rows, text);
            int labelPlace = place(rows, label);
            while (rows.next()) {
                collected.add(file.path(), rows.line(), rows.text(labelPlace), rows.text(textPlace));
            }
        }
        return collected.done(file.path());
    }

    private static int place(CsvRows rows, String name) throws FileFormatException {
        int place = rows.names().indexOf(name);
        if (place < 0) {
            throw new FileFormatException(rows.path(), "there is no column \"" + name + "\"; expected one of " + rows.names());
        }
        return place;
    }

    /**
     * Reads a folder with a folder for each class, in which each file named {@code *.txt} is a text. Classes and files are in the order of
     * their names.
     *
     * @throws IOException that names the folder, if there is none or it holds no classes, or the file, if it is no text
     */
    public static LabeledTexts readFolders(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw Files.exists(folder)
                    ? new FileSystemException(folder + ": expected a folder with a folder of texts for each class, found a file")
                    : new NoSuchFileException(folder + ": there is no such folder; expected one with a folder of texts for each class");
        }
        Collected collected = new Collected();
        for (Path entry : Folder.entries(folder)) {
            if (Files.isDirectory(entry)) {
                List<Path> files = Folder.entries(entry).stream().filter(file -> isNamed(file, ".txt")).toList();
                if (files.isEmpty()) {
                    throw new FileSystemException(entry + ": expected text files (*.txt) of a class, found none; add some, or remove the folder");
                }
                for (Path file : files) {
                    collected.add(file, 0, entry.getFileName().toString(), TextLines.whole(file));
                }
            }
        }
        return collected.done(folder);
    }
}
