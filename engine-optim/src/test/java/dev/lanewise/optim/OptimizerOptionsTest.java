package dev.lanewise.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.lanewise.golden.OptimizerGolden;
import dev.lanewise.gradient.Gradients;
import dev.lanewise.layers.Initializers;
import dev.lanewise.layers.Layer;
import dev.lanewise.op.Arithmetic;
import dev.lanewise.op.Embedding;
import dev.lanewise.op.Reductions;
import dev.lanewise.parallel.AllocatedBytes;
import dev.lanewise.parallel.Parallel;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Groups of parameters, gradients of some rows, clipping, accumulation and averages. */
class OptimizerOptionsTest {

    private record Pair(Parameter weight, Parameter bias) implements Layer {
        @Override
        public Tensor forward(Tensor x) {
            return x;
        }
    }

    private record Table(Parameter weight) implements Layer {
        @Override
        public Tensor forward(Tensor x) {
            return x;
        }
    }

    private static Pair pair() {
        return new Pair(Parameter.of(Tensor.of(1, 2, 3)), Parameter.of(Tensor.of(Shape.of(2, 2), 1, 2, 3, 4)));
    }

    /** The loss is Σ weight·first + Σ bias·second. */
    private static Gradients gradients(Pair model, Tensor first, Tensor second) {
        return Gradients.of(() -> Arithmetic.add(Reductions.sum(Arithmetic.multiply(model.weight(), first)),
                Reductions.sum(Arithmetic.multiply(model.bias(), second))));
    }

    private static void step(Optimizer optimizer, Pair model, Tensor first, Tensor second) {
        try (var gradients = gradients(model, first, second)) {
            optimizer.step(gradients);
        }
    }

    private static final Tensor FIRST = Tensor.of(1, -1, 0.5f);
    private static final Tensor SECOND = Tensor.of(Shape.of(2, 2), 2, -2, 1, 0);

    @Test
    void groupsHaveRatesAndDecaysOfTheirOwn() {
        var sgd = Sgd.withLearningRate(0.5).weightDecay(0.25);
        Pair model = pair();
        var optimizer = Optimizer.of(model.parameters(), sgd).group("b*s", sgd.weightDecay(0).learningRate(0.125));
        step(optimizer, model, FIRST, SECOND);
        assertThat(model.weight().toArray()).containsExactly(1 - 0.5f * 1.25f, 2 - 0.5f * -0.5f, 3 - 0.5f * 1.25f);
        assertThat(model.bias().toArray()).containsExactly(0.75f, 2.25f, 2.875f, 4);
        optimizer.setLearningRate(0.25); // half, in both groups
        step(optimizer, model, Tensor.of(0, 0, 0), SECOND);
        assertThat(model.bias().toArray()).containsExactly(0.625f, 2.375f, 2.8125f, 4);
    }

    @Test
    void theLastGroupThatFitsCounts() {
        Pair model = pair();
        var optimizer = Optimizer.of(model.parameters(), Sgd.withLearningRate(1)).group("*", Sgd.withLearningRate(2))
                .group("weight", Sgd.withLearningRate(4));
        step(optimizer, model, FIRST, SECOND);
        assertThat(model.weight().toArray()).containsExactly(-3, 6, 1);
        assertThat(model.bias().toArray()).containsExactly(-3, 6, 1, 4);
    }

    @Test
    void aGroupMustFitSomethingAndComeFirst() {
        Pair model = pair();
        var optimizer = Optimizer.of(model.parameters(), Sgd.withLearningRate(1));
        assertThatIllegalArgumentException().isThrownBy(() -> optimizer.group("*.bias", Sgd.withLearningRate(1)))
                .withMessageContaining("no path matches \"*.bias\"");
        assertThatIllegalArgumentException().isThrownBy(() -> optimizer.group("*", Sgd.withLearningRate(-1))).withMessageContaining("-1");
        step(optimizer, model, FIRST, SECOND);
        assertThatIllegalStateException().isThrownBy(() -> optimizer.group("bias", Sgd.withLearningRate(1)))
                .withMessageContaining("before the first step");
    }

    @Test
    void theStateOfOtherGroupsIsRefused() {
        var adam = Adam.withLearningRate(0.1);
        Pair model = pair();
        var saved = Optimizer.of(model.parameters(), adam).group("bias", adam.weightDecay(0.5));
        step(saved, model, FIRST, SECOND);
        Optimizer same = Optimizer.of(pair().parameters(), adam).group("bias", adam.weightDecay(0.5));
        same.restore(saved.state());
        assertThat(same.state().groups()).isEqualTo(saved.state().groups()).hasSize(1);
        assertThatIllegalArgumentException().isThrownBy(() -> Optimizer.of(pair().parameters(), adam).restore(saved.state()))
                .withMessageContaining("groups of parameters were [bias Adam] in the state and are [] now");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Optimizer.of(pair().parameters(), adam).group("bias", adam.weightDecay(0.25)).restore(saved.state()))
                .withMessageContaining("the weight_decay of group bias was 0.5 in the state and is 0.25 now");
    }

    @Test
    void clippingByTheCommonNormIsPyTorchs() {
        var golden = OptimizerGolden.clipped();
        Pair model = pair();
        var optimizer = Optimizer.of(model.parameters(), Sgd.withLearningRate(1)).clip(Clipping.globalNorm(golden.limit()));
        try (var gradients = gradients(model, golden.before().get(0), golden.before().get(1))) {
            optimizer.step(gradients);
            assertThat(gradients.of(model.weight()).toArray()).containsExactly(golden.after().get(0).toArray(), within(1e-6f));
            assertThat(gradients.of(model.bias()).toArray()).containsExactly(golden.after().get(1).toArray(), within(1e-6f));
        }
        assertThat(optimizer.gradientNorm()).isCloseTo(golden.norm(), within(1e-5));
        assertThat(model.weight().array()[0]).isCloseTo(1 - golden.after().get(0).array()[0], within(1e-6f));
    }

    @Test
    void clippingByValueAndByEachNorm() {
        Pair model = pair();
        step(Optimizer.of(model.parameters(), Sgd.withLearningRate(1)).clip(Clipping.value(0.75)), model, FIRST, SECOND);
        assertThat(model.weight().toArray()).containsExactly(0.25f, 2.75f, 2.5f);
        assertThat(model.bias().toArray()).containsExactly(0.25f, 2.75f, 2.25f, 4);
        Pair other = pair();
        step(Optimizer.of(other.parameters(), Sgd.withLearningRate(1)).clip(Clipping.norm(1.5)), other, FIRST, SECOND);
        assertThat(other.weight().toArray()).as("its norm is 1.5").containsExactly(new float[] {0, 3, 2.5f}, within(1e-5f));
        assertThat(other.bias().toArray()).as("its norm is 3").containsExactly(new float[] {0, 3, 2.5f, 4}, within(1e-5f));
    }

    @Test
    void aGradientThatTwoParametersShareIsClippedOnce() {
        Pair model = new Pair(Parameter.of(Tensor.of(0, 0)), Parameter.of(Tensor.of(0, 0)));
        var optimizer = Optimizer.of(model.parameters(), Sgd.withLearningRate(1)).clip(Clipping.globalNorm(1));
        try (var gradients = Gradients.of(() -> Reductions.sum(Arithmetic.add(model.weight(), model.bias())))) {
            optimizer.step(gradients);
        }
        assertThat(optimizer.gradientNorm()).isEqualTo(2);
        assertThat(model.weight().toArray()).containsExactly(new float[] {-0.5f, -0.5f}, within(1e-6f));
        assertThat(model.bias().toArray()).containsExactly(model.weight().toArray());
    }

    @Test
    void aNormThatIsNotFiniteIsNamed() {
        Pair model = pair();
        var optimizer = Optimizer.of(model.parameters(), Sgd.withLearningRate(1)).clip(Clipping.globalNorm(1));
        try (var gradients = gradients(model, FIRST, SECOND)) {
            gradients.of(model.bias()).array()[3] = Float.NaN;
            assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> optimizer.step(gradients))
                    .withMessageContaining("gradient of parameter bias [2, 2] is not finite");
        }
        assertThat(model.weight().toArray()).containsExactly(1, 2, 3);
        assertThatIllegalArgumentException().isThrownBy(() -> Clipping.value(0)).withMessageContaining("above 0");
        assertThatIllegalArgumentException().isThrownBy(() -> Clipping.norm(Double.NaN)).withMessageContaining("NaN");
    }

    @Test
    void batchesAccumulateToOneLargeBatch() {
        Pair parts = pair();
        var optimizer = Optimizer.of(parts.parameters(), Adam.withLearningRate(0.5)).clip(Clipping.globalNorm(1));
        Pair whole = pair();
        var other = Optimizer.of(whole.parameters(), Adam.withLearningRate(0.5)).clip(Clipping.globalNorm(1));
        for (int step = 0; step < 3; step++) {
            for (int part = 0; part < 4; part++) {
                try (var gradients = gradients(parts, Arithmetic.multiply(FIRST, part), SECOND)) {
                    optimizer.accumulate(gradients, 0.25);
                }
            }
            optimizer.step();
            step(other, whole, Arithmetic.multiply(FIRST, 1.5f), SECOND);
        }
        assertThat(parts.weight().toArray()).containsExactly(whole.weight().toArray(), within(1e-6f));
        assertThat(parts.bias().toArray()).containsExactly(whole.bias().toArray());
        assertThatIllegalStateException().isThrownBy(optimizer::step).withMessageContaining("no gradients were accumulated");
        try (var gradients = gradients(parts, FIRST, SECOND)) {
            optimizer.accumulate(gradients, 1);
            assertThatIllegalStateException().isThrownBy(() -> optimizer.step(gradients)).withMessageContaining("were accumulated");
            optimizer.forgetAccumulated();
            optimizer.step(gradients);
        }
    }

    @Test
    void averagesFollowTheWeights() {
        Pair model = pair();
        var optimizer = Optimizer.of(model.parameters(), Sgd.withLearningRate(1)).average(0.75);
        step(optimizer, model, FIRST, SECOND); // 0, 3, 2.5: where the average begins
        step(optimizer, model, FIRST, SECOND); // −1, 4, 2
        float[] weights = model.weight().toArray();
        assertThat(weights).containsExactly(-1, 4, 2);
        float[] averages = optimizer.withAverages(() -> model.weight().toArray());
        assertThat(averages).containsExactly(-0.25f, 3.25f, 2.375f);
        assertThat(model.weight().toArray()).containsExactly(weights);

        Pair twin = new Pair(Parameter.of(model.weight()), Parameter.of(model.bias()));
        var resumed = Optimizer.of(twin.parameters(), Sgd.withLearningRate(1)).average(0.75);
        resumed.restore(optimizer.state());
        step(optimizer, model, FIRST, SECOND);
        step(resumed, twin, FIRST, SECOND);
        assertThat(resumed.withAverages(() -> twin.weight().toArray()))
                .containsExactly(optimizer.withAverages(() -> model.weight().toArray()));

        var without = Optimizer.of(pair().parameters(), Sgd.withLearningRate(1));
        assertThatIllegalStateException().isThrownBy(() -> without.withAverages(() -> 1)).withMessageContaining("keeps no averages");
        assertThatIllegalArgumentException().isThrownBy(() -> without.restore(optimizer.state())).withMessageContaining("average_decay");
        assertThatIllegalArgumentException().isThrownBy(() -> without.average(1)).withMessageContaining("below 1");
    }

    private static final int[][] IDS = {{7, 3, 7, 1}, {3, 3}, {0, 7}, {5}, {1, 1, 1, 6, 0}};

    private static Table trained(Rule rule, boolean sparse, boolean accumulated) {
        Table table = new Table(Parameter.of(Initializers.normal(0, 1).values(Shape.of(9, 5), Philox.seeded(4))));
        var optimizer = Optimizer.of(table.parameters(), rule).clip(Clipping.globalNorm(2));
        for (int[] ids : IDS) {
            Tensor weights = Initializers.normal(0, 1).values(Shape.of(ids.length, 5), Philox.seeded(ids[0]));
            try (var gradients = Gradients.of(() -> Reductions.sum(Arithmetic.multiply(
                    Embedding.embedding(table.weight(), IntTensor.of(ids), -1, sparse), weights)))) {
                if (accumulated) {
                    optimizer.accumulate(gradients, 0.5);
                    optimizer.accumulate(gradients, 0.5);
                    optimizer.step();
                } else {
                    optimizer.step(gradients);
                }
            }
        }
        return table;
    }

    @Test
    void rowsAreUpdatedAsTheyWouldBeInTheWhole() {
        for (Rule rule : List.of(Sgd.withLearningRate(0.5), Adagrad.withLearningRate(0.5), Sgd.withLearningRate(0.5).momentum(0.5),
                RmsProp.withLearningRate(0.1), Lion.withLearningRate(0.1))) {
            float[] dense = trained(rule, false, false).weight().toArray();
            assertThat(trained(rule, true, false).weight().toArray()).as("%s", rule).containsExactly(dense);
            assertThat(trained(rule, true, true).weight().toArray()).as("%s", rule).containsExactly(dense);
        }
    }

    @Test
    void adamLeavesUntouchedRowsAlone() {
        Parameter table = Parameter.of(Tensor.of(Shape.of(3, 1), 1, 1, 1));
        Parameter alone = Parameter.of(Tensor.of(1));
        var rule = AdamW.withLearningRate(0.1).weightDecay(0.5);
        var sparse = Optimizer.of(new Table(table).parameters(), rule);
        var reference = Optimizer.of(new Table(alone).parameters(), rule);
        for (int id : new int[] {1, 1, 1}) {
            try (var gradients = Gradients.of(() -> Reductions.sum(Embedding.embedding(table, IntTensor.of(id), -1, true)))) {
                sparse.step(gradients);
            }
            try (var gradients = Gradients.of(() -> Reductions.sum(alone))) {
                reference.step(gradients);
            }
        }
        assertThat(table.toArray()).containsExactly(1, alone.item(), 1);
        float[] before = table.toArray();
        try (var gradients = Gradients.of(() -> Reductions.sum(Embedding.embedding(table, IntTensor.of(0), -1, true)))) {
            sparse.step(gradients);
        }
        // the row's first step is the fourth of all: m/(1 − β₁⁴) and v/(1 − β₂⁴) of one gradient 1
        double change = 0.1 * (0.1 / (1 - Math.pow(0.9, 4))) / Math.sqrt(0.001 / (1 - Math.pow(0.999, 4)));
        assertThat(table.array()[0]).isCloseTo((float) (0.95 - change), within(1e-6f));
        assertThat(table.array()[1]).isEqualTo(before[1]);
    }

    @Test
    void threadsChangeNoBitOfARowUpdate() {
        int before = Parallel.threads();
        try {
            Parallel.setThreads(1);
            float[] alone = largeTable();
            Parallel.setThreads(3);
            assertThat(largeTable()).isEqualTo(alone);
        } finally {
            Parallel.setThreads(before);
        }
    }

    /** Not the 19 MB of a gradient of all rows; vector code that the JIT has not yet compiled allocates, so it is tried until it has. */
    @Test
    void aWarmStepOfALargeTableAllocatesLittle() {
        Table table = new Table(Parameter.of(Tensor.zeros(Shape.of(300_007, 16))));
        var optimizer = Optimizer.of(table.parameters(), Adam.withLearningRate(0.1)).clip(Clipping.globalNorm(1));
        int[] words = new int[256];
        Arrays.setAll(words, i -> i * i * 4);
        IntTensor ids = IntTensor.of(words);
        long least = Long.MAX_VALUE;
        for (int step = 0; step < 20_000 && least > 64 * 1024; step++) {
            long before = AllocatedBytes.total();
            try (var gradients = Gradients.of(() -> Reductions.sum(Embedding.embedding(table.weight(), ids, -1, true)))) {
                optimizer.step(gradients);
            }
            least = Math.min(least, AllocatedBytes.total() - before);
        }
        assertThat(least).isLessThan(64 * 1024);
    }

    private static float[] largeTable() {
        Table table = new Table(Parameter.of(Initializers.normal(0, 1).values(Shape.of(5003, 67), Philox.seeded(4))));
        var optimizer = Optimizer.of(table.parameters(), Adam.withLearningRate(0.1)).clip(Clipping.globalNorm(1)).average(0.5);
        Philox random = Philox.seeded(5);
        for (int step = 0; step < 3; step++) {
            int[] ids = new int[3001];
            Arrays.setAll(ids, i -> random.nextInt(i % 2 == 0 ? 17 : 5003));
            Tensor weights = Initializers.normal(0, 1).values(Shape.of(ids.length, 67), random);
            try (var gradients = Gradients.of(() -> Reductions.sum(Arithmetic.multiply(
                    Embedding.embedding(table.weight(), IntTensor.of(ids), 3, true), weights)))) {
                optimizer.step(gradients);
            }
        }
        return table.weight().toArray();
    }
}
