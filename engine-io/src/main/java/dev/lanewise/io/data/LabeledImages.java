package dev.lanewise.io.data;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.train.Batch;
import dev.lanewise.train.Batches;
import dev.lanewise.train.Dataset;
import dev.lanewise.train.Order;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Images and their classes in memory: one byte for each value, which becomes value/255 in a batch.
 *
 * <p>All batches of one pass share their storage; each is valid until the next one is asked for.
 */
public final class LabeledImages implements Dataset {

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
                throw new IllegalArgumentException("images: label " + Byte.toUnsignedInt(labels[i]) + " at position " + i
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

    /** How many images there are. */
    @Override
    public int size() {
        return labels.length;
    }

    /** How many classes the labels may name. */
    public int classes() {
        return classes;
    }

    /** The shape of one image, {@code [channels, height, width]}. */
    public Shape imageShape() {
        return imageShape;
    }

    /** The class of one image. */
    public int label(int index) {
        return Byte.toUnsignedInt(labels[index]);
    }

    /** One image, {@code [channels, height, width]}. */
    public Tensor image(int index) {
        float[] values = new float[imageShape.size()];
        copyImage(index, values, 0);
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
    public Batches batches(int batchSize, Order order) {
        if (batchSize < 1) {
            throw new IllegalArgumentException("batches: the batch size must be at least 1, found " + batchSize);
        }
        return new Pass(batchSize, order.of(size()));
    }

    private void copyImage(int index, float[] values, int to) {
        int size = imageShape.size();
        int from = index * size;
        for (int i = 0; i < size; i++) {
            values[to + i] = LEVELS[pixels[from + i] & 0xFF];
        }
    }

    /** One pass in a fixed order. Nothing is computed for the batches that {@link #from} leaves out. */
    private final class Pass implements Batches {

        private final int batchSize;
        private final int[] order;

        Pass(int batchSize, int[] order) {
            this.batchSize = batchSize;
            this.order = order;
        }

        @Override
        public int examples() {
            return order.length;
        }

        @Override
        public int count() {
            return (int) (((long) order.length + batchSize - 1) / batchSize);
        }

        @Override
        public Iterator<Batch> from(int first) {
            if (first < 0 || first > count()) {
                throw new IndexOutOfBoundsException("batches: there are " + count() + ", cannot begin at number " + first);
            }
            return new Iterator<>() {

                private long position = (long) first * batchSize;
                private @Nullable Batch reused;

                @Override
                public boolean hasNext() {
                    return position < order.length;
                }

                @Override
                public Batch next() {
                    if (!hasNext()) {
                        throw new NoSuchElementException("batches: the pass is over after " + count() + " batches");
                    }
                    int size = (int) Math.min(batchSize, order.length - position);
                    Batch batch = reused;
                    if (batch == null || batch.size() != size) {
                        batch = newBatch(size);
                        reused = batch;
                    }
                    fill(batch, (int) position);
                    position += size;
                    return batch;
                }
            };
        }

        private Batch newBatch(int size) {
            int[] image = imageShape.toArray();
            int[] dimensions = new int[image.length + 1];
            dimensions[0] = size;
            System.arraycopy(image, 0, dimensions, 1, image.length);
            return new Batch(Tensor.zeros(Shape.of(dimensions)), IntTensor.wrap(Shape.of(size), new int[size]));
        }

        private void fill(Batch batch, int position) {
            float[] values = batch.inputs().array();
            int[] classesOfBatch = batch.labels().array();
            for (int i = 0; i < classesOfBatch.length; i++) {
                int index = order[position + i];
                copyImage(index, values, i * imageShape.size());
                classesOfBatch[i] = Byte.toUnsignedInt(labels[index]);
            }
        }
    }
}
