package dev.lanewise.io;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What stands in a folder, in an order that does not depend on the machine. */
public final class Folder {

    private Folder() {}

    /**
     * Files and folders in the order of their names, without hidden ones, whose names begin with a dot.
     *
     * @throws IOException that names the folder, if it cannot be read
     */
    public static List<Path> entries(Path folder) throws IOException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, entry -> !entry.getFileName().toString().startsWith("."))) {
            stream.forEach(entries::add);
        } catch (DirectoryIteratorException e) {
            throw new IOException(folder + ": could not be read (" + e.getMessage() + ")", e);
        }
        entries.sort(Comparator.comparing(entry -> entry.getFileName().toString()));
        return entries;
    }
}
