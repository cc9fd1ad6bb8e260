package dev.lanewise.io.text;

import dev.lanewise.random.Philox;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.train.Batch;
import dev.lanewise.train.Batches;
import dev.lanewise.train.Dataset;
import dev.lanewise.train.FilledBatches;
import dev.lanewise.train.Order;

/** Windows over tokens. All batches of one pass share their storage; each is valid until the next one is asked for. */
record TokenWindows(Tokens tokens, int length, int size, Places places) implements Dataset {

    /** Where windows begin. */
    enum Places {
        SIDE_BY_SIDE, ANYWHERE, CONSECUTIVE
    }

    @Override
    public boolean rowsGoOn() {
        return places == Places.CONSECUTIVE;
    }

    @Override
    public Batches batches(int batchSize, Order order) {
        if (batchSize < 1) {
            throw new IllegalArgumentException("batches: the batch size must be at least 1, found " + batchSize);
        }
        return new Pass(batchSize, places == Places.CONSECUTIVE ? consecutiveStarts(batchSize, order) : starts(order));
    }

    /** Where the windows begin. */
    private int[] starts(Order order) {
        if (places == Places.SIDE_BY_SIDE) {
            int[] starts = order.of(size);
            for (int i = 0; i < starts.length; i++) {
                starts[i] *= length;
            }
            return starts;
        }
        Philox random = random(order);
        long everywhere = (long) tokens.size() - length;
        int[] starts = new int[size];
        for (int i = 0; i < size; i++) {
            starts[i] = (int) ((random.nextLong() >>> 32) * everywhere >>> 32); // uniform up to 2⁻³²
        }
        return starts;
    }

    private static Philox random(Order order) {
        return switch (order) {
            case Order.Stored stored -> Philox.seeded(0).stream(0);
            case Order.Shuffled(long seed, int epoch) -> Philox.seeded(seed).stream(epoch);
            case Order.Drawn drawn -> throw new IllegalArgumentException("tokens: windows that begin anywhere cannot be drawn by weight; shuffle them");
        };
    }

    /* Each row of a batch has its part of the text, and goes on in the next batch. What is left over is left out, in front or behind. */
    private int[] consecutiveStarts(int rows, Order order) {
        int windows = size / rows; // of a row
        if (windows == 0) {
            throw new IllegalArgumentException("tokens: batches of " + rows + " rows that go on need at least " + rows + " windows of " + length
                    + ", found " + size + "; use smaller batches, shorter windows, or a longer text");
        }
        int spare = tokens.size() - 1 - rows * windows * length;
        int first = order instanceof Order.Stored ? 0 : (int) ((random(order).nextLong() >>> 32) * (spare + 1L) >>> 32);
        int[] starts = new int[rows * windows];
        for (int i = 0; i < starts.length; i++) {
            starts[i] = first + (i % rows * windows + i / rows) * length;
        }
        return starts;
    }

    private final class Pass extends FilledBatches {

        private final int[] starts;

        Pass(int batchSize, int[] starts) {
            super(starts.length, batchSize);
            this.starts = starts;
        }

        @Override
        protected Batch newBatch(int count) {
            Shape shape = Shape.of(count, length);
            return new Batch(Tensor.zeros(shape), IntTensor.wrap(shape, new int[shape.size()]));
        }

        @Override
        protected void fill(Batch batch, int first) {
            for (int i = 0; i < batch.size(); i++) {
                tokens.copyWindow(starts[first + i], length, batch.inputs(), batch.labels(), i * length);
            }
        }
    }
}
