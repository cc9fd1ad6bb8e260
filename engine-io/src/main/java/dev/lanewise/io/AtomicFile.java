package dev.lanewise.io;

import java.io.File;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Writes a file so that there is at every moment either the old one or the new one, whole, even when the process is killed or the
 * power fails: into a temporary file beside it, forced to disk, renamed, and the folder forced to disk.
 */
public final class AtomicFile {

    /** What goes into the file. */
    @FunctionalInterface
    public interface Content {
        /** Writes all of it. The stream is buffered neither here nor below. */
        void writeTo(OutputStream out) throws IOException;
    }

    private static final AtomicLong COUNTER = new AtomicLong();
    private static final String ENDING = ".tmp";

    private AtomicFile() {}

    /**
     * Writes {@code file}, replacing the one that may be there.
     *
     * @throws IOException that names the file; what was there before is untouched then, and nothing is left beside it
     */
    public static void write(Path file, Content content) throws IOException {
        Path target = Files.isSymbolicLink(file) && Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        Path folder = target.getParent();
        if (folder == null || Files.isDirectory(target)) {
            throw new FileSystemException(file + ": cannot be written, it is a folder; name a file");
        }
        if (!Files.isDirectory(folder)) {
            throw Files.exists(folder)
                    ? new NotDirectoryException(file + ": cannot be written, " + folder + " is not a folder")
                    : new NoSuchFileException(file + ": cannot be written, there is no folder " + folder + "; make it first");
        }
        removeLeftovers(folder, target.getFileName().toString());
        Path temporary = folder.resolve(
                target.getFileName() + "." + ProcessHandle.current().pid() + "-" + COUNTER.incrementAndGet() + ENDING);
        try {
            writeTemporary(temporary, content);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            forceFolder(folder);
        } catch (AccessDeniedException e) {
            throw new IOException(file + ": cannot be written, access to " + folder + " is denied", e);
        } catch (IOException e) {
            throw new IOException(file + ": could not be written (" + reason(e) + "); what was there before is untouched", e);
        } finally {
            Files.deleteIfExists(temporary); // is there only if something failed
        }
    }

    private static void writeTemporary(Path temporary, Content content) throws IOException {
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            content.writeTo(unclosed(Channels.newOutputStream(channel)));
            channel.force(true);
        }
    }

    private static String reason(IOException e) {
        @Nullable String reason = e instanceof FileSystemException system ? system.getReason() : e.getMessage();
        return reason == null ? e.toString() : reason;
    }

    /** The rename is on disk only when the folder is. Windows cannot open folders, and needs not. */
    private static void forceFolder(Path folder) throws IOException {
        if (File.separatorChar == '/') {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /** Temporary files of processes that were killed while they wrote. */
    private static void removeLeftovers(Path folder, String name) throws IOException {
        String start = name + ".";
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, entry -> {
            String entryName = entry.getFileName().toString();
            return entryName.startsWith(start) && entryName.endsWith(ENDING);
        })) {
            for (Path entry : entries) {
                String entryName = entry.getFileName().toString();
                int dash = entryName.indexOf('-', start.length());
                if (dash > 0 && !isAlive(entryName.substring(start.length(), dash))) {
                    Files.deleteIfExists(entry);
                }
            }
        }
    }

    private static boolean isAlive(String process) {
        try {
            return ProcessHandle.of(Long.parseLong(process)).isPresent();
        } catch (NumberFormatException e) {
            return true; // not one of ours
        }
    }

    private static OutputStream unclosed(OutputStream out) {
        return new FilterOutputStream(out) {
            @Override
            public void write(byte[] bytes, int from, int count) throws IOException {
                out.write(bytes, from, count);
            }

            @Override
            public void close() {}
        };
    }
}
