package dev.lanewise.train;

import static dev.lanewise.op.Arithmetic.multiply;
import static dev.lanewise.op.Arithmetic.subtract;
import static dev.lanewise.op.Reductions.mean;
import static dev.lanewise.train.Trainer.batchSize;
import static dev.lanewise.train.Trainer.epochs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.lanewise.layers.Initializers;
import dev.lanewise.layers.Linear;
import dev.lanewise.loss.Loss;
import dev.lanewise.loss.Losses;
import dev.lanewise.metric.Accuracy;
import dev.lanewise.metric.Metric;
import dev.lanewise.optim.Adam;
import dev.lanewise.optim.Optimizer;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Regression and shares of classes: batches whose targets are floats. */
class FloatTargetsTest {

    private static final int EXAMPLES = 101;

    /** y = 2a − 3b + 1. */
    private record Plane(Tensor points) implements Dataset {

        @Override
        public int size() {
            return EXAMPLES;
        }

        @Override
        public Batches batches(int batchSize, Order order) {
            int[] examples = order.of(EXAMPLES);
            return new Batches() {
                @Override
                public int examples() {
                    return EXAMPLES;
                }

                @Override
                public int count() {
                    return Math.ceilDiv(EXAMPLES, batchSize);
                }

                @Override
                public Iterator<Batch> from(int first) {
                    return IntStream.range(first, count()).mapToObj(number -> {
                        int[] chosen = IntStream.range(number * batchSize, Math.min((number + 1) * batchSize, EXAMPLES)).toArray();
                        Tensor inputs = Tensor.zeros(Shape.of(chosen.length, 2));
                        Tensor values = Tensor.zeros(Shape.of(chosen.length, 1));
                        for (int i = 0; i < chosen.length; i++) {
                            float a = points.get(examples[chosen[i]], 0);
                            float b = points.get(examples[chosen[i]], 1);
                            inputs.array()[2 * i] = a;
                            inputs.array()[2 * i + 1] = b;
                            values.array()[i] = 2 * a - 3 * b + 1;
                        }
                        return new Batch(inputs, values);
                    }).iterator();
                }
            };
        }
    }

    private static final Plane PLANE = new Plane(Initializers.normal(0, 1).values(Shape.of(EXAMPLES, 2), Philox.seeded(3)));

    private static Tensor squares(Tensor outputs, Tensor values) {
        Tensor difference = subtract(outputs, values);
        return mean(multiply(difference, difference));
    }

    /** The largest error. */
    private static final class LargestError implements Metric {
        private double largest;

        @Override
        public String name() {
            return "largest_error";
        }

        @Override
        public void add(Tensor outputs, Tensor values) {
            for (int i = 0; i < values.size(); i++) {
                largest = Math.max(largest, Math.abs(outputs.array()[i] - values.array()[i]));
            }
        }

        @Override
        public double value() {
            return largest;
        }

        @Override
        public void reset() {
            largest = 0;
        }

        @Override
        public double[] sums() {
            return new double[] {largest};
        }

        @Override
        public void restore(double[] sums) {
            largest = sums[0];
        }
    }

    @Test
    void aPlaneIsLearned() {
        Linear model = Linear.of(2, 1, Philox.seeded(1));
        Trainer.of(model, Optimizer.of(model.parameters(), Adam.withLearningRate(0.1f)), Loss.ofValues(FloatTargetsTest::squares))
                .validate(PLANE).metric(new LargestError()).fit(PLANE, epochs(60), batchSize(8));
        assertThat(model.weight().toArray()).usingComparatorWithPrecision(1e-3f).containsExactly(2, -3);
        Scores scores = Evaluation.of(model, PLANE, batchSize(7), Loss.ofValues(FloatTargetsTest::squares), List.of(new LargestError()));
        assertThat(scores.loss()).isLessThan(1e-5);
        assertThat(scores.metrics().get("largest_error")).isLessThan(0.01);
    }

    @Test
    void whatDoesNotFitTheTargetsIsNamed() {
        Linear model = Linear.of(2, 1, Philox.seeded(1));
        Trainer classes = Trainer.of(model, Optimizer.of(model.parameters(), Adam.withLearningRate(0.1f)), Losses::crossEntropy);
        assertThatIllegalArgumentException().isThrownBy(() -> classes.fit(PLANE, epochs(1), batchSize(8)))
                .withMessage("loss: this one is for class labels, found float targets of shape [8, 1]; use Loss.ofValues(…) for regression, "
                        + "or Loss.ofBoth(…) where examples are mixed");
        Loss values = Loss.ofValues(FloatTargetsTest::squares);
        assertThatIllegalArgumentException().isThrownBy(() -> values.of(Tensor.zeros(Shape.of(3, 2)), IntTensor.of(0, 1, 1)))
                .withMessageContaining("loss: this one is for float targets, found class labels of shape [3]");
        assertThatIllegalArgumentException().isThrownBy(() -> new LargestError().add(Tensor.zeros(Shape.of(3, 2)), IntTensor.of(0, 1, 1)))
                .withMessageContaining("largest_error: expected float targets, found class labels of shape [3]");
        Batch batch = new Batch(Tensor.zeros(Shape.of(2, 3)), Tensor.zeros(Shape.of(2)));
        assertThatIllegalStateException().isThrownBy(batch::labels).withMessageContaining("its targets are floats of shape [2]");
        assertThatIllegalStateException().isThrownBy(() -> new Batch(batch.inputs(), IntTensor.of(1, 2)).values())
                .withMessageContaining("its targets are class labels of shape [2]");
        assertThatIllegalArgumentException().isThrownBy(() -> new Batch(batch.inputs(), Tensor.zeros(Shape.of(3, 1))))
                .withMessageContaining("inputs [2, 3] and target values [3, 1] must agree in their first dimension");
    }

    @Test
    void aLossMayTakeBoth() {
        Loss both = Loss.ofBoth(Losses::crossEntropy, FloatTargetsTest::squares);
        assertThat(both.of(Tensor.of(Shape.of(1, 2), 0, 0), IntTensor.of(1)).item()).isEqualTo((float) Math.log(2));
        assertThat(both.of(Tensor.of(Shape.of(1, 2), 3, 0), Tensor.of(Shape.of(1, 2), 1, 2)).item()).isEqualTo(4);
    }

    @Test
    void accuracyOfSharesIsThatOfTheLargestShare() {
        Accuracy accuracy = new Accuracy();
        accuracy.add(Tensor.of(Shape.of(3, 2), 1, 2, 5, 3, Float.NaN, 1), Tensor.of(Shape.of(3, 2), 0.4f, 0.6f, 0.3f, 0.7f, 0.9f, 0.1f));
        assertThat(accuracy.value()).isEqualTo(1.0 / 3);
        assertThatIllegalArgumentException().isThrownBy(() -> accuracy.add(Tensor.zeros(Shape.of(3, 2)), Tensor.zeros(Shape.of(3, 1))))
                .withMessageContaining("found [3, 2] and [3, 1]");
    }
}
