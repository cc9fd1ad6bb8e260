package dev.lanewise.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.lanewise.gradient.Gradients;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Laws that hold for any shape. */
class OpPropertiesTest {

    private static Tensor random(Shape shape, long seed) {
        Philox random = Philox.seeded(seed);
        float[] values = new float[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensor.wrap(shape, values);
    }

    private static double inner(Tensor a, Tensor b) {
        assertThat(a.shape()).isEqualTo(b.shape());
        return DoubleTensor.sum(a.size(), i -> (double) a.array()[i] * b.array()[i]);
    }

    /* ⟨op(x), w⟩ = ⟨x, opᵀ(w)⟩: for a linear op the gradient is the adjoint. */
    private static void assertAdjoint(UnaryOperator<Tensor> op, Tensor input, long seed) {
        Parameter x = Parameter.of(input);
        Tensor y = op.apply(x);
        Tensor weights = random(y.shape(), seed + 1);
        try (Gradients gradients = Gradients.of(() -> Reductions.sum(Arithmetic.multiply(op.apply(x), weights)))) {
            double left = inner(y, weights);
            double size = Math.sqrt(inner(weights, weights) * inner(y, y)) + 1;
            assertThat(inner(x, gradients.of(x))).isCloseTo(left, offset(1e-5 * size));
        }
    }

    private static Shape shape(List<Integer> dimensions) {
        return Shape.of(dimensions.stream().mapToInt(Integer::intValue).toArray());
    }

    private static int[] shuffledAxes(int rank, long seed) {
        List<Integer> axes = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            axes.add(i);
        }
        Collections.shuffle(axes, new Random(seed));
        return axes.stream().mapToInt(Integer::intValue).toArray();
    }

    @Property(tries = 100, seed = "20261107")
    void permuteMovesElements(@ForAll @Size(max = 5) List<@IntRange(min = 1, max = 6) Integer> dimensions, @ForAll long seed) {
        Tensor x = random(shape(dimensions), seed);
        int[] axes = shuffledAxes(dimensions.size(), seed);
        Tensor y = Transpose.permute(x, axes);
        DoubleTensor expected = DoubleTensor.of(y.shape(), index -> {
            int[] source = new int[index.length];
            for (int i = 0; i < index.length; i++) {
                source[axes[i]] = index[i];
            }
            return x.get(source);
        });
        assertThat(DoubleTensor.of(y).values()).isEqualTo(expected.values());
        assertAdjoint(t -> Transpose.permute(t, axes), x, seed);
    }

    @Property(tries = 100, seed = "20261107")
    void sumsOverAnyAxes(@ForAll @Size(min = 1, max = 5) List<@IntRange(max = 5) Integer> dimensions, @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 5) int count) {
        Tensor x = random(shape(dimensions), seed);
        int[] axes = Arrays.copyOf(shuffledAxes(dimensions.size(), seed), Math.min(count, dimensions.size()));
        Tensor y = Reductions.sum(x, axes);
        double[] expected = new double[y.size()];
        DoubleTensor.of(x.shape(), index -> {
            int position = 0;
            for (int axis = 0; axis < index.length; axis++) {
                int kept = axis;
                if (Arrays.stream(axes).noneMatch(a -> a == kept)) {
                    position = position * x.dimension(axis) + index[axis];
                }
            }
            expected[position] += x.get(index);
            return 0;
        });
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) y.array()[i]).isCloseTo(expected[i], offset(1e-4));
        }
        if (x.size() > 0) {
            assertAdjoint(t -> Reductions.sum(t, axes), x, seed);
            assertAdjoint(t -> Reductions.mean(t, axes), x, seed);
        }
    }

    @Property(tries = 100, seed = "20261107")
    void broadcastingIsThatOfTheNaiveReference(@ForAll @Size(max = 4) List<@IntRange(min = 1, max = 5) Integer> dimensions,
            @ForAll @IntRange(max = 15) int stretchedLeft, @ForAll @IntRange(max = 15) int stretchedRight,
            @ForAll @IntRange(max = 4) int missing, @ForAll long seed) {
        int[] left = shape(dimensions).toArray();
        int[] right = shape(dimensions).toArray();
        for (int axis = 0; axis < left.length; axis++) {
            left[axis] = (stretchedLeft >> axis & 1) == 1 ? 1 : left[axis];
            right[axis] = (stretchedRight >> axis & 1) == 1 ? 1 : right[axis];
        }
        Tensor a = random(Shape.of(left), seed);
        Tensor b = random(Shape.of(Arrays.copyOfRange(right, Math.min(missing, right.length), right.length)), seed + 9);
        Tensor y = Arithmetic.subtract(a, b);
        DoubleTensor exactA = DoubleTensor.of(a);
        DoubleTensor exactB = DoubleTensor.of(b);
        DoubleTensor expected = DoubleTensor.of(y.shape(), i -> (float) (exactA.broadcast(i) - exactB.broadcast(i)));
        assertThat(DoubleTensor.of(y).values()).isEqualTo(expected.values());
        assertAdjoint(t -> Arithmetic.multiply(t, b), a, seed);
        assertAdjoint(t -> Arithmetic.multiply(a, t), b, seed);
    }

    @Property(tries = 60, seed = "20261107")
    void sliceAndConcatAreInverse(@ForAll @Size(min = 1, max = 4) List<@IntRange(min = 1, max = 5) Integer> dimensions, @ForAll long seed) {
        Tensor x = random(shape(dimensions), seed);
        int axis = Math.floorMod(seed, dimensions.size());
        int cut = Math.floorMod(seed >> 8, dimensions.get(axis) + 1);
        Tensor joined = Concat.concat(axis, Slice.slice(x, axis, 0, cut), Slice.slice(x, axis, cut, x.dimension(axis)));
        assertThat(joined.shape()).isEqualTo(x.shape());
        assertThat(joined.toArray()).isEqualTo(x.toArray());
        assertAdjoint(t -> Slice.slice(t, axis, 0, cut), x, seed);
        assertAdjoint(t -> Concat.concat(axis, t, t), x, seed);
    }

    @Property(tries = 60, seed = "20261107")
    void softmaxIsADistribution(@ForAll @IntRange(min = 1, max = 5) int rows, @ForAll @IntRange(min = 1, max = 70) int columns,
            @ForAll long seed) {
        Tensor x = Arithmetic.multiply(random(Shape.of(rows, columns), seed), 10);
        Tensor y = Softmax.softmax(x, -1);
        Tensor shifted = Softmax.softmax(Arithmetic.add(x, 64), -1);
        Tensor logarithms = Softmax.logSoftmax(x, -1);
        for (int row = 0; row < rows; row++) {
            int start = row * columns;
            assertThat(DoubleTensor.sum(columns, i -> y.array()[start + i])).isCloseTo(1, offset(1e-5));
        }
        for (int i = 0; i < y.size(); i++) {
            assertThat(y.array()[i]).isBetween(0f, 1f);
            assertThat(shifted.array()[i]).isCloseTo(y.array()[i], offset(1e-4f));
            assertThat(Math.exp(logarithms.array()[i])).isCloseTo(y.array()[i], offset(1e-5));
        }
    }

    @Property(tries = 60, seed = "20261107")
    void softmaxOfPermutedRowsIsThePermutedSoftmax(@ForAll @IntRange(min = 1, max = 7) int rows,
            @ForAll @IntRange(min = 1, max = 33) int columns, @ForAll long seed) {
        Tensor x = random(Shape.of(rows, columns), seed);
        int[] order = shuffledAxes(rows, seed);
        Tensor[] permuted = Arrays.stream(order).mapToObj(row -> Slice.slice(x, 0, row, row + 1)).toArray(Tensor[]::new);
        Tensor y = Softmax.softmax(x, 1);
        Tensor[] expected = Arrays.stream(order).mapToObj(row -> Slice.slice(y, 0, row, row + 1)).toArray(Tensor[]::new);
        assertThat(Softmax.softmax(Concat.concat(0, permuted), 1).toArray()).as("bit for bit").isEqualTo(Concat.concat(0, expected).toArray());
    }

    @Property(tries = 60, seed = "20261107")
    void theAxisOfSoftmaxDoesNotMatter(@ForAll @IntRange(min = 1, max = 5) int a, @ForAll @IntRange(min = 1, max = 19) int b,
            @ForAll @IntRange(min = 1, max = 5) int c, @ForAll long seed) {
        Tensor x = random(Shape.of(a, b, c), seed);
        Tensor direct = Softmax.softmax(x, 1);
        Tensor moved = Transpose.transpose(Softmax.softmax(Transpose.transpose(x, 1, 2), 2), 1, 2);
        assertThat(direct.toArray()).isEqualTo(moved.toArray());
    }

    @Property(tries = 60, seed = "20261107")
    void averagePoolingIsLinear(@ForAll @IntRange(min = 1, max = 3) int size, @ForAll @IntRange(min = 1, max = 3) int stride,
            @ForAll @IntRange(min = 1, max = 2) int dilation, @ForAll boolean padded, @ForAll boolean counted, @ForAll long seed) {
        Window2d window = Window2d.square(size).stride(stride).dilation(dilation).padding(padded ? size / 2 : 0);
        assertAdjoint(t -> AveragePool2d.averagePool2d(t, window, counted), random(Shape.of(2, 3, 7, 5), seed), seed);
    }

    @Property(tries = 60, seed = "20261107")
    void convolutionIsLinear(@ForAll @IntRange(min = 1, max = 4) int size, @ForAll @IntRange(min = 1, max = 3) int stride,
            @ForAll @IntRange(min = 1, max = 2) int dilation, @ForAll @IntRange(max = 3) int padding, @ForAll @IntRange(min = 1, max = 2) int groups,
            @ForAll long seed) {
        Window2d window = Window2d.square(size).stride(stride).dilation(dilation).padding(padding);
        Assume.that(window.outputWidth(5) > 0 && window.outputHeight(7) > 0);
        Tensor x = random(Shape.of(2, 2 * groups, 7, 5), seed);
        Tensor weight = random(Shape.of(3 * groups, 2, size, size), seed + 5);
        assertAdjoint(t -> Conv2d.conv2d(t, weight, null, window, groups), x, seed);
        assertAdjoint(t -> Conv2d.conv2d(x, t, null, window, groups), weight, seed);
    }

    @Property(tries = 40, seed = "20261107")
    void convolutionInTilesIsLinear(@ForAll @IntRange(max = 4) int paddingHeight, @ForAll @IntRange(max = 4) int paddingWidth,
            @ForAll @IntRange(min = 8, max = 13) int height, @ForAll @IntRange(min = 8, max = 40) int width,
            @ForAll @IntRange(min = 1, max = 3) int channels, @ForAll @IntRange(min = 1, max = 3) int out, @ForAll long seed) {
        Window2d window = new Window2d(3, 3, 1, 1, paddingHeight, paddingWidth, 1, 1);
        Tensor x = random(Shape.of(2, 16 * channels, height, width), seed);
        Tensor weight = random(Shape.of(16 * out, 16 * channels, 3, 3), seed + 5);
        assertAdjoint(t -> Conv2d.conv2d(t, weight, null, window, 1), x, seed);
        assertAdjoint(t -> Conv2d.conv2d(x, t, null, window, 1), weight, seed);
    }

    @Property(tries = 100, seed = "20261107")
    void maxPoolingFindsTheMaximumAndItsPlace(@ForAll @IntRange(min = 1, max = 3) int size, @ForAll @IntRange(min = 1, max = 3) int stride,
            @ForAll boolean padded, @ForAll @IntRange(min = 4, max = 21) int height, @ForAll @IntRange(min = 4, max = 45) int width,
            @ForAll long seed) {
        Window2d window = Window2d.square(size).stride(stride).padding(padded ? size / 2 : 0);
        Tensor coarse = random(Shape.of(1, 2, height, width), seed);
        for (int i = 0; i < coarse.size(); i++) {
            coarse.array()[i] = Math.round(coarse.array()[i]); // many ties
        }
        Parameter x = Parameter.of(coarse);
        Tensor y = MaxPool2d.maxPool2d(x, window);
        Tensor weights = random(y.shape(), seed);
        double[] expected = new double[x.size()];
        DoubleTensor exact = DoubleTensor.of(x);
        double[] maxima = DoubleTensor.of(y.shape(), place -> {
            double largest = Double.NEGATIVE_INFINITY;
            int first = -1;
            for (int k = 0; k < size * size; k++) {
                int row = place[2] * stride - window.paddingHeight() + k / size;
                int column = place[3] * stride - window.paddingWidth() + k % size;
                double value = exact.getOr(Double.NEGATIVE_INFINITY, place[0], place[1], row, column);
                if (value > largest) {
                    largest = value;
                    first = (place[1] * height + row) * width + column;
                }
            }
            expected[first] += weights.get(place);
            return largest;
        }).values();
        for (int i = 0; i < maxima.length; i++) {
            assertThat((double) y.array()[i]).isEqualTo(maxima[i]);
        }
        try (Gradients gradients = Gradients.of(() -> Reductions.sum(Arithmetic.multiply(MaxPool2d.maxPool2d(x, window), weights)))) {
            for (int i = 0; i < expected.length; i++) {
                assertThat((double) gradients.of(x).array()[i]).isCloseTo(expected[i], offset(1e-5));
            }
        }
    }
}
