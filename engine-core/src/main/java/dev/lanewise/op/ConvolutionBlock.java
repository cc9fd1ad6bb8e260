package dev.lanewise.op;

import static dev.lanewise.gradient.Input.wrt;

import dev.lanewise.gradient.Gradients;
import dev.lanewise.gradient.Operation;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;
import org.jspecify.annotations.Nullable;

/** Convolution, relu and 2×2 max-pooling, the block that most small image networks begin with. */
public final class ConvolutionBlock {

    private ConvolutionBlock() {}

    /**
     * y = maxPool(relu(conv2d(x))), with the bits of the three ops one after the other; relu only sees the maxima. Where the convolution has few terms, as in a first
     * layer, it is one op: what lies between is computed image by image in the cache, never stored, and computed again for the
     * gradients, which then are summed in another order than those of the three ops. Where nobody asks for gradients, the rows of any convolution are
     * pooled before they leave the cache.
     *
     * @param x [n, channels, height, width]
     * @param weight [out, channels/groups, window height, window width]
     * @param bias [out], or null for none
     * @return [n, out, height of the places/2, width of the places/2]
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public static Tensor convolutionBlock(Tensor x, Tensor weight, @Nullable Tensor bias, Window2d window, int groups) {
        var op = Operation.begin("convolutionBlock");
        if (bias == null || groups != 1 || !PooledConvolution.fits(x, weight, bias, window)) {
            return Gradients.areRecorded() ? threeOps(x, weight, bias, window, groups) : halved(op, x, weight, bias, window, groups);
        }
        var block = PooledConvolution.of(x, weight, window);
        Tensor y = Workspace.tensor(block.outputShape());
        block.forward(x.array(), weight.array(), bias.array(), y.array());
        op.flops(block.flops());
        if (!op.carriesGradient(x, weight, bias)) {
            return op.withoutGradient(y, x, weight, bias);
        }

        int weights = weight.size();
        boolean ofImages = op.carriesGradient(x);
        return op.differentiable(y,
                dy -> block.gradients(x.array(), weight.array(), bias.array(), y.array(), dy.array(), ofImages),
                wrt(weight, gradients -> part(gradients, 0, weight.shape())),
                wrt(bias, gradients -> part(gradients, weights, bias.shape())),
                wrt(x, gradients -> part(gradients, weights + bias.size(), x.shape())));
    }

    private static Tensor threeOps(Tensor x, Tensor weight, @Nullable Tensor bias, Window2d window, int groups) {
        return MaxPool2d.halve(Conv2d.conv2d(x, weight, bias, window, groups), FusedActivation.RELU);
    }

    private static Tensor halved(Operation op, Tensor x, Tensor weight, @Nullable Tensor bias, Window2d window, int groups) {
        Conv2d.requireImages(op, x, weight, window);
        var halved = HalvedConvolution.of(Conv2d.convolution(op, x, weight, bias, window, groups));
        if (!halved.fits()) {
            return threeOps(x, weight, bias, window, groups);
        }
        Tensor y = Workspace.tensor(halved.outputShape());
        halved.forward(x.array(), weight, bias == null ? null : bias.array(), y.array());
        op.flops(halved.convolution().flops());
        return op.withoutGradient(y, x, weight, bias);
    }

    private static Tensor part(Tensor gradients, int from, Shape shape) {
        Tensor part = Workspace.tensor(shape);
        System.arraycopy(gradients.array(), from, part.array(), 0, shape.size());
        return part;
    }
}
