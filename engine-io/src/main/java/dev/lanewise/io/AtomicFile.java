package dev.lanewise.io;

import java.io.File;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
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

    private static final String PROCESS = Long.toString(ProcessHandle.current().pid());

    /** When this process began. In a container each run may have the number 1; this tells it from those before. */
    private static final String START =
            Long.toHexString(ProcessHandle.current().info().startInstant().orElseGet(Instant::now).toEpochMilli());

    private AtomicFile() {}

    /**
     * Writes {@code file}, replacing the one that may be there.
     *
     * @throws IOException that names the file and says whether what was there before is untouched; nothing is left beside it
     */
    public static void write(Path file, Content content) throws IOException {
        Path target = target(file);
        Path folder = folder(file, target);
        try {
            removeLeftovers(folder, target.getFileName().toString());
            replace(folder, target, content);
        } catch (AccessDeniedException e) {
            throw new IOException(file + ": cannot be written, access to " + folder + " is denied", e);
        } catch (IOException e) {
            throw new IOException(file + ": could not be written (" + reason(e) + "); what was there before is untouched", e);
        }
        try {
            forceFolder(folder);
        } catch (IOException e) {
            throw new IOException(file + ": is written, but its folder could not be forced to disk (" + reason(e)
                    + "); if the power fails now, what was there before may come back", e);
        }
    }

    /**
     * Finds out before long work, and not after it, whether {@code file} can be written. Nothing is left behind.
     *
     * @throws IOException that names the file and says why it cannot
     */
    public static void requireWritable(Path file) throws IOException {
        Path target = target(file);
        Path folder = folder(file, target);
        try {
            Files.delete(createTemporary(folder, target.getFileName().toString()));
        } catch (IOException e) {
            throw new IOException(file + ": cannot be written (" + (e instanceof AccessDeniedException ? "access denied" : reason(e))
                    + ")", e);
        }
    }

    private static Path target(Path file) throws IOException {
        return Files.isSymbolicLink(file) && Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    }

    private static Path folder(Path file, Path target) throws IOException {
        Path folder = target.getParent();
        if (folder == null || Files.isDirectory(target)) {
            throw new FileSystemException(file + ": cannot be written, it is a folder; name a file");
        }
        if (!Files.isDirectory(folder)) {
            throw Files.exists(folder)
                    ? new NotDirectoryException(file + ": cannot be written, " + folder + " is not a folder")
                    : new NoSuchFileException(file + ": cannot be written, there is no folder " + folder + "; make it first");
        }
        return folder;
    }

    private static void replace(Path folder, Path target, Content content) throws IOException {
        Path temporary = createTemporary(folder, target.getFileName().toString());
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                content.writeTo(unclosed(Channels.newOutputStream(channel)));
                channel.force(true);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (Throwable e) {
            removeAfter(e, temporary);
            throw e;
        }
    }

    /** An empty file with a name that nobody else has: another copy of this class in the process counts for itself. */
    private static Path createTemporary(Path folder, String name) throws IOException {
        Path temporary;
        do {
            temporary = folder.resolve(name + "." + PROCESS + "-" + START + "-" + COUNTER.incrementAndGet() + ENDING);
        } while (!isCreated(temporary));
        return temporary;
    }

    private static boolean isCreated(Path file) throws IOException {
        try {
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE).close();
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    private static void removeAfter(Throwable failure, Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            failure.addSuppressed(e);
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
                if (isLeftOver(entryName.substring(start.length(), entryName.length() - ENDING.length()))) {
                    Files.deleteIfExists(entry);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /** Whether the process that wrote this, {@code number-start-counter}, is gone. Another one may have its number now: this one. */
    private static boolean isLeftOver(String writer) {
        int dash = writer.indexOf('-');
        if (dash < 1 || !writer.chars().limit(dash).allMatch(letter -> letter >= '0' && letter <= '9')) {
            return false; // not one of ours
        }
        String process = writer.substring(0, dash);
        if (process.equals(PROCESS)) {
            return !writer.startsWith(START + "-", dash + 1);
        }
        try {
            return ProcessHandle.of(Long.parseLong(process)).isEmpty();
        } catch (NumberFormatException e) {
            return false; // no process has so large a number
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
