package dev.lanewise.train;

import dev.lanewise.layers.Initializers;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Iterator;
import java.util.stream.IntStream;

/** Points around the corners of a triangle, to be told apart. Also the plainest data set that there can be. */
record Blobs(Tensor points, int[] labels) implements Dataset {

    static final int CLASSES = 3;

    static Blobs of(int size, long seed) {
        Philox random = Philox.seeded(seed);
        Tensor points = Initializers.normal(0, 0.4).values(Shape.of(size, 2), random);
        int[] labels = new int[size];
        for (int i = 0; i < size; i++) {
            labels[i] = random.nextInt(CLASSES);
            points.array()[2 * i] += labels[i] == 1 ? 1 : labels[i] == 2 ? -1 : 0;
            points.array()[2 * i + 1] += labels[i] == 0 ? 1 : -1;
        }
        return new Blobs(points, labels);
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public Batches batches(int batchSize, Order order) {
        int[] examples = order.of(size());
        return new Batches() {
            @Override
            public int examples() {
                return examples.length;
            }

            @Override
            public int count() {
                return (examples.length + batchSize - 1) / batchSize;
            }

            @Override
            public Iterator<Batch> from(int first) {
                return IntStream.range(first, count()).mapToObj(this::batch).iterator();
            }

            private Batch batch(int number) {
                int from = number * batchSize;
                int size = Math.min(batchSize, examples.length - from);
                float[] x = new float[2 * size];
                int[] y = new int[size];
                for (int i = 0; i < size; i++) {
                    System.arraycopy(points.array(), 2 * examples[from + i], x, 2 * i, 2);
                    y[i] = labels[examples[from + i]];
                }
                return new Batch(Tensor.wrap(Shape.of(size, 2), x), IntTensor.of(y));
            }
        };
    }
}
