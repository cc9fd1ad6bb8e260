package dev.lanewise.io.checkpoint;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** What is fixed in a checkpoint file. {@code docs/CHECKPOINT-FORMAT.md} describes it for people. */
final class CheckpointFormat {

    static final String NAME = "lanewise-checkpoint";
    static final int VERSION = 1;

    /** Tensors with more elements than this are written in base64, shorter ones as decimal numbers. */
    static final int LONGEST_IN_DECIMALS = 256;

    /** Floats in one base64 string: 12,288 bytes, 16,384 letters, no padding but in the last one. */
    static final int CHUNK = 3072;

    static final int DEEPEST_NESTING = 100;

    /** Strings are at most one chunk long, so that no file can ask for much memory at once. */
    static final JsonFactory JSON = JsonFactory.builder()
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST_NESTING)
                    .maxStringLength(1 << 17)
                    .maxNameLength(1 << 12)
                    .maxNumberLength(64)
                    .maxDocumentLength(-1)
                    .maxTokenCount(-1)
                    .build())
            .build();

    private static final String TRAILER_START = ",\n  \"crc32\": \"";
    private static final String TRAILER_END = "\"\n}\n";

    /** How many bytes at the end of a file are its checksum; they are ASCII. */
    static final int TRAILER_LENGTH = TRAILER_START.length() + 8 + TRAILER_END.length();

    private CheckpointFormat() {}

    /** The end of every file: the CRC-32 of all bytes before it, as the last member of the JSON object. */
    static byte[] trailer(long crc32) {
        return (TRAILER_START + HexFormat.of().toHexDigits((int) crc32) + TRAILER_END).getBytes(StandardCharsets.US_ASCII);
    }

    /** Whether these bytes are a trailer, whatever its checksum. */
    static boolean isTrailer(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.US_ASCII);
        return bytes.length == TRAILER_LENGTH && text.startsWith(TRAILER_START) && text.endsWith(TRAILER_END);
    }

    /** The checksum in a trailer, as it is written there. */
    static String checksumIn(byte[] trailer) {
        return new String(trailer, TRAILER_START.length(), 8, StandardCharsets.US_ASCII);
    }
}
