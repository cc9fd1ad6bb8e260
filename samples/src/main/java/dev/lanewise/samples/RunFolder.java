package dev.lanewise.samples;

import dev.lanewise.io.checkpoint.SavedModel;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** The folder of one training: {@code last.json} to go on from, {@code best.json} to be used, and those of the run before. */
record RunFolder(Path path) {

    Path last() {
        return path.resolve("last.json");
    }

    Path best() {
        return path.resolve("best.json");
    }

    /** The options that were saved with the last checkpoint. */
    Map<String, String> savedOptions() throws IOException {
        if (!Files.exists(last())) {
            throw new NoSuchFileException(last() + ": there is nothing to go on from; start without --resume");
        }
        return SavedModel.readNotes(last()).options();
    }

    /**
     * Makes the folder. What an earlier run left there is renamed to {@code previous-….json}, so that nothing good is lost, and
     * {@code --resume} cannot take the earlier run for the one that was interrupted.
     */
    void prepare(boolean resume) throws IOException {
        try {
            Files.createDirectories(path);
        } catch (FileAlreadyExistsException e) {
            throw new IOException(path + ": expected a folder for the checkpoints, found a file", e);
        } catch (IOException e) {
            throw new IOException(path + ": this folder cannot be made (" + e.getMessage() + ")", e);
        }
        if (!Files.isWritable(path)) {
            throw new IOException(path + ": the checkpoints cannot be written, this folder is not writable");
        }
        if (!resume) {
            setAside(last());
            setAside(best());
        }
    }

    private static void setAside(Path file) throws IOException {
        if (Files.exists(file)) {
            Files.move(file, file.resolveSibling("previous-" + file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
