package dev.lanewise.io.data;

import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;

/**
 * Images and their classes in memory: one byte for each value, which becomes value/255 in a batch.
 *
 * <p>All batches of one pass share their storage; each is valid until the next one is asked for.
 */
public final class LabeledImages implements Examples {

    /** The value of each byte as PyTorch's {@code ToTensor} gives it: divided, not multiplied with 1/255. */
    private static final float[] LEVELS = new float[256];

    static {
        for (int level = 0; level < LEVELS.length; level++) {
            LEVELS[level] = level / 255f;
        }
    }

    private final Shape imageShape;
    private final byte[] pixels;
    private final byte[] labels;
    private final int classes;

    private LabeledImages(Shape imageShape, byte[] pixels, byte[] labels, int classes) {
        if (pixels.length != (long) labels.length * imageShape.size()) {
            throw new IllegalArgumentException("images: " + labels.length + " of shape " + imageShape + " have "
                    + (long) labels.length * imageShape.size() + " values, found " + pixels.length);
        }
        for (int i = 0; i < labels.length; i++) {
            if (Byte.toUnsignedInt(labels[i]) >= classes) {
                throw new IllegalArgumentException("label " + Byte.toUnsignedInt(labels[i]) + " at position " + i
                        + " is out of range; expected 0 to " + (classes - 1));
            }
        }
        this.imageShape = imageShape;
        this.pixels = pixels;
        this.labels = labels;
        this.classes = classes;
    }

    /**
     * Grey images over these very arrays, which the caller gives away.
     *
     * @param pixels unsigned bytes, image by image and row by row
     * @param labels the class of each image, an unsigned byte
     * @param classes labels are 0 to this number minus one
     */
    public static LabeledImages grey(int height, int width, byte[] pixels, byte[] labels, int classes) {
        return new LabeledImages(Shape.of(1, height, width), pixels, labels, classes);
    }

    /**
     * Images in red, green and blue over these very arrays, which the caller gives away.
     *
     * @param pixels unsigned bytes, image by image, in each all of red, then green, then blue, row by row
     * @param labels the class of each image, an unsigned byte
     * @param classes labels are 0 to this number minus one
     */
    public static LabeledImages colour(int height, int width, byte[] pixels, byte[] labels, int classes) {
        return new LabeledImages(Shape.of(3, height, width), pixels, labels, classes);
    }

    /** How many images there are. */
    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public int classes() {
        return classes;
    }

    /** The shape of one image, {@code [channels, height, width]}. */
    public Shape imageShape() {
        return imageShape;
    }

    @Override
    public Shape inputShape() {
        return imageShape;
    }

    @Override
    public int label(int index) {
        return Byte.toUnsignedInt(labels[index]);
    }

    /** One image, {@code [channels, height, width]}. */
    public Tensor image(int index) {
        float[] values = new float[imageShape.size()];
        copyInput(index, values, 0);
        return Tensor.wrap(imageShape, values);
    }

    /**
     * The first {@code count} images.
     *
     * @throws IllegalArgumentException if there are not so many, or {@code count} is below 0
     */
    public LabeledImages first(int count) {
        if (count < 0 || count > size()) {
            throw new IllegalArgumentException("images: expected a count from 0 to " + size() + ", which is all of them, found " + count);
        }
        return new LabeledImages(imageShape, Arrays.copyOf(pixels, count * imageShape.size()), Arrays.copyOf(labels, count), classes);
    }

    @Override
    public void copyInput(int index, float[] values, int offset) {
        int size = imageShape.size();
        int from = index * size;
        for (int i = 0; i < size; i++) {
            values[offset + i] = LEVELS[pixels[from + i] & 0xFF];
        }
    }
}
