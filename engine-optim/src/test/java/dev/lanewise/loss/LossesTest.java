package dev.lanewise.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.lanewise.golden.Golden;
import dev.lanewise.gradient.Gradients;
import dev.lanewise.op.Arithmetic;
import dev.lanewise.op.Reductions;
import dev.lanewise.op.Softmax;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Losses against PyTorch's values and gradients, and what they say about bad input. */
class LossesTest {

    private interface Computation {
        Tensor of(Golden.Case golden, Tensor x);
    }

    private static Stream<DynamicTest> tests(String file, String input, Computation loss) {
        assertThat(Golden.cases(file)).isNotEmpty();
        return Golden.cases(file).stream().map(golden -> DynamicTest.dynamicTest(golden.toString(), () -> {
            Parameter x = Parameter.of(golden.tensor("inputs", input));
            Tensor weights = golden.tensor("grad_outputs", "loss");
            try (var gradients = Gradients.of(() -> {
                Tensor y = loss.of(golden, x);
                assertClose("loss", y, golden.tensor("outputs", "loss"), 1e-5f);
                return Reductions.sum(Arithmetic.multiply(y, weights));
            })) {
                assertClose("gradient", gradients.of(x), golden.tensor("grads", input), 1e-4f);
            }
        }));
    }

    private static void assertClose(String what, Tensor found, Tensor expected, float tolerance) {
        assertThat(found.shape()).as(what).isEqualTo(expected.shape());
        float largest = 0;
        for (float value : expected.toArray()) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (int i = 0; i < expected.size(); i++) {
            assertThat(found.array()[i]).as("%s %d", what, i).isCloseTo(expected.array()[i],
                    within(tolerance * Math.max(1e-2f * largest, Math.abs(expected.array()[i]))));
        }
    }

    private static Reduction reduction(Golden.Case golden) {
        String name = (String) golden.attributes().getOrDefault("reduction", "mean");
        return name.equals("batchmean") ? Reduction.BATCH_MEAN : Reduction.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private static Tensor attribute(Golden.Case golden, String name) {
        return golden.has("attrs", name) ? golden.tensor("attrs", name) : null;
    }

    @TestFactory
    Stream<DynamicTest> crossEntropy() {
        return tests("cross_entropy", "logits", (golden, x) -> {
            Tensor weights = attribute(golden, "weight");
            if (golden.op().equals("nll_loss")) {
                return Losses.negativeLogLikelihood(Softmax.logSoftmax(x, 1), golden.integers("inputs", "target"), weights,
                        reduction(golden));
            }
            var loss = new CrossEntropyLoss(weights, golden.integer("ignore_index", CrossEntropyLoss.IGNORED),
                    golden.attributes().containsKey("label_smoothing") ? golden.number("label_smoothing") : 0f, reduction(golden));
            if (golden.attributes().get("target_probs") instanceof List<?> rows) {
                float[] shares = new float[x.size()];
                for (int i = 0; i < shares.length; i++) {
                    shares[i] = ((Double) ((List<?>) rows.get(i / x.dimension(1))).get(i % x.dimension(1))).floatValue();
                }
                return loss.of(x, Tensor.wrap(x.shape(), shares));
            }
            return loss.of(x, golden.integers("inputs", "target"));
        });
    }

    @TestFactory
    Stream<DynamicTest> binaryCrossEntropy() {
        return tests("bce_with_logits", "logits", (golden, x) -> new BinaryCrossEntropyLoss(attribute(golden, "weight"),
                attribute(golden, "pos_weight"), reduction(golden)).of(x, golden.tensor("attrs", "target")));
    }

    @TestFactory
    Stream<DynamicTest> errorsOfValues() {
        return tests("smooth_l1", "x", (golden, x) -> {
            Tensor targets = golden.tensor("attrs", "target");
            Reduction reduction = reduction(golden);
            return switch (golden.op()) {
                case "mse" -> Losses.squaredError(x, targets, reduction);
                case "l1" -> Losses.absoluteError(x, targets, reduction);
                case "huber" -> Losses.huber(x, targets, golden.number("delta"), reduction);
                default -> Losses.smoothL1(x, targets, golden.number("beta"), reduction);
            };
        });
    }

    @TestFactory
    Stream<DynamicTest> klDivergence() {
        return tests("kl_div", "log_q", (golden, x) -> Boolean.TRUE.equals(golden.attributes().get("log_target"))
                ? Losses.klDivergenceOfLogarithms(x, golden.tensor("attrs", "target"), reduction(golden))
                : Losses.klDivergence(x, golden.tensor("attrs", "target"), reduction(golden)));
    }

    @Test
    void sharesOfOneClassAreLabels() {
        Tensor logits = Tensor.of(Shape.of(2, 3), 0.3f, -1f, 2f, 0.1f, 0.7f, -0.4f);
        Tensor shares = Tensor.of(Shape.of(2, 3), 0, 0, 1, 1, 0, 0);
        for (UnaryOperator<CrossEntropyLoss> setting : List.<UnaryOperator<CrossEntropyLoss>>of(
                loss -> loss, loss -> loss.smoothing(0.3f), loss -> loss.classWeights(2, 3, 5).reduction(Reduction.SUM))) {
            CrossEntropyLoss loss = setting.apply(CrossEntropyLoss.standard());
            assertThat(loss.of(logits, shares).item()).isCloseTo(loss.of(logits, IntTensor.of(2, 0)).item(), within(1e-6f));
        }
        assertThat(Losses.crossEntropy(logits, shares).item())
                .isCloseTo(Losses.crossEntropy(logits, IntTensor.of(2, 0)).item(), within(1e-6f));
    }

    @Test
    void yesAndNoAsLabels() {
        Tensor logits = Tensor.of(Shape.of(3, 1), 2f, -1f, 0.5f);
        assertThat(BinaryCrossEntropyLoss.standard().of(logits, IntTensor.of(1, 0, 0)).item())
                .isEqualTo(Losses.binaryCrossEntropy(logits, Tensor.of(Shape.of(3, 1), 1, 0, 0)).item());
    }

    @Test
    void extremeScoresStayFinite() {
        Tensor logits = Tensor.of(200f, -200f, 1e30f, -1e30f);
        assertThat(new BinaryCrossEntropyLoss(null, null, Reduction.NONE).of(logits, Tensor.of(1, 1, 1, 0)).toArray())
                .containsExactly(0, 200, 0, 0);
        Tensor rows = Tensor.of(Shape.of(1, 2), 1e30f, -1e30f);
        assertThat(CrossEntropyLoss.standard().smoothing(0.5f).of(rows, IntTensor.of(0)).item()).isEqualTo(5e29f);
    }

    @Test
    void penalties() {
        Parameter one = Parameter.of(Tensor.of(1f, -2f, 0f));
        Parameter two = Parameter.of(Tensor.of(3f));
        assertThat(Penalties.l1(0.5f, one, two).item()).isEqualTo(3f);
        assertThat(Penalties.l2(0.5f, one, two).item()).isEqualTo(3.5f);
        Loss loss = Penalties.added(Loss.ofValues(Losses::meanSquaredError), () -> Penalties.l1(0.5f, one, two));
        try (var gradients = Gradients.of(() -> loss.of(one, Tensor.of(1f, -2f, 0f)))) {
            assertThat(gradients.loss()).isEqualTo(3f);
            assertThat(gradients.of(one).toArray()).containsExactly(0.5f, -0.5f, 0f);
            assertThat(gradients.of(two).toArray()).containsExactly(0.5f);
        }
        assertError(() -> Penalties.l1(0.5f), "at least one tensor");
        assertError(() -> Penalties.l2(-1f, one), "at least 0");
    }

    private static void assertError(ThrowingCallable call, String... parts) {
        assertThatIllegalArgumentException().isThrownBy(call).satisfies(e -> assertThat(e.getMessage()).contains(parts));
    }

    @Test
    void badInputIsNamed() {
        Tensor logits = Tensor.zeros(Shape.of(3, 5));
        var plain = CrossEntropyLoss.standard();
        assertError(() -> plain.smoothing(0.1f).of(logits, IntTensor.of(0, 5, 1)), "label 5 in row 1", "0 to 4");
        assertError(() -> plain.of(logits, IntTensor.of(0, -1, 1)), "label -1 in row 1");
        assertError(() -> plain.of(logits, IntTensor.of(0, 1)), "cross-entropy: logits [3, 5] need labels [3], found [2]");
        assertError(() -> plain.of(Tensor.zeros(Shape.of(5)), IntTensor.of(0)), "[batch, classes]", "[5]");
        assertError(() -> plain.ignoring(2).of(logits, IntTensor.of(2, 2, 2)), "all 3 labels are ignored (2)");
        assertError(() -> plain.classWeights(1, 2).of(logits, IntTensor.of(0, 1, 2)), "need class weights [5], found [2]");
        assertError(() -> plain.smoothing(1.5f), "from 0 to 1, found 1.5");
        assertError(() -> plain.of(logits, Tensor.zeros(Shape.of(3, 4))), "[3, 5]", "[3, 4]");
        assertError(() -> Losses.meanSquaredError(logits, Tensor.zeros(Shape.of(5))), "squaredErrors: values [3, 5]", "found [5]");
        assertError(() -> Losses.huber(logits, logits, 0f, Reduction.SUM), "huberErrors: ", "above 0");
        assertError(() -> Losses.klDivergence(logits, Tensor.zeros(Shape.of(3, 1)), Reduction.SUM), "divergences: ", "[3, 1]");
        assertError(() -> Losses.binaryCrossEntropy(logits, Tensor.zeros(Shape.of(3))), "binaryCrossEntropies: ", "[3]");
        assertError(() -> BinaryCrossEntropyLoss.standard().positiveWeights(1, 2).of(logits, logits), "positive weights [2]", "[3, 5]");
        assertError(() -> BinaryCrossEntropyLoss.standard().of(Tensor.zeros(Shape.of(2)), IntTensor.of(0, 2)), "labels 0 and 1, found 2");
        assertError(() -> Losses.negativeLogLikelihood(logits, IntTensor.of(0, 1, 7)), "label 7 in row 2");
        assertError(() -> Reduction.MEAN.of(Tensor.zeros(Shape.of(0))), "at least one element");
        assertError(() -> Reduction.BATCH_MEAN.of(Tensor.scalar(1)), "without dimensions");
    }

    @Test
    void everyStepOfASequenceIsAnExampleOfItsOwn() {
        Tensor logits = Tensor.of(Shape.of(2, 3, 2), 1, 2, 3, 5, -1, 0, 4, 4, 0, 2, 1, -3);
        IntTensor labels = IntTensor.wrap(Shape.of(2, 3), new int[] {0, 1, 1, 0, 1, -100});
        double expected = 0;
        for (double margin : new double[] {1, -2, -1, 0, -2}) { // how much the wrong one is above the right one
            expected += Math.log1p(Math.exp(margin)) / 5;
        }
        assertThat(Loss.ofSteps(CrossEntropyLoss.standard()).of(logits, labels).item()).isCloseTo((float) expected, within(1e-6f));
        assertThatIllegalArgumentException().isThrownBy(() -> Loss.ofSteps(Losses::crossEntropy).of(logits, IntTensor.of(0, 1)))
                .withMessage("loss: expected outputs [batch, steps, classes] with a label for each step, found [2, 3, 2] and labels [2]");
    }
}
