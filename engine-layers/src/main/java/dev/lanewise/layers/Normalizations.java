package dev.lanewise.layers;

import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What the parameters of normalizations have in common. */
final class Normalizations {

    private Normalizations() {}

    static Parameter ones(Shape shape) {
        return Parameter.of(constant(shape, 1));
    }

    static Parameter zeros(Shape shape) {
        return Parameter.of(constant(shape, 0));
    }

    static Tensor constant(Shape shape, float value) {
        float[] values = new float[shape.size()];
        Arrays.fill(values, value);
        return Tensor.wrap(shape, values);
    }

    /** Complains unless these parameters of a batch normalization are all of one shape {@code [channels]}. */
    static void checkBatchNorm(@Nullable Parameter weight, @Nullable Parameter bias, Parameter runningMean, Parameter runningVariance) {
        Parameter first = weight != null ? weight : runningMean;
        if (first.shape().rank() != 1) {
            throw unfit("batch norm", weight != null ? "weight" : "running mean", "[channels]", first);
        }
        Shape channels = first.shape();
        check("batch norm", "bias", bias, channels);
        check("batch norm", "running mean", runningMean, channels);
        check("batch norm", "running variance", runningVariance, channels);
    }

    /** Complains unless there is no such parameter, or one of this shape. */
    static void check(String layer, String name, @Nullable Parameter values, Shape expected) {
        if (values != null && !values.shape().equals(expected)) {
            throw unfit(layer, name, expected.toString(), values);
        }
    }

    private static IllegalArgumentException unfit(String layer, String name, String expected, Parameter found) {
        return new IllegalArgumentException(layer + ": expected a " + name + " of shape " + expected + ", found " + found.shape()
                + "; give it one value for each channel");
    }

    /** Complains unless the momentum of running statistics is a share. */
    static void checkMomentum(float momentum) {
        if (!(momentum >= 0 && momentum <= 1)) {
            throw new IllegalArgumentException("batch norm: expected a momentum from 0 to 1, the share of the new batch, found " + momentum);
        }
    }

    /** Complains unless ε is a finite number that is not negative. */
    static void checkEpsilon(String layer, float epsilon) {
        if (!(epsilon >= 0 && epsilon < Float.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(layer + ": expected a finite ε of at least 0, found " + epsilon);
        }
    }
}
