package dev.lanewise.bench.kernel;

import dev.lanewise.bench.Operations;
import dev.lanewise.op.Conv2d;
import dev.lanewise.op.ConvolutionBlock;
import dev.lanewise.op.Window2d;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * Convolutions of one step in GFLOP/s: those of W1 and W2, strided, 1×1, grouped and depthwise ones. The gradients are measured with the
 * forward pass that they need, and its operations are counted: what a gradient takes by itself is the difference.
 */
public class ConvolutionBenchmark extends KernelBenchmark {

    /**
     * Input, output channels, window, and what deviates from stride 1, one group and no padding: {@code s2} is a stride, {@code g4} are groups,
     * {@code p1} is a padding. {@code block} is a convolution with relu and 2×2 max-pooling as one op, as W1 and W2 run it.
     */
    @Param({
        "32x1x28x28_32_3", "32x1x28x28_32_3_block",                                             // W1
        "8x3x224x224_32_3", "8x3x224x224_32_3_block",                                           // W2, first
        "8x32x111x111_64_3", "8x32x111x111_64_3_block",                                         // W2, second
        "8x64x54x54_128_3", "8x64x54x54_128_3_block",                                           // W2, third
        "8x64x56x56_64_3_p1", "8x64x56x56_128_3_s2_p1", "8x64x56x56_256_1", "8x512x7x7_512_3_p1", // of residual networks
        "8x64x56x56_128_3_p1_g4", "8x64x56x56_64_3_p1_g64", "8x128x28x28_128_5_p2_g128"
    })
    public String shape = "32x1x28x28_32_3";

    private Parameter x = random(1, Shape.of(1));
    private Parameter weight = x;
    private Parameter bias = x;
    private Supplier<Tensor> call = () -> x;
    private Tensor gradient = x;
    private double flops;

    /** Makes the tensors. */
    @Setup
    public void setUp() {
        String[] parts = shape.split("_", -1);
        int[] input = Sizes.of(parts[0]);
        int out = Integer.parseInt(parts[1]);
        int side = Integer.parseInt(parts[2]);
        int stride = 1;
        int padding = 0;
        int groups = 1;
        boolean isBlock = false;
        for (int i = 3; i < parts.length; i++) {
            String value = parts[i].substring(1);
            switch (parts[i].charAt(0)) {
                case 's' -> stride = Integer.parseInt(value);
                case 'p' -> padding = Integer.parseInt(value);
                case 'g' -> groups = Integer.parseInt(value);
                default -> isBlock = true;
            }
        }
        x = random(1, Shape.of(input));
        weight = random(2, Shape.of(out, input[1] / groups, side, side));
        bias = random(3, Shape.of(out));
        Window2d window = Window2d.square(side).stride(stride).padding(padding);
        int group = groups;
        call = isBlock
                ? () -> ConvolutionBlock.convolutionBlock(x, weight, bias, window, group)
                : () -> Conv2d.conv2d(x, weight, bias, window, group);
        gradient = gradientOf(call);
        flops = 2.0 * input[0] * out * window.outputHeight(input[2]) * window.outputWidth(input[3]) * weight.size() / out;
    }

    /** As in a prediction. */
    @Benchmark
    public float[] forward(Operations operations) {
        operations.add(flops);
        return forward(call);
    }

    /** Forward, and the gradient of the images. */
    @Benchmark
    public float forwardAndInputGradient(Operations operations) {
        operations.add(2 * flops);
        return train(false, true);
    }

    /** Forward, and the gradient of weights and bias, as in the first layer of a model. */
    @Benchmark
    public float forwardAndWeightGradient(Operations operations) {
        operations.add(2 * flops);
        return train(true, false);
    }

    /** As in any other layer. */
    @Benchmark
    public float forwardAndBackward(Operations operations) {
        operations.add(3 * flops);
        return train(true, true);
    }

    private float train(boolean weights, boolean images) {
        weight.setFrozen(!weights);
        bias.setFrozen(!weights);
        x.setFrozen(!images);
        return forwardAndBackward(call, gradient);
    }
}
