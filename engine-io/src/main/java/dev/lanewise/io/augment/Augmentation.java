package dev.lanewise.io.augment;

import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.train.Batch;
import dev.lanewise.train.Batches;
import dev.lanewise.train.ChangedBatches;
import dev.lanewise.train.Dataset;
import dev.lanewise.train.Order;
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

    /** The examples with these changes. All batches of one iterator share their storage; each is valid until the next one is asked for. */
    public Dataset over(Dataset examples) {
        return new Dataset() {
            @Override
            public int size() {
                return examples.size();
            }

            @Override
            public Batches batches(int batchSize, Order order) {
                Philox random = random(order);
                return new ChangedBatches(examples.batches(batchSize, order), batchSize, () -> new Change(random));
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

    private final class Change implements ChangedBatches.Change {

        private final @Nullable Philox random;
        private final Picture picture = new Picture();
        private @Nullable Batch storage;

        Change(@Nullable Philox random) {
            this.random = random;
        }

        @Override
        public Batch of(Batch original, long first) {
            Batch batch = original.copyTo(storage);
            storage = batch;
            for (int number = 0; number < steps.size(); number++) {
                batch = apply(number, batch, first);
            }
            return batch;
        }

        private Batch apply(int number, Batch batch, long first) {
            Step step = steps.get(number);
            if (random == null && step.isRandom()) {
                return batch;
            }
            switch (step) {
                case BatchStep whole -> {
                    return whole.apply(batch, generator(first, number));
                }
                case ImageStep single -> {
                    Tensor inputs = batch.inputs();
                    picture.requireImages(step, inputs);
                    for (int i = 0; i < batch.size(); i++) {
                        picture.show(inputs, i);
                        single.apply(picture, generator(first + i, number));
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
    }
}
