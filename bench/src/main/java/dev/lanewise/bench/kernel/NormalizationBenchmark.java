package dev.lanewise.bench.kernel;

import dev.lanewise.op.BatchNormalization;
import dev.lanewise.op.GroupNormalization;
import dev.lanewise.op.LayerNormalization;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * Normalizations with their weights, in GB/s: layer and RMS norm over the last axis of W4's tensors and of wider rows, batch and group norm over
 * images. Batch norm uses its running statistics in {@code forward} and those of the batch in {@code forwardAndBackward}.
 */
public class NormalizationBenchmark extends TrafficBenchmark {

    private static final float EPSILON = 1e-5f;
    private static final int GROUPS = 8;

    /** The op and the shape of its input. */
    @Param({"layer/2048x128", "layer/2048x1024", "rms/2048x128", "rms/2048x1024", "batch/32x32x28x28", "batch/8x64x54x54", "group/8x64x54x54"})
    public String norm = "layer/2048x128";

    /** Makes the tensors. */
    @Setup
    public void setUp() {
        String op = norm.substring(0, norm.indexOf('/'));
        Parameter x = random(1, Shape.of(Sizes.of(norm.substring(op.length() + 1))));
        int features = op.equals("layer") || op.equals("rms") ? x.dimension(-1) : x.dimension(1);
        Shape vector = Shape.of(features);
        Parameter weight = random(2, vector);
        Parameter bias = random(3, vector);
        Parameter mean = Parameter.frozen(Tensor.zeros(vector));
        Parameter variance = Parameter.frozen(ones(vector));
        Supplier<Tensor> call = switch (op) {
            case "layer" -> () -> LayerNormalization.layerNorm(x, vector, weight, bias, EPSILON);
            case "rms" -> () -> LayerNormalization.rmsNorm(x, vector, weight, EPSILON);
            case "batch" -> () -> BatchNormalization.batchNorm(x, weight, bias, mean, variance, 0.1f, EPSILON);
            case "group" -> () -> GroupNormalization.groupNorm(x, GROUPS, weight, bias, EPSILON);
            default -> throw new IllegalArgumentException("no normalization " + op);
        };
        measure(call, 2.0 * x.size(), 3.0 * x.size()); // x to y; x and dy to dx
    }

    private static Tensor ones(Shape shape) {
        float[] values = new float[shape.size()];
        Arrays.fill(values, 1f);
        return Tensor.wrap(shape, values);
    }
}
