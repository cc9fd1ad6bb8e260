package dev.lanewise.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.offset;

import dev.lanewise.gradient.Gradients;
import dev.lanewise.parallel.AllocatedBytes;
import dev.lanewise.parallel.Parallel;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The laws of attention and rotary positions, what they promise about bits and memory, and their errors. */
class AttentionTest {

    private static final AttentionMask NONE = AttentionMask.none();

    private static Tensor random(long seed, int... dimensions) {
        Philox random = Philox.seeded(seed);
        float[] values = new float[Shape.of(dimensions).size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensor.wrap(Shape.of(dimensions), values);
    }

    private static Tensor attention(Tensor q, Tensor k, Tensor v, int heads, int keyHeads, AttentionMask mask) {
        return Attention.attention(q, k, v, heads, keyHeads, mask, 0, null);
    }

    /* The output, then the gradient of each parameter, for a loss that weighs the outputs. */
    private static List<float[]> valueAndGradients(Supplier<Tensor> op, Parameter... inputs) {
        List<float[]> found = new ArrayList<>();
        try (Gradients gradients = Gradients.of(() -> {
            Tensor y = op.get();
            found.add(y.toArray());
            return Reductions.sum(Arithmetic.multiply(y, random(99, y.shape().toArray())));
        })) {
            for (Parameter input : inputs) {
                found.add(gradients.of(input).toArray());
            }
        }
        return found;
    }

    @Property(tries = 40, seed = "20261107")
    void ordinaryLaws(@ForAll @IntRange(min = 1, max = 70) int queries, @ForAll @IntRange(min = 1, max = 300) int keys,
            @ForAll @IntRange(min = 1, max = 40) int width, @ForAll @IntRange(min = 1, max = 3) int group, @ForAll long seed) {
        Tensor q = random(seed, 1, queries, 2 * group * width);
        Tensor k = random(seed + 1, 1, keys, 2 * width);
        Tensor v = random(seed + 2, 1, keys, 2 * 3);
        // probabilities add up to 1: the mean of ones is one
        Tensor ones = Arithmetic.add(Arithmetic.multiply(v, 0f), 1f);
        for (float mean : attention(q, k, ones, 2 * group, 2, NONE).toArray()) {
            assertThat(mean).isCloseTo(1f, offset(1e-5f));
        }
        // a mean lies between the smallest and the largest value
        for (float mean : attention(q, k, v, 2 * group, 2, NONE).toArray()) {
            assertThat((double) mean).isBetween(-6.0, 6.0);
        }
        // the order of keys and values does not matter
        Tensor turnedKeys = reversed(k);
        Tensor turnedValues = reversed(v);
        float[] expected = attention(q, k, v, 2 * group, 2, NONE).toArray();
        float[] found = attention(q, turnedKeys, turnedValues, 2 * group, 2, NONE).toArray();
        for (int i = 0; i < expected.length; i++) {
            assertThat(found[i]).isCloseTo(expected[i], offset(1e-5f));
        }
        // the first query of a causal attention sees one key
        if (queries == keys) {
            assertThat(attention(q, k, v, 2 * group, 2, NONE.causal()).get(0, 0, 1)).isCloseTo(v.get(0, 0, 1), offset(1e-6f));
        }
    }

    private static Tensor reversed(Tensor x) {
        Tensor[] rows = new Tensor[x.dimension(1)];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Slice.slice(x, 1, rows.length - 1 - i, rows.length - i);
        }
        return Concat.concat(1, rows);
    }

    @Test
    void theLayoutsAreOneComputation() {
        Parameter packed = Parameter.of(random(1, 2, 37, (4 + 2 * 2) * 5));
        List<float[]> ofPacked = valueAndGradients(() -> Attention.selfAttention(packed, 4, 2, NONE.causal(), 0, null), packed);
        List<float[]> ofParts = valueAndGradients(() -> attention(Slice.slice(packed, 2, 0, 20), Slice.slice(packed, 2, 20, 30),
                Slice.slice(packed, 2, 30, 40), 4, 2, NONE.causal()), packed);
        List<float[]> ofMatrices = valueAndGradients(() -> {
            Tensor y = Attention.scaledDotProductAttention(heads(Slice.slice(packed, 2, 0, 20), 4), heads(Slice.slice(packed, 2, 20, 30), 2),
                    heads(Slice.slice(packed, 2, 30, 40), 2), NONE.causal(), 0, null);
            return Reshape.reshape(Transpose.permute(y, 0, 2, 1, 3), Shape.of(2, 37, 20));
        }, packed);
        for (int i = 0; i < 2; i++) {
            assertThat(ofParts.get(i)).isEqualTo(ofPacked.get(i));
            assertThat(ofMatrices.get(i)).isEqualTo(ofPacked.get(i));
        }
    }

    private static Tensor heads(Tensor x, int heads) {
        return Transpose.permute(Reshape.reshape(x, Shape.of(x.dimension(0), x.dimension(1), heads, x.dimension(2) / heads)), 0, 2, 1, 3);
    }

    @Test
    @Tag("kernels")
    void threadsDoNotMatter() {
        int before = Parallel.threads();
        Parameter q = Parameter.of(random(1, 3, 301, 4 * 17));
        Parameter k = Parameter.of(random(2, 3, 333, 2 * 17));
        Parameter v = Parameter.of(random(3, 3, 333, 2 * 23));
        AttentionMask mask = NONE.causal().keyLengths(IntTensor.of(333, 150, 0));
        try {
            List<float[]> expected = null;
            for (int threads : new int[] {1, 2, 3, 5}) {
                Parallel.setThreads(threads);
                List<float[]> found = valueAndGradients(() -> Attention.attention(q, k, v, 4, 2, mask, 0.2, Philox.seeded(5)), q, k, v);
                found.add(attention(Slice.slice(q, 0, 0, 1), Slice.slice(k, 0, 0, 1), Slice.slice(v, 0, 0, 1), 4, 2, NONE).toArray());
                if (expected != null) {
                    for (int i = 0; i < found.size(); i++) {
                        assertThat(found.get(i)).as("%d with %d threads", i, threads).isEqualTo(expected.get(i));
                    }
                }
                expected = found;
            }
        } finally {
            Parallel.setThreads(before);
        }
    }

    @Test
    @Tag("kernels")
    void aSequenceHasItsBitsAloneOrPaddedInABatch() {
        int[] lengths = {301, 37, 1, 256};
        Parameter q = Parameter.of(random(1, 4, 301, 2 * 17));
        Parameter k = Parameter.of(random(2, 4, 301, 2 * 17));
        Parameter v = Parameter.of(random(3, 4, 301, 2 * 23));
        for (AttentionMask mask : new AttentionMask[] {NONE, NONE.causal()}) {
            if (mask != NONE) {
                assertThat(attention(q, k, v, 2, 2, mask).toArray()).as("causal is another thing").isNotEqualTo(attention(q, k, v, 2, 2, NONE).toArray());
            }
            Tensor together = attention(q, k, v, 2, 2, NONE.keyLengths(IntTensor.of(lengths)));
            for (int n = 0; n < lengths.length; n++) {
                Tensor alone = attention(Slice.slice(q, 0, n, n + 1), part(k, n, 0, lengths[n]), part(v, n, 0, lengths[n]), 2, 2, NONE);
                assertThat(alone.toArray()).as("sequence %d", n).isEqualTo(Slice.slice(together, 0, n, n + 1).toArray());
            }
        }
    }

    private static Tensor part(Tensor x, int n, int from, int to) {
        return Slice.slice(Slice.slice(x, 0, n, n + 1), 1, from, to);
    }

    @Test
    @Tag("kernels")
    void oneStepOfGenerationHasTheBitsOfTheWholeSequence() {
        Tensor q = random(1, 1, 300, 4 * 17);
        Tensor k = random(2, 1, 300, 2 * 17);
        Tensor v = random(3, 1, 300, 2 * 23);
        Tensor whole = attention(q, k, v, 4, 2, NONE.causal());
        for (int t : new int[] {0, 1, 30, 31, 32, 100, 255, 256, 257, 299}) {
            for (int step : new int[] {1, 3, 9}) {
                int from = Math.max(0, t + 1 - step);
                Tensor last = attention(part(q, 0, from, t + 1), part(k, 0, 0, t + 1), part(v, 0, 0, t + 1), 4, 2, NONE.causal());
                assertThat(last.toArray()).as("positions %d to %d", from, t).isEqualTo(part(whole, 0, from, t + 1).toArray());
            }
        }
    }

    @Test
    void whatNobodyMayLookAtIsNotRead() {
        Tensor q = random(1, 1, 20, 7);
        Tensor k = random(2, 1, 20, 7);
        Tensor v = random(3, 1, 20, 7);
        float[] expected = attention(q, k, v, 1, 1, NONE.keyLengths(IntTensor.of(13))).toArray();
        for (int i = 13 * 7; i < 20 * 7; i++) {
            k.array()[i] = Float.NaN;
            v.array()[i] = Float.NaN;
        }
        assertThat(attention(q, k, v, 1, 1, NONE.keyLengths(IntTensor.of(13))).toArray()).isEqualTo(expected);
    }

    @Test
    void aQueryWithoutKeysGivesZerosAndNoGradient() {
        Parameter q = Parameter.of(random(1, 2, 5, 6));
        Parameter k = Parameter.of(random(2, 2, 3, 6));
        Parameter v = Parameter.of(random(3, 2, 3, 6));
        AttentionMask mask = NONE.causal().keyLengths(IntTensor.of(3, 0)); // queries 0 and 1 of the first, all of the second
        List<float[]> found = valueAndGradients(() -> attention(q, k, v, 2, 2, mask), q, k, v);
        for (int i = 0; i < 60; i++) {
            boolean sees = i >= 12 && i < 30;
            assertThat(found.get(0)[i] != 0).as("output %d", i).isEqualTo(sees);
            if (!sees) {
                assertThat(found.get(1)[i]).as("gradient of query %d", i).isEqualTo(0);
            } else if (i < 18) { // with one key the probability is 1, whatever the query
                assertThat(found.get(1)[i]).as("gradient of query %d", i).isCloseTo(0, offset(1e-6f));
            }
        }
        for (int i = 18; i < 36; i++) {
            assertThat(found.get(2)[i]).isEqualTo(0);
            assertThat(found.get(3)[i]).isEqualTo(0);
        }
        Tensor none = attention(random(1, 2, 3, 4), Tensor.zeros(Shape.of(2, 0, 4)), Tensor.zeros(Shape.of(2, 0, 6)), 2, 2, NONE);
        assertThat(none.toArray()).containsOnly(0f).hasSize(36);
        assertThat(attention(Tensor.zeros(Shape.of(0, 3, 4)), Tensor.zeros(Shape.of(0, 3, 4)), Tensor.zeros(Shape.of(0, 3, 4)), 2, 2, NONE).size()).isZero();
    }

    @Test
    void largeScoresDoNotOverflow() {
        Tensor q = Arithmetic.multiply(random(1, 1, 9, 8), 1000f);
        Tensor k = random(2, 1, 9, 8);
        Tensor v = random(3, 1, 9, 8);
        Tensor y = attention(q, k, v, 1, 1, NONE);
        for (float value : y.toArray()) {
            assertThat(value).isFinite();
        }
    }

    @Test
    void dropoutKeepsTheMeanAndOnlyWhileTraining() {
        Tensor q = random(1, 4, 64, 32);
        Tensor k = random(2, 4, 64, 32);
        Tensor ones = Arithmetic.add(Tensor.zeros(Shape.of(4, 64, 32)), 1f);
        Parameter v = Parameter.of(ones);
        Philox random = Philox.seeded(3);
        assertThat(Attention.attention(q, k, v, 4, 4, NONE, 0.5, random).toArray())
                .isEqualTo(attention(q, k, v, 4, 4, NONE).toArray());
        assertThat(random.position()).isZero();
        double[] mean = new double[1];
        try (Gradients gradients = Gradients.of(() -> {
            Tensor y = Attention.attention(q, k, v, 4, 4, NONE, 0.5, random);
            mean[0] = Reductions.mean(y).item();
            return Reductions.sum(y);
        })) {
            assertThat(gradients.loss()).isFinite();
        }
        assertThat(mean[0]).isCloseTo(1, offset(0.03));
        assertThat(random.position()).isEqualTo(4L * 4 * 64 * 2 * 16 + 1);
    }

    /* 4,096 × 4,096 scores of one head alone would be 67 MB; the tensors and their gradients are 4 MB each. */
    @Test
    void memoryDoesNotGrowWithTheSquareOfTheLength() {
        Parameter shorter = Parameter.of(random(1, 1, 96, 3 * 256));
        assertThat(AllocatedBytes.least(300_000, () -> stepOfSelfAttention(shorter))).as("a short one, compiled").isLessThan(300_000);
        Parameter packed = Parameter.of(random(1, 1, 4096, 3 * 256));
        assertThat(AllocatedBytes.least(4096L * 4096 * 4, () -> stepOfSelfAttention(packed))).isLessThan(4096L * 4096 * 4);
    }

    private static void stepOfSelfAttention(Parameter packed) {
        try (Gradients gradients = Gradients.of(() -> Reductions.sum(Attention.selfAttention(packed, 4, 4, NONE.causal(), 0, null)))) {
            assertThat(gradients.of(packed).get(0, 17, 700)).isFinite();
        }
    }

    @Test
    void aWarmStepAllocatesAlmostNothing() {
        Parameter packed = Parameter.of(random(1, 3, 70, 3 * 4 * 16));
        AttentionMask mask = NONE.causal().keyLengths(IntTensor.of(70, 20, 3));
        Philox random = Philox.seeded(3);
        long least = AllocatedBytes.least(40_000, () -> {
            try (Gradients gradients = Gradients.of(() -> Reductions.sum(
                    Attention.selfAttention(Rotary.rotary(packed, 16, 8, 0, Rotary.BASE, RotaryPairs.HALVES), 4, 4, mask, 0.1, random)))) {
                assertThat(gradients.loss()).isFinite();
            }
        });
        assertThat(least).isLessThan(40_000);
    }

    /* Of a bias of one head that all sequences share: a part of the mask at a time, and no copy of it for each head. */
    @Test
    void aLearnedBiasIsDeterminedByItsSumsAlone() {
        int before = Parallel.threads();
        Parameter q = Parameter.of(random(1, 3, 71, 4 * 5));
        Parameter k = Parameter.of(random(2, 3, 90, 2 * 5));
        Parameter v = Parameter.of(random(3, 3, 90, 2 * 7));
        Parameter forAll = Parameter.of(random(4, 71, 90));
        Parameter forEach = Parameter.of(Arithmetic.add(Tensor.zeros(Shape.of(3, 4, 71, 90)), forAll));
        AttentionMask others = NONE.causal().keyLengths(IntTensor.of(90, 31, 66));
        try {
            float[] expected = null;
            for (int threads = 1; threads <= 3; threads++) {
                Parallel.setThreads(threads);
                List<float[]> shared = valueAndGradients(() -> attention(q, k, v, 4, 2, others.additive(forAll)), q, k, v, forAll);
                List<float[]> apart = valueAndGradients(() -> attention(q, k, v, 4, 2, others.additive(forEach)), q, k, v, forEach);
                for (int i = 0; i < 4; i++) {
                    assertThat(apart.get(i)).as("value and gradients %d", i).isEqualTo(shared.get(i));
                }
                for (int i = 0; i < 71 * 90; i++) {
                    float sum = 0;
                    for (int slice = 0; slice < 12; slice++) {
                        sum += apart.get(4)[slice * 71 * 90 + i];
                    }
                    assertThat(shared.get(4)[i]).as("bias %d", i).isEqualTo(sum);
                }
                assertThat(shared.get(4)[20]).as("query 0 sees the keys 0 to 19").isEqualTo(0);
                assertThat(shared.get(4)[19]).isNotEqualTo(0);
                assertThat(expected == null ? shared.get(4) : expected).as("with %d threads", threads).isEqualTo(shared.get(4));
                expected = shared.get(4);
            }
        } finally {
            Parallel.setThreads(before);
        }
    }

    @Test
    void whatABiasIsMadeFromLearnsToo() {
        Parameter x = Parameter.of(random(1, 2, 9, 3 * 2 * 4));
        Parameter slopes = Parameter.of(random(2, 1, 2, 1, 1));
        Tensor distances = Tensor.zeros(Shape.of(1, 1, 9, 9));
        for (int i = 0; i < 81; i++) {
            distances.array()[i] = i % 9 - i / 9;
        }
        List<float[]> found = valueAndGradients(() -> Attention.selfAttention(x, 2, 2, NONE.causal().additive(Arithmetic.multiply(slopes, distances)), 0, null),
                slopes);
        assertThat(found.get(1)).hasSize(2).doesNotContain(0f);
    }

    @Property(tries = 40, seed = "20261107")
    void rotationsKeepLengthsAndDependOnDistancesAlone(@ForAll @IntRange(min = 1, max = 20) int half, @ForAll @IntRange(max = 500) int first,
            @ForAll @IntRange(max = 500) int second, @ForAll @IntRange(max = 500) int further, @ForAll RotaryPairs pairs, @ForAll long seed) {
        int width = 2 * half;
        Tensor q = random(seed, 1, 1, width + 3);
        Tensor k = random(seed + 1, 1, 1, width + 3);
        Tensor turned = Rotary.rotary(q, width, 1, first, Rotary.BASE, pairs);
        double size = Math.sqrt(inner(q, q, width) * inner(k, k, width));
        assertThat(inner(turned, turned, width)).isCloseTo(inner(q, q, width), offset(1e-5 * inner(q, q, width)));
        double near = inner(turned, Rotary.rotary(k, width, 1, second, Rotary.BASE, pairs), width);
        double far = inner(Rotary.rotary(q, width, 1, first + further, Rotary.BASE, pairs),
                Rotary.rotary(k, width, 1, second + further, Rotary.BASE, pairs), width);
        assertThat(far).isCloseTo(near, offset(1e-5 * size));
        assertThat(Rotary.rotary(q, width, 1, 0, Rotary.BASE, pairs).toArray()).as("position 0 is not turned").isEqualTo(q.toArray());
        for (int i = width; i < width + 3; i++) {
            assertThat(turned.get(0, 0, i)).as("what is no head").isEqualTo(q.get(0, 0, i));
        }
    }

    private static double inner(Tensor a, Tensor b, int width) {
        return DoubleTensor.sum(width, i -> (double) a.array()[i] * b.array()[i]);
    }

    @Test
    void rotaryWithAnOffsetIsThePartOfTheWhole() {
        Tensor x = random(1, 2, 11, 24);
        Tensor whole = Rotary.rotary(x, 6, 4, 5, 500.0, RotaryPairs.NEIGHBORS);
        Tensor last = Rotary.rotary(Slice.slice(x, 1, 8, 11), 6, 4, 13, 500.0, RotaryPairs.NEIGHBORS);
        assertThat(last.toArray()).isEqualTo(Slice.slice(whole, 1, 8, 11).toArray());
    }

    private static void assertError(ThrowingCallable call, String... parts) {
        assertThatIllegalArgumentException().isThrownBy(call).satisfies(e -> assertThat(e.getMessage()).contains(parts));
    }

    private static Tensor of(int... dimensions) {
        return Tensor.zeros(Shape.of(dimensions));
    }

    @Test
    void shapesMustFit() {
        assertError(() -> attention(of(2, 3, 8), of(2, 3, 8), of(2, 3), 2, 2, NONE), "attention: ", "[n, length, heads·width]", "[2, 3]");
        assertError(() -> attention(of(2, 3, 8), of(2, 3, 8), of(2, 3, 8), 2, 3, NONE), "multiple", "2 and 3");
        assertError(() -> attention(of(2, 3, 8), of(2, 3, 8), of(2, 3, 8), 0, 0, NONE), "multiple", "0 and 0");
        assertError(() -> attention(of(2, 3, 8), of(2, 3, 8), of(2, 3, 8), 3, 3, NONE), "query [2, 3, 8]", "3 heads");
        assertError(() -> attention(of(2, 3, 8), of(2, 3, 8), of(2, 3, 8), 4, 2, NONE), "keys of width 4", "[2, 3, 8]");
        assertError(() -> attention(of(2, 3, 8), of(2, 5, 8), of(2, 3, 8), 2, 2, NONE), "key [2, 5, 8]", "value [2, 3, 8]");
        assertError(() -> attention(of(2, 3, 8), of(3, 5, 8), of(3, 5, 8), 2, 2, NONE), "query [2, 3, 8]", "key [3, 5, 8]");
        assertError(() -> attention(of(2, 3, 8), of(2, 3, 8), of(2, 3, 7), 2, 2, NONE), "value [2, 3, 7]", "2 heads");
        assertError(() -> attention(of(2, 3, 0), of(2, 3, 0), of(2, 3, 4), 2, 2, NONE), "width of at least 1");
        assertError(() -> Attention.scaledDotProductAttention(of(2, 4, 3, 8), of(2, 2, 5, 7), of(2, 2, 5, 8), NONE, 0, null),
                "scaledDotProductAttention: ", "[2, 4, 3, 8]", "[2, 2, 5, 7]");
        assertError(() -> Attention.scaledDotProductAttention(of(2, 4, 8), of(2, 5, 8), of(2, 5, 8), NONE, 0, null), "[n, heads, length, width]");
        assertError(() -> Attention.selfAttention(of(2, 3, 25), 2, 2, NONE, 0, null), "selfAttention: ", "divisible by 6", "[2, 3, 25]");
    }

    @Test
    void masksMustFit() {
        Tensor x = of(2, 3, 8);
        assertError(() -> attention(x, of(2, 5, 8), of(2, 5, 8), 2, 2, NONE.additive(of(3, 3))), "[3, 5]", "[2, 3, 5]", "[2, 2, 3, 5]", "found [3, 3]");
        assertError(() -> attention(x, x, x, 2, 2, NONE.additive(of(1, 3, 3, 3))), "[2, 2, 3, 3]", "found [1, 3, 3, 3]");
        assertError(() -> attention(x, x, x, 2, 2, NONE.allowing(IntTensor.wrap(Shape.of(2, 3), new int[6]))), "found [2, 3]");
        assertError(() -> attention(x, x, x, 2, 2, NONE.forbidding(IntTensor.wrap(Shape.of(9), new int[9]))), "found [9]");
        assertError(() -> attention(x, x, x, 2, 2, NONE.keyLengths(IntTensor.of(3))), "2 sequences", "found [1]");
        assertError(() -> attention(x, x, x, 2, 2, NONE.keyLengths(IntTensor.of(3, 4))), "length 4 of sequence 1", "0 to 3");
        assertError(() -> attention(x, x, x, 2, 2, NONE.paddedKeys(IntTensor.of(0, 0, 1))), "[n=2, keys=3]", "found [3]");
    }

    @Test
    void dropoutAndPositionsMustBeInRange() {
        Tensor x = of(2, 3, 8);
        assertError(() -> Attention.attention(x, x, x, 2, 2, NONE, 1, Philox.seeded(1)), "attention: ", "less than 1", "1.0");
        Parameter p = Parameter.of(x);
        assertError(() -> Gradients.of(() -> Reductions.sum(Attention.attention(p, p, p, 2, 2, NONE, 0.1, null))), "0.1", "Philox");
        assertError(() -> Rotary.rotary(of(3, 8), 4, 2, 0, 10, RotaryPairs.HALVES), "rotary: ", "[n, length, columns]", "[3, 8]");
        assertError(() -> Rotary.rotary(x, 3, 2, 0, 10, RotaryPairs.HALVES), "even width", "3");
        assertError(() -> Rotary.rotary(x, 4, 3, 0, 10, RotaryPairs.HALVES), "3 heads of width 4", "[2, 3, 8]");
        assertError(() -> Rotary.rotary(x, 4, 2, -1, 10, RotaryPairs.HALVES), "offset -1");
        assertError(() -> Rotary.rotary(x, 4, 2, 0, 0, RotaryPairs.HALVES), "base", "0.0");
    }
}
