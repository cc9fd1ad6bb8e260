package dev.lanewise.op;

import static dev.lanewise.op.DoubleTensor.sum;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** The cases of the ops that losses are made of. */
final class LossOpCases {

    private static final double[] PROBABILITIES = {0.01, 1};
    private static final double[] SCORES = {-4, 4};

    private LossOpCases() {}

    static List<OpCase> all() {
        IntTensor labels = IntTensor.of(3, 0, 16, -7, 9, 1, 12);
        float[] weights = new float[17];
        IntStream.range(0, weights.length).forEach(j -> weights[j] = 0.25f + j * 0.125f);
        Shape scores = Shape.of(7, 17);
        return List.of(
                OpCase.of("labelCrossEntropies", x -> CrossEntropies.labelCrossEntropies(x[0], labels, null, -7, 0f),
                        x -> crossEntropies(x[0], labels, new float[17], 1, 0), scores).domains(SCORES),
                OpCase.of("labelCrossEntropies all settings",
                        x -> CrossEntropies.labelCrossEntropies(x[0], labels, Tensor.of(weights), -7, 0.2f),
                        x -> crossEntropies(x[0], labels, weights, 0, 0.2f), scores).domains(SCORES),
                OpCase.of("labelCrossEntropies wide rows",
                        x -> CrossEntropies.labelCrossEntropies(x[0], IntTensor.of(36, 0, 35), null, -1, 0.3f),
                        x -> crossEntropies(x[0], IntTensor.of(36, 0, 35), new float[37], 1, 0.3f), Shape.of(3, 37)).domains(SCORES),
                OpCase.of("targetCrossEntropies", x -> CrossEntropies.targetCrossEntropies(x[0], x[1]),
                        x -> DoubleTensor.of(Shape.of(5), i -> sum(37, j -> -x[1].get(i[0], j) * logSoftmax(x[0], i[0], j))),
                        Shape.of(5, 37), Shape.of(5, 37)).domains(SCORES, PROBABILITIES),
                OpCase.of("negativeLogLikelihoods", x -> CrossEntropies.negativeLogLikelihoods(x[0], labels, Tensor.of(weights), -7),
                        x -> DoubleTensor.of(Shape.of(7), i -> i[0] == 3 ? 0
                                : -weights[labels.get(i[0])] * x[0].get(i[0], labels.get(i[0]))), scores),
                binary("plain", null, Shape.of(37)),
                binary("weights", Tensor.of(0.5f, 2f, 3f, 1f, 0.25f), Shape.of(7, 5)),
                OpCase.of("squaredErrors", x -> Errors.squaredErrors(x[0], x[1]), x -> errors(x, d -> d * d), Shape.of(3, 13),
                        Shape.of(3, 13)),
                OpCase.of("absoluteErrors", x -> Errors.absoluteErrors(x[0], x[1]), x -> errors(x, Math::abs), Shape.of(37), Shape.of(37)),
                OpCase.of("huberErrors", x -> Errors.huberErrors(x[0], x[1], 0.7f),
                        x -> errors(x, d -> Math.abs(d) <= 0.7f ? d * d / 2 : 0.7f * (Math.abs(d) - 0.7f / 2)), Shape.of(5, 17),
                        Shape.of(5, 17)),
                OpCase.of("divergences", x -> Divergence.divergences(x[0], x[1]),
                        x -> DoubleTensor.of(x[0].shape(), i -> x[1].get(i) * (Math.log(x[1].get(i)) - x[0].get(i))), Shape.of(5, 7),
                        Shape.of(5, 7)).domains(SCORES, PROBABILITIES),
                OpCase.of("divergencesOfLogarithms", x -> Divergence.divergencesOfLogarithms(x[0], x[1]),
                        x -> DoubleTensor.of(x[0].shape(), i -> Math.exp(x[1].get(i)) * (x[1].get(i) - x[0].get(i))), Shape.of(5, 7),
                        Shape.of(5, 7)),
                OpCase.of("absoluteSum", x -> Penalty.absoluteSum(x[0]), x -> scalar(sum(91, i -> Math.abs(x[0].values()[i]))),
                        Shape.of(7, 13)),
                OpCase.of("squaredSum", x -> Penalty.squaredSum(x[0]), x -> scalar(sum(91, i -> x[0].values()[i] * x[0].values()[i])),
                        Shape.of(7, 13)),
                OpCase.of("squaredSum chunks", x -> Penalty.squaredSum(x[0]),
                        x -> scalar(sum(8209, i -> x[0].values()[i] * x[0].values()[i])), Shape.of(8209)));
    }

    private static DoubleTensor scalar(double value) {
        return new DoubleTensor(Shape.scalar(), new double[] {value});
    }

    private static double logSoftmax(DoubleTensor x, int row, int column) {
        return x.get(row, column) - Math.log(sum(x.dimension(1), k -> Math.exp(x.get(row, k))));
    }

    private static DoubleTensor crossEntropies(DoubleTensor x, IntTensor labels, float[] weights, float added, double smoothing) {
        int classes = x.dimension(1);
        return DoubleTensor.of(Shape.of(x.dimension(0)), i -> labels.get(i[0]) == -7 ? 0 : sum(classes,
                j -> -(weights[j] + added) * ((labels.get(i[0]) == j ? 1 - smoothing : 0) + smoothing / classes) * logSoftmax(x, i[0], j)));
    }

    private static OpCase binary(String what, Tensor positiveWeights, Shape shape) {
        return OpCase.of("binaryCrossEntropies " + what, x -> BinaryCrossEntropy.binaryCrossEntropies(x[0], x[1], positiveWeights),
                x -> DoubleTensor.of(shape, i -> {
                    double p = positiveWeights == null ? 1 : positiveWeights.array()[i[1]];
                    double yes = 1 / (1 + Math.exp(-x[0].get(i)));
                    return -(p * x[1].get(i) * Math.log(yes) + (1 - x[1].get(i)) * Math.log(1 - yes));
                }), shape, shape).domains(new double[] {-7, 7}, new double[] {0, 1});
    }

    private static DoubleTensor errors(DoubleTensor[] x, DoubleUnaryOperator f) {
        return DoubleTensor.of(x[0].shape(), i -> f.applyAsDouble(x[0].get(i) - x[1].get(i)));
    }
}
