package dev.lanewise.op;

import static dev.lanewise.op.DoubleTensor.sum;

import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.List;

/** The cases of the normalizations. */
final class NormalizationOpCases {

    private static final float EPSILON = 1e-3f;

    private NormalizationOpCases() {}

    static List<OpCase> all() {
        return List.of(
                layerNorm("one dimension", Shape.of(5, 17), Shape.of(17)),
                layerNorm("long rows", Shape.of(3, 67), Shape.of(67)),
                layerNorm("several chunks of rows", Shape.of(37, 5), Shape.of(5)),
                layerNorm("two dimensions", Shape.of(2, 3, 5, 7), Shape.of(5, 7)),
                layerNorm("whole input", Shape.of(11), Shape.of(11)),
                OpCase.of("layerNorm without weight and bias", x -> LayerNormalization.layerNorm(x[0], Shape.of(13), null, null, EPSILON),
                        x -> standardized(x[0], 13, true), Shape.of(7, 13)).tolerance(4e-6, 2e-5),
                OpCase.of("layerNorm without bias", x -> LayerNormalization.layerNorm(x[0], Shape.of(13), x[1], null, EPSILON),
                        x -> affine(standardized(x[0], 13, true), x[1], null), Shape.of(7, 13), Shape.of(13)).tolerance(4e-6, 2e-5),
                rmsNorm("one dimension", Shape.of(5, 3, 19), Shape.of(19)),
                rmsNorm("long rows", Shape.of(3, 71), Shape.of(71)),
                rmsNorm("two dimensions", Shape.of(17, 3, 5), Shape.of(3, 5)),
                OpCase.of("rmsNorm without weight", x -> LayerNormalization.rmsNorm(x[0], Shape.of(13), null, EPSILON),
                        x -> standardized(x[0], 13, false), Shape.of(7, 13)).tolerance(4e-6, 2e-5),
                groupNorm("two groups", Shape.of(3, 6, 5, 7), 2),
                groupNorm("one group", Shape.of(2, 5, 11), 1),
                groupNorm("rows", Shape.of(5, 14), 2),
                OpCase.of("groupNorm without weight and bias", x -> GroupNormalization.groupNorm(x[0], 3, null, null, EPSILON),
                        x -> standardized(x[0], 2 * 7, true), Shape.of(2, 6, 7)).tolerance(4e-6, 2e-5),
                instanceNorm("images", Shape.of(2, 3, 5, 7)),
                instanceNorm("sequences", Shape.of(5, 3, 13)),
                OpCase.of("instanceNorm without weight and bias", x -> GroupNormalization.instanceNorm(x[0], null, null, EPSILON),
                        x -> standardized(x[0], 35, true), Shape.of(2, 3, 5, 7)).tolerance(4e-6, 2e-5),
                OpCase.of("batchNorm without weight and bias", x -> BatchNormalization.batchNorm(x[0], null, null,
                                Parameter.frozen(Tensor.of(0, 0, 0)), Parameter.frozen(Tensor.of(1, 1, 1)), 0.1f, EPSILON),
                        x -> {
                            DoubleTensor byChannel = DoubleTensor.of(Shape.of(3, 11), i -> x[0].get(i[1], i[0]));
                            DoubleTensor y = standardized(byChannel, 11, true);
                            return DoubleTensor.of(Shape.of(11, 3), i -> y.get(i[1], i[0]));
                        }, Shape.of(11, 3)).differsWhenRecorded().tolerance(4e-6, 2e-5));
    }

    private static OpCase layerNorm(String what, Shape shape, Shape normalized) {
        return OpCase.of("layerNorm " + what, x -> LayerNormalization.layerNorm(x[0], normalized, x[1], x[2], EPSILON),
                x -> affine(standardized(x[0], normalized.size(), true), x[1], x[2]), shape, normalized, normalized).tolerance(4e-6, 2e-5);
    }

    private static OpCase rmsNorm(String what, Shape shape, Shape normalized) {
        return OpCase.of("rmsNorm " + what, x -> LayerNormalization.rmsNorm(x[0], normalized, x[1], EPSILON),
                x -> affine(standardized(x[0], normalized.size(), false), x[1], null), shape, normalized).tolerance(4e-6, 2e-5);
    }

    private static OpCase groupNorm(String what, Shape shape, int groups) {
        int channels = shape.dimension(1);
        int length = shape.sizeBetween(1, shape.rank()) / groups;
        return OpCase.of("groupNorm " + what, x -> GroupNormalization.groupNorm(x[0], groups, x[1], x[2], EPSILON),
                x -> perChannel(standardized(x[0], length, true), x[1], x[2]), shape, Shape.of(channels), Shape.of(channels))
                .tolerance(4e-6, 2e-5);
    }

    private static OpCase instanceNorm(String what, Shape shape) {
        int channels = shape.dimension(1);
        return OpCase.of("instanceNorm " + what, x -> GroupNormalization.instanceNorm(x[0], x[1], x[2], EPSILON),
                x -> perChannel(standardized(x[0], shape.sizeBetween(2, shape.rank()), true), x[1], x[2]), shape, Shape.of(channels),
                Shape.of(channels)).tolerance(4e-6, 2e-5);
    }

    /* Each run of this length by itself. */
    private static DoubleTensor standardized(DoubleTensor x, int length, boolean centered) {
        double[] values = x.values();
        double[] y = new double[values.length];
        for (int start = 0; start < y.length; start += length) {
            int first = start;
            double mean = centered ? sum(length, i -> values[first + i]) / length : 0;
            double variance = sum(length, i -> Math.pow(values[first + i] - mean, 2)) / length;
            for (int i = first; i < first + length; i++) {
                y[i] = (values[i] - mean) / Math.sqrt(variance + EPSILON);
            }
        }
        return new DoubleTensor(x.shape(), y);
    }

    private static DoubleTensor affine(DoubleTensor x, DoubleTensor weight, DoubleTensor bias) {
        return DoubleTensor.of(x.shape(), i -> x.get(i) * weight.broadcast(i) + (bias == null ? 0 : bias.broadcast(i)));
    }

    private static DoubleTensor perChannel(DoubleTensor x, DoubleTensor weight, DoubleTensor bias) {
        return DoubleTensor.of(x.shape(), i -> x.get(i) * weight.get(i[1]) + bias.get(i[1]));
    }
}
