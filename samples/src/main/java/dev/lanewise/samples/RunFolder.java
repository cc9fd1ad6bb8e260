package dev.lanewise.samples;

import dev.lanewise.io.checkpoint.SavedModel;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The folder of one training: {@code last.json} to go on from, {@code best.json} to be used, the history, and those of the run before. */
record RunFolder(Path path) {

    private static final String START_ANEW = "start without --resume";

    Path last() {
        return path.resolve("last.json");
    }

    Path best() {
        return path.resolve("best.json");
    }

    /** The history for other programs. */
    Path lines() {
        return path.resolve("history.jsonl");
    }

    /** The history for spreadsheets. */
    Path table() {
        return path.resolve("history.csv");
    }

    /** The options that were saved with the last checkpoint. */
    SavedOptions savedOptions() throws IOException {
        if (!Files.exists(last())) {
            throw new NoSuchFileException(last() + ": there is nothing to go on from; " + START_ANEW);
        }
        return new SavedOptions(last(), SavedModel.readNotes(last()).options(), START_ANEW);
    }

    /** Makes the folder, and finds out whether checkpoints can be written there. */
    void prepare() throws IOException {
        try {
            Files.createDirectories(path);
        } catch (FileAlreadyExistsException e) {
            throw new IOException(path + ": expected a folder for the checkpoints, found a file", e);
        } catch (IOException e) {
            throw new IOException(path + ": this folder cannot be made (" + (path.toString().equals(e.getMessage()) ? "the system allows none there"
                    : e.getMessage()) + "); give another one with --out", e);
        }
        if (!Files.isWritable(path)) {
            throw new IOException(path + ": the checkpoints cannot be written, this folder is not writable");
        }
    }

    /**
     * Renames what an earlier run left here to {@code previous-1-last.json} and {@code previous-1-best.json} and so on, or the next number that is
     * free, so that nothing good is lost, and {@code --resume} cannot take the earlier run for the one that was interrupted.
     *
     * @return the number
     */
    int setAside() throws IOException {
        int number = 1;
        while (isTaken(number)) {
            number++;
        }
        for (Path file : files()) {
            if (Files.exists(file)) {
                Files.move(file, previous(number, file));
            }
        }
        return number;
    }

    /** What {@link #setAside} renamed to this number, for people: nothing, if there was no earlier run. */
    Optional<String> keptAs(int number) {
        return isTaken(number) ? Optional.of(path.resolve("previous-" + number + "-*").toString()) : Optional.empty();
    }

    /** Undoes {@link #setAside} for a run that failed before it could save anything: the earlier one is as it was. */
    void putBack(int number) throws IOException {
        if (Files.exists(last())) {
            return;
        }
        for (Path file : files()) {
            Files.deleteIfExists(file); // a history of no epochs
            if (Files.exists(previous(number, file))) {
                Files.move(previous(number, file), file);
            }
        }
    }

    private List<Path> files() {
        return List.of(last(), best(), lines(), table());
    }

    private boolean isTaken(int number) {
        return files().stream().anyMatch(file -> Files.exists(previous(number, file)));
    }

    private static Path previous(int number, Path file) {
        return file.resolveSibling("previous-" + number + "-" + file.getFileName());
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
