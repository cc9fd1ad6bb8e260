package dev.lanewise.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.lanewise.random.Philox;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Figures worked out by hand, and laws that they keep. */
class MetricsTest {

    private static final Tensor SCORES = Tensor.of(Shape.of(6, 3),
            3, 2, 1, // 0
            1, 3, 2, // 1
            2, 3, 1, // 1
            1, 2, 3, // 2
            3, 1, 2, // 0
            1, 3, 2); // 1
    private static final IntTensor LABELS = IntTensor.of(0, 1, 0, 2, 2, 1);

    private static ConfusionMatrix matrix() {
        var matrix = new ConfusionMatrix(3);
        matrix.add(SCORES, LABELS);
        return matrix;
    }

    @Test
    void whoWasTakenForWhom() {
        ConfusionMatrix matrix = matrix();
        assertThat(new long[] {matrix.cell(0, 0), matrix.cell(0, 1), matrix.cell(1, 1), matrix.cell(2, 0), matrix.cell(2, 2)})
                .containsExactly(1, 1, 2, 1, 1);
        assertThat(matrix.support(2)).isEqualTo(2);
        assertThat(matrix.predicted(1)).isEqualTo(3);
        assertThat(matrix.examples()).isEqualTo(6);
        assertThat(matrix.value()).isEqualTo(4 / 6.0);
        assertThat(matrix.toString().lines().toList()).containsExactly(
                "         0    1    2", "    0    1    1    ·", "    1    ·    2    ·", "    2    1    ·    1");
        assertThat(new ConfusionMatrix(List.of("cat", "a dog")).toString()).startsWith("         cat a dog");
    }

    @Test
    void precisionRecallAndF1() {
        ConfusionMatrix matrix = matrix();
        assertThat(new double[] {matrix.precision(0), matrix.precision(1), matrix.precision(2)}).containsExactly(0.5, 2 / 3.0, 1);
        assertThat(new double[] {matrix.recall(0), matrix.recall(1), matrix.recall(2)}).containsExactly(0.5, 1, 0.5);
        assertThat(new double[] {matrix.f1(0), matrix.f1(1), matrix.f1(2)}).containsExactly(0.5, 0.8, 2 / 3.0);
        assertThat(matrix.precision(Averaging.MACRO)).isCloseTo((0.5 + 2 / 3.0 + 1) / 3, within(1e-15));
        assertThat(matrix.recall(Averaging.WEIGHTED)).isEqualTo(4 / 6.0);
        assertThat(matrix.f1(Averaging.MACRO)).isCloseTo((0.5 + 0.8 + 2 / 3.0) / 3, within(1e-15));
        for (Averaging averaging : new Averaging[] {Averaging.MICRO}) {
            assertThat(List.of(matrix.precision(averaging), matrix.recall(averaging), matrix.f1(averaging))).containsOnly(4 / 6.0);
        }
        for (var figure : List.of(ClassFigure.f1Of(1, 3), ClassFigure.precisionOf(1, 3), ClassFigure.recall(3, Averaging.MACRO))) {
            assertThat(figure.value()).isNaN();
            figure.add(SCORES, LABELS);
        }
        ClassFigure f1 = ClassFigure.f1Of(1, 3);
        f1.add(SCORES, LABELS);
        assertThat(f1.value()).isEqualTo(0.8);
        assertThat(f1.name()).isEqualTo("f1 of 1");
        assertThat(ClassFigure.precision(3, Averaging.MACRO).name()).isEqualTo("macro precision");
    }

    @Test
    void classesThatDoNotOccurCountForNothing() {
        var matrix = new ConfusionMatrix(4);
        matrix.add(Tensor.of(Shape.of(2, 4), 1, 0, 0, 0, 0, 1, 0, 0), IntTensor.of(0, 0));
        assertThat(matrix.recall(Averaging.MACRO)).as("of 0 and 1").isEqualTo(0.25);
        assertThat(matrix.precision(3)).isZero();
    }

    @Test
    void twoClassesFromOneScore() {
        var matrix = new ConfusionMatrix(2);
        matrix.add(Tensor.of(Shape.of(4, 1), -1, 2, 0, Float.NaN), IntTensor.of(0, 1, 1, 1));
        assertThat(new long[] {matrix.cell(0, 0), matrix.cell(1, 1), matrix.cell(1, 0), matrix.undecided()}).containsExactly(1, 1, 1, 1);
        assertThat(matrix.toString()).endsWith("taken for none, because a score is NaN: 1");
        matrix.reset();
        matrix.add(Tensor.of(-1, 2, 3), Tensor.of(0, 0.5f, Math.nextDown(0.5f)));
        assertThat(new long[] {matrix.cell(0, 0), matrix.cell(1, 1), matrix.cell(0, 1)}).containsExactly(1, 1, 1);
        var shares = new ConfusionMatrix(3);
        shares.add(Tensor.of(Shape.of(1, 3), 1, 2, 3), Tensor.of(Shape.of(1, 3), 0.2f, 0.7f, 0.1f));
        assertThat(shares.cell(1, 2)).isEqualTo(1);
    }

    @Test
    void amongTheHighest() {
        var top = new TopAccuracy(2);
        top.add(SCORES, LABELS); // 2 is second in row 4, 0 second in row 2
        assertThat(top.value()).isEqualTo(1);
        top.reset();
        top.add(Tensor.of(Shape.of(3, 3), 1, 1, 1, 5, 4, 3, 5, Float.NaN, 3), IntTensor.of(2, 1, 0));
        assertThat(top.value()).as("equal scores: the first classes come first; NaN: none").isEqualTo(1 / 3.0);
        assertThat(top.name()).isEqualTo("top 2 accuracy");
    }

    @Test
    void areasUnderCurves() {
        Tensor scores = Tensor.of(0.1f, 0.4f, 0.35f, 0.8f);
        IntTensor labels = IntTensor.of(0, 0, 1, 1);
        assertThat(ranking(RankingFigure.rocAuc(), scores, labels)).isEqualTo(0.75);
        assertThat(ranking(RankingFigure.prAuc(), scores, labels)).isCloseTo(0.5 + 0.5 * 2 / 3, within(1e-15));
        // ties: one yes and one no share the highest score
        Tensor ties = Tensor.of(0.5f, 0.5f, -0f, 0f);
        assertThat(ranking(RankingFigure.rocAuc(), ties, IntTensor.of(1, 0, 0, 1))).isEqualTo((0.5 + 1 + 0 + 0.5) / 4);
        assertThat(ranking(RankingFigure.prAuc(), ties, IntTensor.of(1, 0, 0, 1))).isEqualTo(0.5);
        assertThat(ranking(RankingFigure.rocAuc(), Tensor.of(-3, -2, -1), IntTensor.of(0, 1, 1))).as("negative scores").isEqualTo(1);
        Tensor pairs = Tensor.of(Shape.of(3, 2), 1, 0, 0, 1, 5, 7);
        assertThat(ranking(RankingFigure.rocAuc(), pairs, IntTensor.of(0, 1, 1))).isEqualTo(1);
        assertThat(ranking(RankingFigure.rocAuc(), Tensor.of(1, 2), IntTensor.of(1, 1))).isNaN();
        assertThat(ranking(RankingFigure.prAuc(), Tensor.of(1, 2), IntTensor.of(0, 0))).isNaN();
        assertThat(ranking(RankingFigure.prAuc(), Tensor.of(1, Float.NaN), IntTensor.of(0, 1))).isNaN();
        assertThat(RankingFigure.rocAuc().value()).isNaN();
    }

    private static double ranking(RankingFigure figure, Tensor scores, IntTensor labels) {
        figure.add(scores, labels);
        return figure.value();
    }

    @Property(tries = 100)
    void rocAucCountsPairs(@ForAll @IntRange(min = 2, max = 60) int count, @ForAll long seed) {
        Philox random = Philox.seeded(seed);
        float[] scores = new float[count];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            scores[i] = random.nextInt(9) - 4; // many ties
            labels[i] = i < 2 ? i : random.nextInt(2);
        }
        double wins = 0;
        int pairs = 0;
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < count; j++) {
                if (labels[i] == 1 && labels[j] == 0) {
                    pairs++;
                    wins += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
                }
            }
        }
        assertThat(ranking(RankingFigure.rocAuc(), Tensor.of(scores), IntTensor.of(labels))).isCloseTo(wins / pairs, within(1e-12));
    }

    @Test
    void logLossAndPerplexity() {
        Tensor even = Tensor.of(Shape.of(2, 4), 1, 1, 1, 1, 1000, 1000, -1e9f, -1e9f);
        LogLoss loss = LogLoss.mean();
        loss.add(even, IntTensor.of(2, 1));
        assertThat(loss.value()).isCloseTo((Math.log(4) + Math.log(2)) / 2, within(1e-12));
        LogLoss perplexity = LogLoss.perplexity();
        perplexity.add(Tensor.of(Shape.of(1, 2, 3), 0, 5, 0, 0, 7, 0), IntTensor.wrap(Shape.of(1, 3), new int[] {0, -100, 1}));
        assertThat(perplexity.value()).isCloseTo(2, within(1e-12));
    }

    @Test
    void errorsOfValues() {
        Tensor outputs = Tensor.of(Shape.of(4, 1), 2.5f, 0, 2, 8);
        Tensor targets = Tensor.of(Shape.of(4, 1), 3, -0.5f, 2, 7);
        var squared = MeanError.squared();
        var absolute = MeanError.absolute();
        var r = new RSquared();
        for (Metric metric : List.of(squared, absolute, r)) {
            metric.add(outputs, targets);
        }
        assertThat(squared.value()).isEqualTo(0.375);
        assertThat(absolute.value()).isEqualTo(0.5);
        assertThat(r.value()).isCloseTo(1 - 1.5 / 29.1875, within(1e-12));
        var shifted = new RSquared();
        shifted.add(Tensor.of(16777216f, 16777218f, 16777220f), Tensor.of(16777216f, 16777218f, 16777222f));
        assertThat(shifted.value()).as("large means").isCloseTo(1 - 4 / (56 / 3.0), within(1e-9));
        var constant = new RSquared();
        constant.add(Tensor.of(1, 2), Tensor.of(3, 3));
        assertThat(constant.value()).isNaN();
    }

    private static List<Supplier<Metric>> ofLabels() {
        return List.of(Accuracy::new, () -> new TopAccuracy(2), () -> new ConfusionMatrix(2), () -> ClassFigure.f1(2, Averaging.MACRO),
                RankingFigure::rocAuc, RankingFigure::prAuc, LogLoss::mean, LogLoss::perplexity);
    }

    private static List<Supplier<Metric>> ofValues() {
        return List.of(MeanError::squared, MeanError::absolute, RSquared::new);
    }

    /** Batch by batch, in parts that are merged, and with an interruption: always the figure of the whole. */
    @Property(tries = 50)
    void partsGiveTheWhole(@ForAll @IntRange(min = 4, max = 40) int count, @ForAll @IntRange(min = 1, max = 3) int cut, @ForAll long seed) {
        Philox random = Philox.seeded(seed);
        float[] scores = new float[2 * count];
        float[] values = new float[2 * count];
        int[] labels = new int[count];
        for (int i = 0; i < 2 * count; i++) {
            scores[i] = random.nextInt(5);
            values[i] = (float) random.nextGaussian() + 100;
            labels[i / 2] = random.nextInt(2);
        }
        labels[0] = 0;
        labels[count - 1] = 1;
        int middle = count * cut / 4;
        for (Supplier<Metric> metric : ofLabels()) {
            check(metric, m -> m.add(rows(scores, 0, count), IntTensor.of(labels)),
                    m -> m.add(rows(scores, 0, middle), IntTensor.of(Arrays.copyOf(labels, middle))),
                    m -> m.add(rows(scores, middle, count), IntTensor.of(Arrays.copyOfRange(labels, middle, count))));
        }
        for (Supplier<Metric> metric : ofValues()) {
            check(metric, m -> m.add(rows(scores, 0, count), rows(values, 0, count)),
                    m -> m.add(rows(scores, 0, middle), rows(values, 0, middle)),
                    m -> m.add(rows(scores, middle, count), rows(values, middle, count)));
        }
    }

    private interface Adding {
        void to(Metric metric);
    }

    private static void check(Supplier<Metric> metric, Adding all, Adding first, Adding second) {
        Metric whole = metric.get();
        all.to(whole);
        Metric inTurn = metric.get();
        first.to(inTurn);
        Metric resumed = metric.get();
        resumed.restore(inTurn.sums());
        second.to(resumed);
        Metric left = metric.get();
        Metric right = metric.get();
        first.to(left);
        second.to(right);
        left.merge(right);
        assertThat(resumed.value()).as(whole.name()).isCloseTo(whole.value(), within(1e-9 * Math.max(1, Math.abs(whole.value()))));
        assertThat(left.value()).as(whole.name()).isCloseTo(whole.value(), within(1e-9 * Math.max(1, Math.abs(whole.value()))));
        left.reset();
        assertThat(left.value()).as(whole.name()).isNaN();
    }

    private static Tensor rows(float[] values, int from, int to) {
        return Tensor.wrap(Shape.of(to - from, 2), Arrays.copyOfRange(values, 2 * from, 2 * to));
    }

    private static void assertError(ThrowingCallable call, String... parts) {
        assertThatIllegalArgumentException().isThrownBy(call).satisfies(e -> assertThat(e.getMessage()).contains(parts));
    }

    /** A checkpoint may have the sums of other metrics; then nothing is taken over. */
    @Test
    void sumsOfOtherMetricsAreRefused() {
        List<Metric> metrics = List.of(new Accuracy(), new TopAccuracy(2), LogLoss.mean(), LogLoss.perplexity(), MeanError.squared(),
                MeanError.absolute(), new RSquared(), new ConfusionMatrix(3), ClassFigure.f1Of(1, 3), RankingFigure.rocAuc());
        for (Metric metric : metrics) {
            double[] before = metric.sums();
            for (int length : new int[] {0, 1, 3, 5, 11, 13}) {
                if (!(metric instanceof RSquared && length % 3 == 1) && !(metric instanceof RankingFigure && length % 2 == 0)) {
                    assertError(() -> metric.restore(new double[length]), "saved", "found " + length);
                    assertThat(metric.sums()).as(metric.name()).isEqualTo(before);
                }
            }
        }
        assertError(() -> new Accuracy().restore(new double[] {1, -1}), "accuracy: expected a count among the saved sums, found -1.0");
        assertError(() -> MeanError.squared().restore(new double[] {1, Double.NaN}), "expected a count", "found NaN");
        assertError(() -> new RSquared().restore(new double[] {1.5, 0, 0, 0}), "r squared: expected a count", "found 1.5");
        ConfusionMatrix matrix = new ConfusionMatrix(2);
        assertError(() -> matrix.restore(new double[] {1, 2, 3, 4, 5, -6}), "expected a count", "found -6.0");
        assertThat(matrix.examples()).isZero();
        RankingFigure ranking = RankingFigure.prAuc();
        assertError(() -> ranking.restore(new double[] {0.5, 1, 0.25, 2}), "labels 0 and 1, found 2.0 in row 1");
        assertThat(ranking.sums()).isEmpty();
    }

    @Test
    void badInputIsNamed() {
        assertError(() -> new ConfusionMatrix(3).add(SCORES, IntTensor.of(0, 1, 2, 3, 0, 0)), "label 3 in row 3", "0 to 2");
        assertError(() -> new ConfusionMatrix(4).add(SCORES, LABELS), "confusion matrix: expected outputs [6, 4]", "found [6, 3]");
        assertError(() -> new ConfusionMatrix(1), "at least 2 classes");
        assertError(() -> new ConfusionMatrix(46_341), "confusion matrix: expected at most 46340 classes", "found 46341");
        assertError(() -> new ConfusionMatrix(Integer.MAX_VALUE), "confusion matrix: expected at most 46340 classes");
        assertError(() -> new ConfusionMatrix(3).restore(new double[2]), "expected 12 saved sums", "found 2");
        assertError(() -> ClassFigure.f1Of(3, 3), "class 3 is out of range");
        assertError(() -> new TopAccuracy(0), "at least 1");
        assertError(() -> new TopAccuracy(2).add(SCORES, IntTensor.of(1)), "top 2 accuracy: expected outputs [batch, classes] for 1 labels");
        assertError(() -> RankingFigure.rocAuc().add(SCORES, LABELS), "roc auc: expected outputs [6] or [6, 2]", "[6, 3]");
        assertError(() -> RankingFigure.prAuc().add(Tensor.of(1, 2), IntTensor.of(0, 2)), "labels 0 and 1, found 2.0 in row 1");
        assertError(() -> LogLoss.mean().add(SCORES, IntTensor.of(0, 1, 2, 3, 0, 0)), "log loss: label 3 in row 3");
        assertError(() -> LogLoss.mean().add(SCORES, IntTensor.of(0)), "found [6, 3] and labels [1]");
        assertError(() -> MeanError.squared().add(SCORES, Tensor.of(1, 2)), "mean squared error: ", "[6, 3] and [2]");
        assertError(() -> MeanError.squared().add(SCORES, LABELS), "expected float targets");
        assertError(() -> new Accuracy().merge(new TopAccuracy(1)), "accuracy: expected another one to merge with, found top 1 accuracy");
        assertError(() -> RankingFigure.rocAuc().merge(RankingFigure.prAuc()), "found pr auc");
        assertError(() -> new RSquared().merge(MeanError.squared()), "found mean squared error");
    }
}
