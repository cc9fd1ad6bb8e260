package dev.lanewise.io.report;

import dev.lanewise.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * A small PNG encoder (W3C, <i>Portable Network Graphics</i>, third edition): 8 bits a value, grey or RGB, no filter. Enough for the
 * images in a report, and it needs no desktop.
 */
final class PngImage {

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    private PngImage() {}

    /** Whether a tensor looks like an image: {@code [1 or 3, height, width]}, of at least 4×4 and at most 4096×4096 pixels. */
    static boolean isImage(Tensor tensor) {
        return tensor.shape().rank() == 3 && (tensor.dimension(0) == 1 || tensor.dimension(0) == 3)
                && tensor.dimension(1) >= 4 && tensor.dimension(2) >= 4 && tensor.dimension(1) <= 4096 && tensor.dimension(2) <= 4096;
    }

    /** The image as {@code data:image/png;base64,…}. Values from 0 to 1 are shown as they are, others between their least and greatest. */
    static String dataUri(Tensor image) {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(encode(image));
    }

    static byte[] encode(Tensor image) {
        int channels = image.dimension(0);
        int height = image.dimension(1);
        int width = image.dimension(2);
        float[] values = image.array();
        float least = 0;
        float greatest = 1;
        for (int i = 0; i < image.size(); i++) {
            if (Float.isFinite(values[i])) {
                least = Math.min(least, values[i]);
                greatest = Math.max(greatest, values[i]);
            }
        }
        byte[] rows = new byte[height * (1 + width * channels)];
        int to = 0;
        for (int y = 0; y < height; y++) {
            rows[to++] = 0; // no filter
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < channels; c++) {
                    float value = values[(c * height + y) * width + x];
                    rows[to++] = (byte) Math.round(255 * ((Float.isFinite(value) ? value : least) - least) / (greatest - least));
                }
            }
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.writeBytes(SIGNATURE);
        byte[] header = new byte[13];
        putInt(header, 0, width);
        putInt(header, 4, height);
        header[8] = 8; // bits
        header[9] = (byte) (channels == 3 ? 2 : 0); // colour type
        chunk(png, "IHDR", header);
        chunk(png, "IDAT", compressed(rows));
        chunk(png, "IEND", new byte[0]);
        return png.toByteArray();
    }

    private static byte[] compressed(byte[] bytes) {
        try (Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION)) {
            deflater.setInput(bytes);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] piece = new byte[8192];
            while (!deflater.finished()) {
                out.write(piece, 0, deflater.deflate(piece));
            }
            return out.toByteArray();
        }
    }

    private static void chunk(ByteArrayOutputStream png, String type, byte[] data) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 checksum = new CRC32();
        checksum.update(name);
        checksum.update(data);
        byte[] number = new byte[4];
        putInt(number, 0, data.length);
        png.writeBytes(number);
        png.writeBytes(name);
        png.writeBytes(data);
        putInt(number, 0, (int) checksum.getValue());
        png.writeBytes(number);
    }

    private static void putInt(byte[] bytes, int at, int value) {
        for (int i = 0; i < 4; i++) {
            bytes[at + i] = (byte) (value >>> (24 - 8 * i));
        }
    }
}
