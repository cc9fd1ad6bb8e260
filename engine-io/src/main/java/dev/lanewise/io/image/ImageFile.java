package dev.lanewise.io.image;

import dev.lanewise.io.FileFormatException;
import dev.lanewise.io.ReadableFile;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.RenderedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * PNG and JPEG files as tensors with values from 0 (black) to 1 (white).
 *
 * <p>Palettes, alpha (laid over white), 1 to 16 bits and grey or colour are all understood. Nothing is cropped, and nothing scaled unless that is asked for.
 */
public final class ImageFile {

    /**
     * The largest image that is decoded unless {@link #PIXELS_PROPERTY} says otherwise, in pixels: 16 million, for which decoding may take
     * 300 MB. The header is asked before any memory is taken.
     */
    public static final long MOST_PIXELS = 1L << 24;

    /** The system property with another limit for the pixels of an image: {@code -Dlanewise.imagePixels=50000000}. */
    public static final String PIXELS_PROPERTY = "lanewise.imagePixels";

    private static final String SETTING = "-D" + PIXELS_PROPERTY;
    private static final byte[] PNG_END = HexFormat.of().parseHex("0000000049454e44ae426082");
    /** A file cannot be larger than the pixels that it may hold, with 16 bits for red, green, blue and alpha each, and as much again. */
    private static final int MOST_BYTES_PER_PIXEL = 16;
    private static final int SMALL_FILE = 1 << 20;
    /** Of an image in colour, whose values fit an array: more is refused, whatever the property allows. */
    private static final long PIXELS_OF_AN_ARRAY = (Integer.MAX_VALUE - 8) / 3;

    static {
        // Decoding needs no screen, and must not start the machinery of one.
        if (System.getProperty("java.awt.headless") == null) {
            System.setProperty("java.awt.headless", "true");
        }
    }

    private ImageFile() {}

    /** Complains of an image that is not wanted. */
    @FunctionalInterface
    private interface SizeCheck {
        void check(int height, int width) throws FileFormatException;
    }

    /** The image in grey, {@code [1, height, width]}; colours are weighted 0.299, 0.587 and 0.114 (ITU-R BT.601). */
    public static Tensor readGrey(Path file) throws IOException {
        return toGrey(decode(file, (height, width) -> {}));
    }

    /**
     * The image in grey, which must be of this size. The header is asked before anything is decoded: a small file may claim to hold
     * millions of pixels.
     *
     * @throws FileFormatException if it is of another size, or no image
     */
    public static Tensor readGrey(Path file, int height, int width) throws IOException {
        return toGrey(decode(file, sizeCheck(file, height, width)));
    }

    private static SizeCheck sizeCheck(Path file, int height, int width) {
        return (foundHeight, foundWidth) -> {
            if (foundHeight != height || foundWidth != width) {
                throw new FileFormatException(file, "expected an image of " + width + "×" + height + " pixels, found " + foundWidth + "×"
                        + foundHeight + "; scale it first");
            }
        };
    }

    /** The image in red, green and blue, {@code [3, height, width]}. */
    public static Tensor readColour(Path file) throws IOException {
        return toColour(decode(file, (height, width) -> {}));
    }

    /**
     * The image in red, green and blue, which must be of this size; see {@link #readGrey(Path, int, int)}.
     *
     * @throws FileFormatException if it is of another size, or no image
     */
    public static Tensor readColour(Path file, int height, int width) throws IOException {
        return toColour(decode(file, sizeCheck(file, height, width)));
    }

    /**
     * The image in this shape, {@code [1, height, width]} in grey or {@code [3, height, width]} in colour, scaled as those of an {@link ImageFolder}.
     *
     * @throws IllegalArgumentException if there are no such images
     */
    public static Tensor readScaled(Path file, Shape shape) throws IOException {
        if (shape.rank() != 3 || shape.dimension(0) != 1 && shape.dimension(0) != 3 || shape.size() == 0) {
            throw new IllegalArgumentException("image: expected a shape [1, height, width] or [3, height, width], found " + shape);
        }
        return Scaling.to(shape.dimension(0) == 1 ? readGrey(file) : readColour(file), shape.dimension(1), shape.dimension(2));
    }

    private static RenderedImage decode(Path file, SizeCheck size) throws IOException {
        ReadableFile.require(file);
        long length = Files.size(file);
        long mostPixels = mostPixels();
        long mostBytes = Math.min(SMALL_FILE + MOST_BYTES_PER_PIXEL * mostPixels, Integer.MAX_VALUE - 8);
        if (length > mostBytes) {
            throw new FileFormatException(file, "is too large for an image of at most " + mostPixels + " pixels: expected at most " + mostBytes
                    + " bytes, found " + length + "; scale it, or allow more with " + SETTING);
        }
        byte[] bytes = Files.readAllBytes(file);
        String format = formatOf(bytes).orElseThrow(() -> new FileFormatException(file, "expected a PNG or JPEG image, found "
                + (bytes.length == 0 ? "an empty file" : "a file that begins with " + beginning(bytes))));
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
        if (!readers.hasNext()) {
            throw new IOException(file + ": this Java runtime cannot decode " + format + " images; use one with the module java.desktop");
        }
        ImageReader reader = readers.next();
        try (ImageInputStream input = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            reader.setInput(input, true, true);
            long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
            size.check(reader.getHeight(0), reader.getWidth(0));
            if (pixels > mostPixels) {
                throw new FileFormatException(file, "is too large: expected at most " + mostPixels + " pixels, found "
                        + reader.getWidth(0) + "×" + reader.getHeight(0) + "; scale it, or allow more with " + SETTING);
            }
            if (pixels > PIXELS_OF_AN_ARRAY) {
                throw new FileFormatException(file, "is too large for any setting: expected at most " + PIXELS_OF_AN_ARRAY + " pixels, found "
                        + reader.getWidth(0) + "×" + reader.getHeight(0) + "; scale it first");
            }
            boolean[] complaint = new boolean[1];
            reader.addIIOReadWarningListener((source, warning) -> complaint[0] |= warning.contains("Truncated"));
            RenderedImage image = reader.read(0);
            if (complaint[0] || format.equals("png") && !hasPngEnd(bytes)) { // the decoders are content, and leave the rest grey
                throw new FileFormatException(file, "the " + format.toUpperCase(Locale.ROOT)
                        + " image is cut off after " + bytes.length + " bytes; copy the file again");
            }
            return image;
        } catch (FileFormatException e) {
            throw e;
        } catch (IOException | RuntimeException e) { // decoders throw anything on damaged data
            throw new FileFormatException(file, "the " + format.toUpperCase(Locale.ROOT)
                    + " image is damaged or cut off after " + bytes.length + " bytes (" + e.getMessage() + ")", e);
        } finally {
            reader.dispose();
        }
    }

    private static long mostPixels() {
        String setting = System.getProperty(PIXELS_PROPERTY);
        if (setting == null) {
            return MOST_PIXELS;
        }
        try {
            long pixels = Long.parseLong(setting);
            if (pixels >= 1) {
                return pixels;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException(SETTING + ": expected a number of pixels of at least 1, found \"" + setting + "\"");
    }

    private static Optional<String> formatOf(byte[] bytes) {
        String start = HexFormat.of().formatHex(bytes, 0, Math.min(8, bytes.length));
        return start.equals("89504e470d0a1a0a") ? Optional.of("png") : start.startsWith("ffd8ff") ? Optional.of("jpeg") : Optional.empty();
    }

    /** Whether the chunk IEND is there. Some programs append data of their own behind it. */
    private static boolean hasPngEnd(byte[] bytes) {
        for (int i = bytes.length - PNG_END.length; i >= 0; i--) {
            if (Arrays.equals(bytes, i, i + PNG_END.length, PNG_END, 0, PNG_END.length)) {
                return true;
            }
        }
        return false;
    }

    private static String beginning(byte[] bytes) {
        int count = Math.min(4, bytes.length);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(bytes[i] >= ' ' && bytes[i] < 127 ? (char) bytes[i] : '.');
        }
        return HexFormat.of().formatHex(bytes, 0, count) + " (\"" + text + "\")";
    }

    private static Tensor toGrey(RenderedImage image) {
        int plane = image.getWidth() * image.getHeight();
        float[] values = new float[plane];
        if (image.getColorModel() instanceof IndexColorModel || image.getSampleModel().getNumBands() > 2) {
            float[] colour = toColour(image).array();
            for (int i = 0; i < plane; i++) {
                values[i] = 0.299f * colour[i] + 0.587f * colour[plane + i] + 0.114f * colour[2 * plane + i];
            }
        } else {
            copySamples(image, 1, values);
        }
        return Tensor.wrap(Shape.of(1, image.getHeight(), image.getWidth()), values);
    }

    private static Tensor toColour(RenderedImage image) {
        int plane = image.getWidth() * image.getHeight();
        float[] values = new float[3 * plane];
        int bands = image.getSampleModel().getNumBands();
        if (image.getColorModel() instanceof IndexColorModel palette) {
            copyPalette(image, palette, values);
        } else if (bands > 2) {
            copySamples(image, 3, values);
        } else {
            copySamples(image, 1, values);
            System.arraycopy(values, 0, values, plane, plane);
            System.arraycopy(values, 0, values, 2 * plane, plane);
        }
        return Tensor.wrap(Shape.of(3, image.getHeight(), image.getWidth()), values);
    }

    /**
     * The stored samples as they are: what a file calls grey 128 is grey 128. (Java's grey colour space is linear, so that its
     * conversion to RGB would brighten them.)
     */
    private static void copySamples(RenderedImage image, int channels, float[] values) {
        Raster raster = image.getData();
        int width = raster.getWidth();
        int plane = width * raster.getHeight();
        int bands = raster.getNumBands();
        boolean hasAlpha = bands == channels + 1;
        float scale = 1f / ((1 << image.getColorModel().getComponentSize(0)) - 1);
        float[] row = new float[width * bands];
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            for (int x = 0; x < width; x++) {
                float alpha = hasAlpha ? row[x * bands + channels] * scale : 1;
                for (int channel = 0; channel < channels; channel++) {
                    values[channel * plane + y * width + x] = alpha * (row[x * bands + channel] * scale) + (1 - alpha);
                }
            }
        }
    }

    private static void copyPalette(RenderedImage image, IndexColorModel palette, float[] values) {
        Raster raster = image.getData();
        int width = raster.getWidth();
        int plane = width * raster.getHeight();
        int[] row = new int[width];
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, 0, row);
            for (int x = 0; x < width; x++) {
                int argb = palette.getRGB(row[x]);
                float alpha = (argb >>> 24) / 255f;
                for (int channel = 0; channel < 3; channel++) {
                    int level = argb >>> (16 - 8 * channel) & 0xFF;
                    values[channel * plane + y * width + x] = alpha * (level / 255f) + (1 - alpha);
                }
            }
        }
    }
}
