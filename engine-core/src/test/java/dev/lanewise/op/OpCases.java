package dev.lanewise.op;

import static dev.lanewise.op.DoubleTensor.sum;

import dev.lanewise.random.Philox;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Every public op's cases, but for those in {@link ActivationOpCases}, {@link ImageOpCases} and {@link LossOpCases}. A test fails if an
 * op has none.
 */
final class OpCases {

    private OpCases() {}

    static List<OpCase> all() {
        return Stream.of(elementwise(), arithmetic(), reductions(), layouts(), products(), probabilities(), random(), tables(),
                        ActivationOpCases.all(), ImageOpCases.all(), LossOpCases.all(), NormalizationOpCases.all(),
                        AttentionOpCases.all(), RecurrentOpCases.all())
                .flatMap(List::stream)
                .toList();
    }

    private static List<OpCase> elementwise() {
        return List.of(
                OpCase.of("swish", Swish::swish, v -> v / (1 + Math.exp(-v))),
                OpCase.of("exp", Exponential::exp, Math::exp),
                OpCase.of("log", Logarithm::log, Math::log).domain(0.1, 7),
                OpCase.of("negate", Arithmetic::negate, v -> -v),
                OpCase.of("square", Arithmetic::square, v -> v * v),
                OpCase.of("sqrt", Arithmetic::sqrt, Math::sqrt).domain(0.1, 9),
                OpCase.of("add(Tensor, float)", x -> Arithmetic.add(x, 0.7f), v -> v + 0.7f),
                OpCase.of("multiply(Tensor, float)", x -> Arithmetic.multiply(x, -1.3f), v -> v * -1.3f));
    }

    private static List<OpCase> arithmetic() {
        Shape[][] pairs = {
            {Shape.of(3, 5), Shape.of(3, 5)},
            {Shape.of(2, 3, 17), Shape.of(17)},
            {Shape.of(3, 7), Shape.of(2, 3, 7)},
            {Shape.of(2, 1, 5, 1), Shape.of(3, 1, 7)},
            {Shape.of(2, 3, 5, 7), Shape.of(3, 1, 1)},
            {Shape.of(5, 11), Shape.scalar()}};
        return Arrays.stream(pairs).flatMap(pair -> Stream.of(
                        broadcasting("add(Tensor, Tensor)", (a, b) -> a + b, Arithmetic::add, pair),
                        broadcasting("subtract", (a, b) -> a - b, Arithmetic::subtract, pair),
                        broadcasting("multiply(Tensor, Tensor)", (a, b) -> a * b, Arithmetic::multiply, pair),
                        broadcasting("divide", (a, b) -> a / b, Arithmetic::divide, pair)
                                .domains(new double[] {-2, 2}, new double[] {0.5, 2})))
                .toList();
    }

    private interface Binary {
        Tensor apply(Tensor a, Tensor b);
    }

    private static OpCase broadcasting(String name, DoubleBinaryOperator f, Binary op, Shape... shapes) {
        Shape joined = Shape.broadcast(name, shapes[0], shapes[1]);
        return OpCase.of(name + " " + shapes[0] + shapes[1], x -> op.apply(x[0], x[1]),
                x -> DoubleTensor.of(joined, i -> f.applyAsDouble(x[0].broadcast(i), x[1].broadcast(i))), shapes);
    }

    private static List<OpCase> reductions() {
        Shape shape = Shape.of(3, 5, 2, 7);
        return List.of(
                OpCase.of("sum(Tensor)", x -> Reductions.sum(x[0]), x -> scalar(Arrays.stream(x[0].values()).sum()), Shape.of(5, 13)),
                OpCase.of("mean(Tensor)", x -> Reductions.mean(x[0]), x -> scalar(Arrays.stream(x[0].values()).sum() / 65),
                        Shape.of(5, 13)),
                OpCase.of("sum(Tensor) chunks", x -> Reductions.sum(x[0]), x -> scalar(Arrays.stream(x[0].values()).sum()),
                        Shape.of(17, 733)),
                OpCase.of("sum(Tensor, int[]) inner", x -> Reductions.sum(x[0], -1),
                        x -> DoubleTensor.of(Shape.of(3, 5, 2), i -> sum(7, k -> x[0].get(i[0], i[1], i[2], k))), shape),
                OpCase.of("sum(Tensor, int[]) outer", x -> Reductions.sum(x[0], 0, 1),
                        x -> DoubleTensor.of(Shape.of(2, 7), i -> sum(15, k -> x[0].get(k / 5, k % 5, i[0], i[1]))), shape),
                OpCase.of("sum(Tensor, int[]) all but one", x -> Reductions.sum(x[0], 0, 2, -1),
                        x -> DoubleTensor.of(Shape.of(5), i -> sum(42, k -> x[0].get(k / 14, i[0], k / 7 % 2, k % 7))), shape),
                OpCase.of("mean(Tensor, int[]) middle", x -> Reductions.mean(x[0], 1),
                        x -> DoubleTensor.of(Shape.of(3, 2, 7), i -> sum(5, k -> x[0].get(i[0], k, i[1], i[2])) / 5), shape),
                OpCase.of("mean(Tensor, int[]) chunks of rows", x -> Reductions.mean(x[0], 0),
                        x -> DoubleTensor.of(Shape.of(3), i -> sum(577, k -> x[0].get(k, i[0])) / 577), Shape.of(577, 3)));
    }

    private static DoubleTensor scalar(double value) {
        return new DoubleTensor(Shape.scalar(), new double[] {value});
    }

    private static List<OpCase> layouts() {
        Shape shape = Shape.of(2, 3, 5, 7);
        return List.of(
                OpCase.of("reshape", x -> Reshape.reshape(x[0], Shape.of(14, 15)),
                        x -> new DoubleTensor(Shape.of(14, 15), x[0].values()), shape),
                OpCase.of("flatten", x -> Flatten.flatten(x[0]), x -> new DoubleTensor(Shape.of(2, 105), x[0].values()), shape),
                OpCase.of("permute", x -> Transpose.permute(x[0], 0, 2, -1, 1),
                        x -> DoubleTensor.of(Shape.of(2, 5, 7, 3), i -> x[0].get(i[0], i[3], i[1], i[2])), shape),
                OpCase.of("permute reversed", x -> Transpose.permute(x[0], 3, 2, 1, 0),
                        x -> DoubleTensor.of(Shape.of(7, 5, 3, 2), i -> x[0].get(i[3], i[2], i[1], i[0])), shape),
                OpCase.of("permute last kept", x -> Transpose.permute(x[0], 2, 0, 1, 3),
                        x -> DoubleTensor.of(Shape.of(5, 2, 3, 7), i -> x[0].get(i[1], i[2], i[0], i[3])), shape),
                OpCase.of("permute to many channels", x -> Transpose.permute(x[0], 0, 2, 1),
                        x -> DoubleTensor.of(Shape.of(2, 79, 17), i -> x[0].get(i[0], i[2], i[1])), Shape.of(2, 17, 79)),
                OpCase.of("permute from a few channels", x -> Transpose.permute(x[0], 0, 2, 1),
                        x -> DoubleTensor.of(Shape.of(2, 3, 71), i -> x[0].get(i[0], i[2], i[1])), Shape.of(2, 71, 3)),
                OpCase.of("permute around dimensions of length 1", x -> Transpose.permute(x[0], 3, 1, 0, 2),
                        x -> DoubleTensor.of(Shape.of(13, 1, 11, 1), i -> x[0].get(i[2], 0, 0, i[0])), Shape.of(11, 1, 1, 13)),
                OpCase.of("transpose", x -> Transpose.transpose(x[0], 0, 1),
                        x -> DoubleTensor.of(Shape.of(19, 37), i -> x[0].get(i[1], i[0])), Shape.of(37, 19)),
                OpCase.of("transpose outer", x -> Transpose.transpose(x[0], 0, 2),
                        x -> DoubleTensor.of(Shape.of(5, 3, 2, 7), i -> x[0].get(i[2], i[1], i[0], i[3])), shape),
                OpCase.of("slice", x -> Slice.slice(x[0], 1, 1, 3),
                        x -> DoubleTensor.of(Shape.of(2, 2, 5, 7), i -> x[0].get(i[0], i[1] + 1, i[2], i[3])), shape),
                OpCase.of("slice inner", x -> Slice.slice(x[0], -1, 2, 7),
                        x -> DoubleTensor.of(Shape.of(2, 3, 5, 5), i -> x[0].get(i[0], i[1], i[2], i[3] + 2)), shape),
                OpCase.of("concat", x -> Concat.concat(-2, x[0], x[1], x[2]),
                        x -> DoubleTensor.of(Shape.of(2, 11, 7), i -> i[1] < 3 ? x[0].get(i)
                                : i[1] < 8 ? x[1].get(i[0], i[1] - 3, i[2]) : x[2].get(i[0], i[1] - 8, i[2])),
                        Shape.of(2, 3, 7), Shape.of(2, 5, 7), Shape.of(2, 3, 7)),
                OpCase.of("concat with itself", x -> Concat.concat(0, x[0], x[0]),
                        x -> DoubleTensor.of(Shape.of(6, 5), i -> x[0].get(i[0] % 3, i[1])), Shape.of(3, 5)));
    }

    private static List<OpCase> products() {
        return List.of(
                OpCase.of("linear(Tensor, Tensor, Tensor)", x -> Linear.linear(x[0], x[1], x[2]), OpCases::linear,
                        Shape.of(5, 17), Shape.of(37, 17), Shape.of(37)),
                OpCase.of("linear(Tensor, Tensor, Tensor) one row", x -> Linear.linear(x[0], x[1], x[2]), OpCases::linear,
                        Shape.of(1, 31), Shape.of(13, 31), Shape.of(13)),
                OpCase.of("linear(Tensor, Tensor, Tensor) no bias, three dimensions", x -> Linear.linear(x[0], x[1], null),
                        x -> DoubleTensor.of(Shape.of(2, 3, 11), i -> sum(7, k -> x[0].get(i[0], i[1], k) * x[1].get(i[2], k))),
                        Shape.of(2, 3, 7), Shape.of(11, 7)),
                OpCase.of("linear(Tensor, Tensor, Tensor, FusedActivation) relu",
                        x -> Linear.linear(x[0], x[1], x[2], FusedActivation.RELU),
                        x -> linear(x).map(v -> Math.max(v, 0)), Shape.of(7, 5), Shape.of(19, 5), Shape.of(19)),
                matmul("matmul(Tensor, Tensor)", false, false, (a, b) -> MatrixMultiplication.matmul(a, b), Shape.of(7, 5),
                        Shape.of(5, 19)),
                matmul("matmul(Tensor, Tensor) one matrix on the right", false, false, (a, b) -> MatrixMultiplication.matmul(a, b),
                        Shape.of(3, 7, 5), Shape.of(5, 17)),
                matmul("matmul(Tensor, Tensor) broadcast", false, false, (a, b) -> MatrixMultiplication.matmul(a, b),
                        Shape.of(2, 1, 3, 5), Shape.of(3, 5, 7)),
                transposed("NN", false, false, Shape.of(3, 7, 5), Shape.of(3, 5, 19)),
                transposed("NT", false, true, Shape.of(3, 7, 5), Shape.of(3, 19, 5)),
                transposed("TN", true, false, Shape.of(3, 5, 7), Shape.of(3, 5, 19)),
                transposed("TT", true, true, Shape.of(3, 5, 7), Shape.of(3, 19, 5)),
                transposed("NT one matrix on the right", false, true, Shape.of(2, 7, 5), Shape.of(19, 5)),
                transposed("NN one matrix on the right, in two batch dimensions", false, false, Shape.of(2, 3, 7, 5), Shape.of(5, 11)),
                transposed("TN one matrix on the right", true, false, Shape.of(2, 5, 7), Shape.of(5, 19)),
                transposed("TT one matrix on the left", true, true, Shape.of(5, 7), Shape.of(2, 19, 5)));
    }

    private static DoubleTensor linear(DoubleTensor... x) {
        int features = x[0].dimension(1);
        return DoubleTensor.of(Shape.of(x[0].dimension(0), x[1].dimension(0)),
                i -> x[2].get(i[1]) + sum(features, k -> x[0].get(i[0], k) * x[1].get(i[1], k)));
    }

    private static OpCase transposed(String what, boolean transposeA, boolean transposeB, Shape a, Shape b) {
        return matmul("matmul(Tensor, Tensor, boolean, boolean) " + what, transposeA, transposeB,
                (left, right) -> MatrixMultiplication.matmul(left, right, transposeA, transposeB), a, b);
    }

    private static OpCase matmul(String name, boolean transposeA, boolean transposeB, Binary op, Shape a, Shape b) {
        Shape batch = Shape.broadcast(name, a.without(-1).without(-1), b.without(-1).without(-1));
        int[] lengths = Arrays.copyOf(batch.toArray(), batch.rank() + 2);
        lengths[batch.rank()] = a.dimension(transposeA ? -1 : -2);
        lengths[batch.rank() + 1] = b.dimension(transposeB ? -2 : -1);
        int depth = a.dimension(transposeA ? -2 : -1);
        return OpCase.of(name, x -> op.apply(x[0], x[1]),
                x -> DoubleTensor.of(Shape.of(lengths), i -> {
                    int row = i[i.length - 2];
                    int column = i[i.length - 1];
                    return sum(depth, k -> x[0].broadcast(at(i, transposeA ? k : row, transposeA ? row : k))
                            * x[1].broadcast(at(i, transposeB ? column : k, transposeB ? k : column)));
                }), a, b);
    }

    private static int[] at(int[] index, int row, int column) {
        int[] changed = index.clone();
        changed[index.length - 2] = row;
        changed[index.length - 1] = column;
        return changed;
    }

    private static List<OpCase> probabilities() {
        IntTensor labels = IntTensor.of(3, 0, 16, 3, 9, 1, 12);
        return List.of(
                OpCase.of("softmax", x -> Softmax.softmax(x[0], -1),
                        x -> DoubleTensor.of(x[0].shape(), i -> Math.exp(x[0].get(i) - logarithm(x[0], i[0]))), Shape.of(3, 17)),
                OpCase.of("softmax middle", x -> Softmax.softmax(x[0], 1),
                        x -> DoubleTensor.of(x[0].shape(), i -> Math.exp(x[0].get(i)) / sum(5, k -> Math.exp(x[0].get(i[0], k, i[2])))),
                        Shape.of(2, 5, 7)),
                OpCase.of("softmax one class", x -> Softmax.softmax(x[0], 1), x -> x[0].map(v -> 1), Shape.of(5, 1)),
                OpCase.of("logSoftmax", x -> Softmax.logSoftmax(x[0], 1),
                        x -> DoubleTensor.of(x[0].shape(), i -> x[0].get(i) - logarithm(x[0], i[0])), Shape.of(5, 37)),
                OpCase.of("logSoftmax outer", x -> Softmax.logSoftmax(x[0], 0),
                        x -> DoubleTensor.of(x[0].shape(), i -> x[0].get(i) - Math.log(sum(3, k -> Math.exp(x[0].get(k, i[1]))))),
                        Shape.of(3, 11)),
                OpCase.of("maskedSoftmax", x -> MaskedSoftmax.maskedSoftmax(x[0], IntTensor.of(17, 5, 0)),
                        x -> DoubleTensor.of(x[0].shape(), i -> masked(x[0], new int[] {17, 5, 0}[i[0]], i)), Shape.of(3, 2, 17)),
                OpCase.of("softmaxCrossEntropy", x -> CrossEntropy.softmaxCrossEntropy(x[0], labels),
                        x -> scalar(sum(7, n -> logarithm(x[0], n) - x[0].get(n, labels.get(n))) / 7), Shape.of(7, 17)).domain(-5, 5));
    }

    private static List<OpCase> tables() {
        IntTensor ids = IntTensor.wrap(Shape.of(3, 5), new int[] {1, 2, 1, 6, 0, 6, 12, 4, 4, 4, 1, 0, 2, 2, 11});
        int[] many = IntStream.range(0, 997).map(i -> i * i % 5003).toArray(); // two digits of the sort
        return List.of(
                OpCase.of("embedding", x -> Embedding.embedding(x[0], ids, Embedding.NO_PADDING, true),
                        x -> DoubleTensor.of(Shape.of(3, 5, 7), i -> x[0].get(ids.get(i[0] * 5 + i[1]), i[2])), Shape.of(13, 7)),
                OpCase.of("embedding dense", x -> Embedding.embedding(x[0], ids, Embedding.NO_PADDING, false),
                        x -> DoubleTensor.of(Shape.of(3, 5, 3), i -> x[0].get(ids.get(i[0] * 5 + i[1]), i[2])), Shape.of(13, 3)),
                OpCase.of("embedding of a computed table", x -> Embedding.embedding(Arithmetic.multiply(x[0], 3), ids, -1, true),
                        x -> DoubleTensor.of(Shape.of(3, 5, 2), i -> 3 * x[0].get(ids.get(i[0] * 5 + i[1]), i[2])), Shape.of(17, 2)),
                OpCase.of("embedding of a long table", x -> Embedding.embedding(x[0], IntTensor.of(many), -1, true),
                        x -> DoubleTensor.of(Shape.of(997, 2), i -> x[0].get(many[i[0]], i[1])), Shape.of(5003, 2)));
    }

    private static DoubleTensor weigh(DoubleTensor x, double[] mask) {
        return new DoubleTensor(x.shape(), IntStream.range(0, mask.length).mapToDouble(i -> mask[i] * x.values()[i]).toArray());
    }

    /* Softmax over the first positions of a row. */
    private static double masked(DoubleTensor x, int length, int... i) {
        return i[2] >= length ? 0 : Math.exp(x.get(i)) / sum(length, k -> Math.exp(x.get(i[0], i[1], k)));
    }

    /* ln Σ e^x over a row. */
    private static double logarithm(DoubleTensor x, int row) {
        return Math.log(sum(x.dimension(1), k -> Math.exp(x.get(row, k))));
    }

    private static List<OpCase> random() {
        double[] mask = new double[5 * 13];
        for (int i = 0; i < mask.length; i++) { // element i: word i % 4 of block i / 4 of the key's sequence
            long pair = Philox.numberAt(11, i / 4 * 2 + i % 4 / 2);
            long word = i % 2 == 0 ? pair & 0xFFFFFFFFL : pair >>> 32;
            mask[i] = (word >>> 8) / (double) (1 << 24) > 0.3f ? 1 / (1 - 0.3) : 0;
        }
        return List.of(
                OpCase.of("dropout", x -> Dropout.dropout(x[0], 0.3f, Philox.seeded(11)), x -> weigh(x[0], mask), Shape.of(5, 13))
                        .differsWhenRecorded(),
                batchNorm("images", Shape.of(3, 5, 2, 7)),
                batchNorm("sequences", Shape.of(5, 3, 11)),
                batchNorm("rows", Shape.of(11, 3)));
    }

    private static OpCase batchNorm(String what, Shape shape) {
        int channels = shape.dimension(1);
        int pixels = shape.sizeBetween(2, shape.rank());
        int values = shape.dimension(0) * pixels;
        return OpCase.of("batchNorm " + what,
                x -> BatchNormalization.batchNorm(x[0], (Parameter) x[1], (Parameter) x[2], Parameter.frozen(Tensor.zeros(Shape.of(channels))),
                        Parameter.frozen(Tensor.zeros(Shape.of(channels))), 0.1f, 1e-3f),
                x -> {
                    double[] mean = new double[channels];
                    double[] variance = new double[channels];
                    for (int c = 0; c < channels; c++) {
                        int channel = c;
                        mean[c] = sum(values, k -> value(x[0], k, channel, channels, pixels)) / values;
                        variance[c] = sum(values, k -> Math.pow(value(x[0], k, channel, channels, pixels) - mean[channel], 2)) / values;
                    }
                    return DoubleTensor.of(shape, i -> (x[0].get(i) - mean[i[1]]) / Math.sqrt(variance[i[1]] + 1e-3f) * x[1].get(i[1])
                            + x[2].get(i[1]));
                }, shape, Shape.of(channels), Shape.of(channels)).differsWhenRecorded();
    }

    /* The value number k of a channel. */
    private static double value(DoubleTensor x, int k, int channel, int channels, int pixels) {
        return x.values()[(k / pixels * channels + channel) * pixels + k % pixels];
    }
}
