package dev.lanewise.train;

import static dev.lanewise.train.Trainer.batchSize;
import static dev.lanewise.train.Trainer.epochs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Linear;
import dev.lanewise.loss.Losses;
import dev.lanewise.optim.Adam;
import dev.lanewise.optim.Optimizer;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplerTest {

    /** 3, 11 and 86 examples of a class. */
    private static final Blobs UNEVEN = uneven();

    @TempDir
    private Path directory;

    private static Blobs uneven() {
        int[] labels = new int[100];
        Arrays.fill(labels, 14, 100, 2);
        Arrays.fill(labels, 3, 14, 1);
        return new Blobs(Tensor.zeros(Shape.of(100, 2)), labels);
    }

    private static int[] countsOf(int[] order, int size) {
        int[] counts = new int[size];
        for (int index : order) {
            counts[index]++;
        }
        return counts;
    }

    @Test
    void drawsInProportionToTheWeights() {
        int[] counts = countsOf(Sampler.weighted(new double[] {1, 0, 2, 3, 0}, 60_000).order(7, 1).of(5), 5);
        assertThat(counts[1]).isZero();
        assertThat(counts[4]).isZero();
        // five standard deviations of a binomial distribution
        assertThat(counts[0]).isCloseTo(10_000, within(5 * 92));
        assertThat(counts[2]).isCloseTo(20_000, within(5 * 116));
        assertThat(counts[3]).isCloseTo(30_000, within(5 * 123));
    }

    @Test
    void isAFunctionOfSeedAndEpoch() {
        Sampler sampler = Sampler.weighted(new double[] {1, 2, 3, 4, 5, 6, 7});
        int[] order = sampler.order(3, 2).of(7);
        assertThat(order).hasSize(7).isEqualTo(sampler.order(3, 2).of(7));
        assertThat(sampler.order(3, 1).of(7)).isNotEqualTo(order);
        assertThat(sampler.order(4, 2).of(7)).isNotEqualTo(order);
        assertThat(Sampler.shuffled().order(3, 2)).isEqualTo(Order.shuffled(3, 2));
        assertThat(Sampler.stored().order(3, 2).of(4)).containsExactly(0, 1, 2, 3);
    }

    @Test
    void balancedClassesComeEquallyOften() {
        Sampler sampler = Sampler.balanced(UNEVEN);
        int[] classes = new int[3];
        for (int epoch = 1; epoch <= 300; epoch++) {
            for (int index : sampler.order(1, epoch).of(100)) {
                classes[UNEVEN.labels()[index]]++;
            }
        }
        for (int count : classes) {
            assertThat(count).isCloseTo(10_000, within(5 * 82));
        }
    }

    @Test
    void classWeightsAreThoseOfScikitLearn() {
        Tensor weights = ClassWeights.balanced(UNEVEN, 3);
        // sklearn.utils.class_weight.compute_class_weight("balanced", classes=[0, 1, 2], y=…)
        assertThat(weights.toArray()).containsExactly(11.111111f, 3.030303f, 0.3875969f);
        assertThatIllegalArgumentException().isThrownBy(() -> ClassWeights.balanced(UNEVEN, 4))
                .withMessage("class weights: class 3 has no example among the 100; add some, or leave the class out");
        assertThatIllegalArgumentException().isThrownBy(() -> ClassWeights.balanced(UNEVEN, 2))
                .withMessage("class weights: expected labels below 2, found 2");
        assertThatIllegalArgumentException().isThrownBy(() -> ClassWeights.balanced(Blobs.of(0, 1), 2)).withMessageContaining("empty");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClassWeights.balanced(new Blobs(Tensor.zeros(Shape.of(2, 2)), new int[] {0, -1}), 2))
                .withMessage("class weights: example 1 has the label -1; expected at least 0");
    }

    @Test
    void wrongWeightsAreErrors() {
        assertThatIllegalArgumentException().isThrownBy(() -> weighted(1, -1)).withMessageContaining("found -1.0 for example 1");
        assertThatIllegalArgumentException().isThrownBy(() -> weighted(1, Double.NaN)).withMessageContaining("found NaN");
        assertThatIllegalArgumentException().isThrownBy(() -> weighted(0, 0)).withMessageContaining("a sum above 0");
        assertThatIllegalArgumentException().isThrownBy(() -> Sampler.weighted(new double[] {1}, 0)).withMessageContaining("at least 1 example");
        assertThatIllegalArgumentException().isThrownBy(() -> weighted(1, 2).order(1, 1).of(3))
                .withMessage("sampler: there are weights for 2 examples, found a data set of 3; give each example one weight");
    }

    private static Sampler weighted(double... weights) {
        return Sampler.weighted(weights);
    }

    private static Trainer trainer(Layer model) {
        return Trainer.of(model, Optimizer.of(model.parameters(), Adam.withLearningRate(1e-2)), Losses::crossEntropy)
                .sampler(Sampler.balanced(Blobs.of(90, 1)));
    }

    @Test
    void goesOnInTheMiddleOfAnEpoch() {
        Blobs train = Blobs.of(90, 1);
        Layer whole = Linear.of(2, 3, Philox.seeded(1));
        History history = trainer(whole).fit(train, epochs(2), batchSize(16));
        Layer shuffled = Linear.of(2, 3, Philox.seeded(1));
        trainer(shuffled).sampler(Sampler.shuffled()).fit(train, epochs(2), batchSize(16));
        assertThat(shuffled.parameters().fingerprint()).isNotEqualTo(whole.parameters().fingerprint());
        MemoryStore store = new MemoryStore();
        assertThatIllegalStateException().isThrownBy(() -> trainer(Linear.of(2, 3, Philox.seeded(1))).checkpoint(directory, store)
                .checkpointEvery(1).callback(new Callback() {
                    @Override
                    public void afterStep(Training training) {
                        if (training.epoch() == 2 && training.step() == 4) {
                            throw new IllegalStateException("killed");
                        }
                    }
                }).fit(train, epochs(2), batchSize(16)));
        Layer resumed = Linear.of(2, 3, Philox.seeded(1));
        History rest = trainer(resumed).checkpoint(directory, store).resume().fit(train, epochs(2), batchSize(16));
        assertThat(resumed.parameters().fingerprint()).isEqualTo(whole.parameters().fingerprint());
        assertThat(rest.last().train()).isEqualTo(history.last().train());
    }
}
