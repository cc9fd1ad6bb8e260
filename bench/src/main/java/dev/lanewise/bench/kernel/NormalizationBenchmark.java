package dev.lanewise.bench.kernel;

import dev.lanewise.bench.Traffic;
import dev.lanewise.op.BatchNormalization;
import dev.lanewise.op.GroupNormalization;
import dev.lanewise.op.LayerNormalization;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * Normalizations with their weights, in GB/s: layer and RMS norm over the last axis of W4's tensors and of wider rows, batch and group norm over
 * images. Batch norm uses its running statistics in {@code forward} and those of the batch in {@code forwardAndBackward}.
 */
public class NormalizationBenchmark extends KernelBenchmark {

    private static final float EPSILON = 1e-5f;
    private static final int GROUPS = 8;

    /** The op and the shape of its input. */
    @Param({"layer/2048x128", "layer/2048x1024", "rms/2048x128", "rms/2048x1024", "batch/32x32x28x28", "batch/8x64x54x54", "group/8x64x54x54"})
    public String norm = "layer/2048x128";

    private Supplier<Tensor> call = () -> Tensor.scalar(0);
    private Tensor gradient = Tensor.scalar(0);

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
        call = switch (op) {
            case "layer" -> () -> LayerNormalization.layerNorm(x, vector, weight, bias, EPSILON);
            case "rms" -> () -> LayerNormalization.rmsNorm(x, vector, weight, EPSILON);
            case "batch" -> () -> BatchNormalization.batchNorm(x, weight, bias, mean, variance, 0.1f, EPSILON);
            case "group" -> () -> GroupNormalization.groupNorm(x, GROUPS, weight, bias, EPSILON);
            default -> throw new IllegalArgumentException("no normalization " + op);
        };
        gradient = gradientOf(call);
    }

    private static Tensor ones(Shape shape) {
        float[] values = new float[shape.size()];
        Arrays.fill(values, 1f);
        return Tensor.wrap(shape, values);
    }

    /** As in a prediction. */
    @Benchmark
    public float[] forward(Traffic traffic) {
        traffic.addFloats(2.0 * gradient.size());
        return forward(call);
    }

    /** As in a training step: x and dy to dx besides. */
    @Benchmark
    public float forwardAndBackward(Traffic traffic) {
        traffic.addFloats(5.0 * gradient.size());
        return forwardAndBackward(call, gradient);
    }
}
