package dev.lanewise.io.data;

import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Shape;
import dev.lanewise.train.Batch;
import dev.lanewise.train.Batches;
import dev.lanewise.train.Dataset;
import dev.lanewise.train.Order;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Examples that come one after the other from a source, such as a file larger than memory. Only one batch and a shuffle buffer are held.
 *
 * <p>In a shuffled order each example is drawn from a buffer into which the source flows: a function of the seed, the epoch and the size of
 * the buffer. An example comes at most that much earlier than it stands in the source, so that a source which is sorted by class needs
 * a large buffer, or to be shuffled once. An error of the source is an {@link UncheckedIOException} where its batch would have come.
 */
public final class StreamedExamples implements Dataset {

    private static final int USUAL_BUFFER = 1024;

    /** Storage for one example, which a {@link Cursor} fills. */
    public static final class Example {

        private final float[] input;
        private final float[] values;
        private int label;

        private Example(int inputSize, int valueSize) {
            this.input = new float[inputSize];
            this.values = new float[valueSize];
        }

        /** The input, row by row. */
        public float[] input() {
            return input;
        }

        /** The floats to be approached, row by row; none if the targets are classes. */
        public float[] values() {
            return values;
        }

        /** Sets the class. */
        public void label(int number) {
            this.label = number;
        }
    }

    /** Where the examples come from: the same ones in the same order each time. */
    @FunctionalInterface
    public interface Source {
        /** Begins with the first example. */
        Cursor open() throws IOException;
    }

    /** One pass over the source. */
    public interface Cursor extends Closeable {
        /** Writes the next example to {@code storage}; returns whether there was one. */
        boolean next(Example storage) throws IOException;
    }

    private final Source source;
    private final Shape inputShape;
    private final int classes;
    private final Shape valueShape;
    private final int size;
    private final int buffer;

    private StreamedExamples(Source source, Shape inputShape, int classes, Shape valueShape, int size, int buffer) {
        this.source = source;
        this.inputShape = inputShape;
        this.classes = classes;
        this.valueShape = valueShape;
        this.size = size;
        this.buffer = buffer;
    }

    /**
     * Examples of classes. The source is read once now, to count and check them.
     *
     * @param classes labels are 0 to this number minus one
     * @throws IOException of the source
     * @throws IllegalArgumentException if a label is out of range, or an input is NaN or infinite
     */
    public static StreamedExamples classified(Source source, Shape inputShape, int classes) throws IOException {
        if (classes < 1) {
            throw new IllegalArgumentException("stream: expected at least 1 class, found " + classes);
        }
        return counted(source, inputShape, classes, Shape.of(0));
    }

    /** Examples with floats to be approached, as {@link #classified}. */
    public static StreamedExamples withValues(Source source, Shape inputShape, Shape valueShape) throws IOException {
        return counted(source, inputShape, 0, valueShape);
    }

    private static StreamedExamples counted(Source source, Shape inputShape, int classes, Shape valueShape) throws IOException {
        StreamedExamples unknown = new StreamedExamples(source, inputShape, classes, valueShape, 0, 1);
        Example example = unknown.newExample();
        long count = 0;
        try (Cursor cursor = source.open()) {
            for (; cursor.next(example); count++) {
                unknown.check(example, count);
            }
        }
        if (count > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("stream: expected at most 2^31 − 1 examples, found " + count + "; split the source");
        }
        return new StreamedExamples(source, inputShape, classes, valueShape, (int) count, USUAL_BUFFER);
    }

    /**
     * With a shuffle buffer of this size.
     *
     * @param examples how many examples it holds, at least 1; 1024 if this is not called
     */
    public StreamedExamples shuffleBuffer(int examples) {
        if (examples < 1) {
            throw new IllegalArgumentException("stream: the shuffle buffer must hold at least 1 example, found " + examples);
        }
        return new StreamedExamples(source, inputShape, classes, valueShape, size, examples);
    }

    Example newExample() {
        return new Example(inputShape.size(), classes > 0 ? 0 : valueShape.size());
    }

    void check(Example example, long number) {
        if (classes > 0 && (example.label < 0 || example.label >= classes)) {
            throw new IllegalArgumentException("stream: label " + example.label + " of example " + number + " is out of range; expected 0 to "
                    + (classes - 1));
        }
        requireFinite("inputs", example.input, number);
        requireFinite("target values", example.values, number);
    }

    private static void requireFinite(String what, float[] values, long number) {
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException("stream: the " + what + " of example " + number + " hold " + values[i] + " at position " + i
                        + "; expected finite numbers: leave such examples out, or fill the gaps");
            }
        }
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Batches batches(int batchSize, Order order) {
        if (batchSize < 1) {
            throw new IllegalArgumentException("batches: the batch size must be at least 1, found " + batchSize);
        }
        return switch (order) {
            case Order.Stored stored -> new Pass(batchSize, null);
            case Order.Shuffled(long seed, int epoch) -> new Pass(batchSize, Philox.seeded(seed).stream(epoch));
            case Order.Drawn drawn -> throw new IllegalArgumentException("stream: examples of a stream cannot be drawn by weight; shuffle them,"
                    + " or read them into memory");
        };
    }

    private final class Pass implements Batches {

        private final int batchSize;
        private final @Nullable Philox random;
        private final List<Cursor> open = new ArrayList<>();

        Pass(int batchSize, @Nullable Philox random) {
            this.batchSize = batchSize;
            this.random = random;
        }

        @Override
        public int examples() {
            return size;
        }

        @Override
        public int count() {
            return Math.ceilDiv(size, batchSize);
        }

        @Override
        public Iterator<Batch> from(int first) {
            if (first < 0 || first > count()) {
                throw new IndexOutOfBoundsException("batches: there are " + count() + ", cannot begin at number " + first);
            }
            try {
                Cursor cursor = source.open();
                open.add(cursor);
                StreamFlow flow = new StreamFlow(StreamedExamples.this, cursor, random == null ? 1 : buffer,
                        random == null ? null : Philox.at(random.key(), 0));
                for (long i = 0; i < (long) first * batchSize && i < size; i++) {
                    flow.take();
                    flow.refill();
                }
                return new InBatches(flow, Math.min((long) first * batchSize, size), batchSize);
            } catch (IOException e) {
                throw new UncheckedIOException(e.getMessage(), e);
            }
        }

        @Override
        public void close() {
            for (Cursor cursor : open) {
                try {
                    cursor.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e.getMessage(), e);
                }
            }
            open.clear();
        }
    }

    private final class InBatches implements Iterator<Batch> {

        private final StreamFlow flow;
        private final int batchSize;
        private long position;
        private @Nullable Batch reused;

        InBatches(StreamFlow flow, long position, int batchSize) {
            this.flow = flow;
            this.position = position;
            this.batchSize = batchSize;
        }

        @Override
        public boolean hasNext() {
            return position < size;
        }

        @Override
        public Batch next() {
            if (!hasNext()) {
                throw new NoSuchElementException("batches: the pass is over");
            }
            int count = (int) Math.min(batchSize, size - position);
            Batch batch = reused;
            if (batch == null || batch.size() != count) {
                batch = classes > 0 ? BatchStorage.ofLabels(count, inputShape, Shape.scalar())
                        : BatchStorage.ofValues(count, inputShape, valueShape);
                reused = batch;
            }
            try {
                for (int i = 0; i < count; i++) {
                    write(flow.take(), batch, i);
                    flow.refill();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e.getMessage(), e);
            }
            position += count;
            return batch;
        }

        private void write(Example example, Batch batch, int at) {
            System.arraycopy(example.input, 0, batch.inputs().array(), at * example.input.length, example.input.length);
            if (classes > 0) {
                batch.labels().array()[at] = example.label;
            } else {
                System.arraycopy(example.values, 0, batch.values().array(), at * example.values.length, example.values.length);
            }
        }
    }
}
