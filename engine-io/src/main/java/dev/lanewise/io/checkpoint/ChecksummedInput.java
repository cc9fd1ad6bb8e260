package dev.lanewise.io.checkpoint;

import dev.lanewise.io.FileFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32;

/** The bytes of a checkpoint, with the checksum of those before the trailer. */
final class ChecksummedInput extends InputStream {

    private final Path file;
    private final FileChannel channel;
    private final long size;
    private final CRC32 crc32 = new CRC32();
    private long covered;

    ChecksummedInput(Path file) throws IOException {
        this.file = file;
        this.channel = FileChannel.open(file, StandardOpenOption.READ);
        this.size = channel.size();
    }

    long size() {
        return size;
    }

    /** Checks that the file ends as every checkpoint does: cheap, and true only if it is not cut off. */
    void requireTrailer() throws IOException {
        if (!CheckpointFormat.isTrailer(trailer())) {
            throw new FileFormatException(file, "the file is cut off or was changed: expected a checksum at its end, after "
                    + size + " bytes; copy it again or use an older checkpoint");
        }
    }

    private byte[] trailer() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(size, CheckpointFormat.TRAILER_LENGTH));
        long start = size - bytes.capacity();
        int count = 0;
        while (count >= 0 && bytes.hasRemaining()) {
            count = channel.read(bytes, start + bytes.position());
        }
        return bytes.array();
    }

    /** Reads what is left and compares the checksum. */
    void requireChecksum() throws IOException {
        byte[] rest = new byte[1 << 16];
        int count = 0;
        while (count >= 0) {
            count = read(rest, 0, rest.length);
        }
        byte[] expected = trailer();
        byte[] found = CheckpointFormat.trailer(crc32.getValue());
        if (!Arrays.equals(expected, found)) {
            throw new FileFormatException(file, "the file was changed or damaged after it was saved: its checksum should be "
                    + CheckpointFormat.checksumIn(expected) + " and is " + CheckpointFormat.checksumIn(found)
                    + "; copy it again or use an older checkpoint");
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        int count = channel.read(ByteBuffer.wrap(bytes, from, length));
        if (count > 0) {
            long left = Math.max(0, size - CheckpointFormat.TRAILER_LENGTH - covered);
            crc32.update(bytes, from, (int) Math.min(count, left));
            covered += count;
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
