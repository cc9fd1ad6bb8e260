package dev.lanewise.samples.fetch;

import dev.lanewise.io.AtomicFile;
import dev.lanewise.io.FileFormatException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Takes the six binary files out of the published archive of CIFAR-10, a compressed tar (POSIX 1003.1, ustar: a header of 512 bytes with the
 * name first and the length in octal digits at 124, then the content in blocks of 512 bytes).
 */
final class CifarArchive {

    private static final int BLOCK = 512;
    private static final int NAME = 100;
    private static final int LENGTH_AT = 124;
    private static final int LENGTH_DIGITS = 12;
    private static final int FILE = 10_000 * 3073;
    private static final Set<String> WANTED = Set.of("data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin",
            "data_batch_5.bin", "test_batch.bin");

    private CifarArchive() {}

    /** Writes the files to a folder, under their simple names whatever path the archive gives them. */
    static void unpack(Path archive, Path folder) throws IOException {
        Set<String> missing = new HashSet<>(WANTED);
        try (InputStream in = new GZIPInputStream(new BufferedInputStream(Files.newInputStream(archive)), 1 << 16)) {
            byte[] header = new byte[BLOCK];
            while (in.readNBytes(header, 0, BLOCK) == BLOCK && header[0] != 0) {
                String path = text(header, 0, NAME);
                String name = path.substring(path.lastIndexOf('/') + 1);
                long length = length(archive, header);
                if (WANTED.contains(name)) {
                    if (length != FILE) {
                        throw new FileFormatException(archive, name + " has " + length + " bytes, expected " + FILE);
                    }
                    write(archive, in, folder.resolve(name));
                    in.skipNBytes(Math.ceilDiv(length, BLOCK) * BLOCK - length);
                    missing.remove(name);
                } else {
                    in.skipNBytes(Math.ceilDiv(length, BLOCK) * BLOCK);
                }
            }
        } catch (ZipException | EOFException e) {
            throw new FileFormatException(archive, "is cut off or no compressed tar archive (" + e.getMessage() + ")", e);
        }
        if (!missing.isEmpty()) {
            throw new FileFormatException(archive, "does not contain " + String.join(", ", missing.stream().sorted().toList()));
        }
    }

    private static void write(Path archive, InputStream in, Path file) throws IOException {
        byte[] content = in.readNBytes(FILE);
        if (content.length != FILE) {
            throw new FileFormatException(archive, "is cut off inside " + file.getFileName());
        }
        AtomicFile.write(file, out -> out.write(content));
    }

    private static long length(Path archive, byte[] header) throws FileFormatException {
        String digits = text(header, LENGTH_AT, LENGTH_DIGITS).strip();
        try {
            return Long.parseLong(digits.isEmpty() ? "0" : digits, 8);
        } catch (NumberFormatException e) {
            throw new FileFormatException(archive, "is no tar archive: expected a length in octal digits, found \"" + digits + "\"", e);
        }
    }

    private static String text(byte[] header, int from, int length) {
        int end = from;
        while (end < from + length && header[end] != 0) {
            end++;
        }
        return new String(header, from, end - from, StandardCharsets.US_ASCII);
    }
}
