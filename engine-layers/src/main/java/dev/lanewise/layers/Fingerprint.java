package dev.lanewise.layers;

import dev.lanewise.tensor.Parameter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 over a model: for each parameter in order its path in UTF-8, a zero byte, the rank and the dimensions, and the bits of
 * the values; all numbers little-endian with 32 bits.
 */
final class Fingerprint {

    private static final int CHUNK = 4096; // floats

    private Fingerprint() {}

    static String of(Parameters parameters) {
        MessageDigest digest = sha256();
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (Parameters.Entry entry : parameters) {
            digest.update(entry.path().getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            addShape(digest, buffer, entry.parameter().shape().toArray());
            addValues(digest, buffer, entry.parameter());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void addShape(MessageDigest digest, ByteBuffer buffer, int[] dimensions) {
        buffer.clear().putInt(dimensions.length);
        for (int length : dimensions) {
            buffer.putInt(length);
        }
        digest.update(buffer.flip());
    }

    private static void addValues(MessageDigest digest, ByteBuffer buffer, Parameter parameter) {
        float[] values = parameter.array();
        for (int from = 0; from < parameter.size(); from += CHUNK) {
            buffer.clear();
            for (int i = from, to = Math.min(from + CHUNK, parameter.size()); i < to; i++) {
                buffer.putInt(Float.floatToRawIntBits(values[i]));
            }
            digest.update(buffer.flip());
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
