package dev.lanewise.io.idx;

import dev.lanewise.io.FileFormatException;
import dev.lanewise.io.ReadableFile;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Unsigned bytes with one or three dimensions in the IDX format: two zero bytes, 8 for "unsigned byte", the number of dimensions,
 * their lengths as 32-bit big-endian integers, then the values. The file may be compressed with gzip, whatever its name.
 *
 * <p>Source: the format is described on the page of the MNIST data set (LeCun, Cortes and Burges, 1998).
 */
final class IdxFile {

    private static final int UNSIGNED_BYTE = 8;
    private static final int FIRST_ALLOCATION = 1 << 20;
    private static final int GROWTH = 4;
    /** Deflate cannot compress better than this (RFC 1951: a match of 258 bytes takes at least two bits). */
    private static final long BEST_COMPRESSION = 1032;

    private final int[] dimensions;
    private final byte[] values;

    private IdxFile(int[] dimensions, byte[] values) {
        this.dimensions = dimensions;
        this.values = values;
    }

    int dimension(int axis) {
        return dimensions[axis];
    }

    /** The values, row by row. */
    byte[] values() {
        return values;
    }

    /**
     * Reads a file that must have this many dimensions.
     *
     * @param content what the file is for, for the error message: "images"
     */
    static IdxFile read(Path file, int rank, String content) throws IOException {
        long fileSize = Files.size(ReadableFile.require(file));
        try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            boolean compressed = isCompressed(bytes);
            try (InputStream plain = compressed ? new GZIPInputStream(bytes, 1 << 16) : bytes) {
                int[] dimensions = readHeader(file, plain, rank, content);
                return new IdxFile(dimensions, readValues(file, plain, dimensions, compressed, fileSize));
            } catch (EOFException e) {
                throw new FileFormatException(file, "the gzip data is cut off after " + fileSize + " bytes; copy the file again", e);
            } catch (ZipException e) {
                throw new FileFormatException(file, "the gzip data is damaged (" + e.getMessage() + "); copy the file again", e);
            }
        }
    }

    private static boolean isCompressed(InputStream bytes) throws IOException {
        bytes.mark(2);
        boolean compressed = bytes.read() == 0x1f && bytes.read() == 0x8b;
        bytes.reset();
        return compressed;
    }

    private static int[] readHeader(Path file, InputStream plain, int rank, String content) throws IOException {
        int length = 4 + 4 * rank;
        byte[] header = plain.readNBytes(length);
        byte[] magic = {0, 0, UNSIGNED_BYTE, (byte) rank};
        byte[] found = Arrays.copyOf(header, Math.min(4, header.length));
        if (!Arrays.equals(found, magic)) {
            throw new FileFormatException(file, "is not an IDX file of " + content + ": expected it to begin with "
                    + HexFormat.of().formatHex(magic) + ", found " + (found.length == 0 ? "nothing" : HexFormat.of().formatHex(found)));
        }
        if (header.length < length) {
            throw new FileFormatException(file, "the IDX header is cut off: expected " + length + " bytes, found " + header.length);
        }
        int[] dimensions = new int[rank];
        ByteBuffer.wrap(header, 4, 4 * rank).asIntBuffer().get(dimensions);
        return dimensions;
    }

    /** Never trusts the header with memory: holds at most {@link #GROWTH} times what the file was seen to contain. */
    private static byte[] readValues(Path file, InputStream plain, int[] dimensions, boolean compressed, long fileSize)
            throws IOException {
        long expected = 1;
        for (int length : dimensions) {
            if (length < 0 || expected * length > Integer.MAX_VALUE - 8) {
                throw new FileFormatException(file, "the IDX header asks for " + unsigned(dimensions)
                        + " bytes, more than 2 GiB; the header is damaged, or the data must be split");
            }
            expected *= length;
        }
        long header = 4 + 4L * dimensions.length;
        if (compressed ? expected > fileSize * BEST_COMPRESSION : expected != fileSize - header) {
            throw wrongLength(file, dimensions, expected, compressed ? "a gzip file of " + fileSize : "" + (fileSize - header));
        }
        byte[] values = new byte[(int) Math.min(expected, FIRST_ALLOCATION)];
        int filled = 0;
        while (true) {
            int count = plain.readNBytes(values, filled, values.length - filled);
            filled += count;
            if (filled < values.length) {
                throw wrongLength(file, dimensions, expected, "" + filled);
            }
            if (filled == expected) {
                break;
            }
            values = Arrays.copyOf(values, (int) Math.min(expected, (long) values.length * GROWTH));
        }
        if (plain.read() >= 0) {
            throw wrongLength(file, dimensions, expected, "more");
        }
        return values;
    }

    private static FileFormatException wrongLength(Path file, int[] dimensions, long expected, String found) {
        return new FileFormatException(file, "the IDX header says " + unsigned(dimensions) + ", so " + expected
                + " bytes of values were expected, found " + found + "; the file is cut off or its header is wrong");
    }

    private static String unsigned(int... dimensions) {
        StringBuilder text = new StringBuilder();
        for (int length : dimensions) {
            text.append(text.isEmpty() ? "" : "×").append(Integer.toUnsignedString(length));
        }
        return text.toString();
    }
}
