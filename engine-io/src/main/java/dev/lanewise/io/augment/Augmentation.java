package dev.lanewise.io.augment;

import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.train.Batch;
import dev.lanewise.train.Batches;
import dev.lanewise.train.Dataset;
import dev.lanewise.train.Order;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Steps that change examples on their way to the model, so that it sees more than there is.
 *
 * <pre>{@code
 * var augmentation = Augmentation.of(new RandomCrop(4), new HorizontalFlip(0.5));
 * trainer.fit(DataLoader.of(augmentation.over(train), 2), epochs(10), batchSize(32));
 * }</pre>
 *
 * <p>What happens to an example is a function of the seed and the epoch of the order, and of the example's number in the pass: it does not
 * depend on threads, on the size of the batches (but for steps over whole batches), or on where a training was interrupted. In
 * the {@linkplain Order#stored stored order}, in which models are judged, only those steps are taken that have nothing to do with
 * chance. The data set itself is never changed.
 */
public final class Augmentation {

    private final List<Step> steps;

    private Augmentation(List<Step> steps) {
        this.steps = steps;
    }

    /** These steps, one after the other. */
    public static Augmentation of(Step... steps) {
        return new Augmentation(List.of(steps));
    }

    /** The examples with these changes. All batches of one pass share their storage; each is valid until the next one is asked for. */
    public Dataset over(Dataset examples) {
        return new Dataset() {
            @Override
            public int size() {
                return examples.size();
            }

            @Override
            public Batches batches(int batchSize, Order order) {
                return new Pass(examples.batches(batchSize, order), batchSize, random(order));
            }
        };
    }

    /** The source of all chance in one pass, which the shuffling does not use; none in the stored order. */
    private static @Nullable Philox random(Order order) {
        return switch (order) {
            case Order.Stored stored -> null;
            case Order.Shuffled shuffled -> Philox.seeded(shuffled.seed()).stream(-1L - shuffled.epoch());
            case Order.Drawn drawn -> Philox.seeded(drawn.seed()).stream(-1L - drawn.epoch());
        };
    }

    private final class Pass implements Batches {

        private final Batches inner;
        private final int batchSize;
        private final @Nullable Philox random;

        Pass(Batches inner, int batchSize, @Nullable Philox random) {
            this.inner = inner;
            this.batchSize = batchSize;
            this.random = random;
        }

        @Override
        public int examples() {
            return inner.examples();
        }

        @Override
        public int count() {
            return inner.count();
        }

        @Override
        public Iterator<Batch> from(int first) {
            Iterator<Batch> source = inner.from(first);
            return new Iterator<>() {

                private long position = (long) first * batchSize;
                private @Nullable Batch storage;
                private final Picture picture = new Picture();

                @Override
                public boolean hasNext() {
                    return source.hasNext();
                }

                @Override
                public Batch next() {
                    Batch batch = source.next().copyTo(storage);
                    storage = batch;
                    for (int number = 0; number < steps.size(); number++) {
                        batch = apply(number, batch, position);
                    }
                    position += batch.size();
                    return batch;
                }

                private Batch apply(int number, Batch batch, long firstExample) {
                    Step step = steps.get(number);
                    if (random == null && step.isRandom()) {
                        return batch;
                    }
                    switch (step) {
                        case BatchStep whole -> {
                            return whole.apply(batch, generator(firstExample, number));
                        }
                        case ImageStep single -> {
                            Tensor inputs = batch.inputs();
                            picture.requireImages(step, inputs);
                            for (int i = 0; i < batch.size(); i++) {
                                picture.show(inputs, i);
                                single.apply(picture, generator(firstExample + i, number));
                            }
                            return batch;
                        }
                    }
                }

                /* Each step has chance of its own, so that one more step leaves the others as they were. */
                private Philox generator(long example, int step) {
                    Philox pass = random == null ? Philox.seeded(0) : random;
                    return pass.stream(example).stream(step);
                }
            };
        }

        @Override
        public void close() {
            inner.close();
        }
    }
}
