package dev.lanewise.op;

import static dev.lanewise.gradient.Input.wrt;
import static dev.lanewise.gradient.Input.wrtOptional;
import static java.util.Objects.requireNonNull;

import dev.lanewise.gradient.Operation;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.MatrixKernels;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;
import org.jspecify.annotations.Nullable;

/**
 * Transposed convolution: each input pixel lays the filter, weighted, over the output. It is the adjoint of a {@link Convolution} from
 * the output to the input, whose input gradient is this op's result and whose result is this op's input gradient.
 *
 * <p>Source: Dumoulin and Visin, <i>A guide to convolution arithmetic for deep learning</i>, arXiv:1603.07285 (2016), chapter 4.
 */
public final class ConvTranspose {

    private ConvTranspose() {}

    /**
     * A transposed convolution of images: {@code y[n, o, pixel(p, i, j)] += w[c, o, i, j]·x[n, c, p]} over all c, p, i, j, from the bias on.
     *
     * @param x [n, in, height, width]
     * @param weight [in, out/groups, window height, window width]
     * @param bias [out], or null for none
     * @param window the window that moves over the output: its stride spreads the input, its padding is cut off the output
     * @param outputPadding rows and columns that are added to the bottom and the right of the output; less than stride or dilation
     * @param groups how many parts the channels are cut into, each convolved by itself; divides in and out
     * @return [n, out, height′, width′], height′ = (height − 1)·stride − 2·padding + dilation·(window height − 1) + outputPadding + 1
     * @throws IllegalArgumentException if the shapes do not fit, or the output would be empty
     */
    public static Tensor convTranspose2d(Tensor x, Tensor weight, @Nullable Tensor bias, Window2d window, int outputPadding, int groups,
            FusedActivation activation) {
        var op = Operation.begin("convTranspose2d");
        op.require(x.shape().rank() == 4, "input must be [n, in, height, width], found %s", x.shape());
        op.require(weight.shape().rank() == 4 && weight.dimension(2) == window.height() && weight.dimension(3) == window.width(),
                "weight must be [in, out/groups, %d, %d], found %s", window.height(), window.width(), weight.shape());
        int height = window.inputHeight(x.dimension(2)) + outputPadding;
        int width = window.inputWidth(x.dimension(3)) + outputPadding;
        op.require(0 <= outputPadding && outputPadding < Math.max(window.strideHeight(), window.dilationHeight())
                && outputPadding < Math.max(window.strideWidth(), window.dilationWidth()),
                "the output padding must be at least 0 and less than the stride or the dilation of %s, found %d", window, outputPadding);
        return convolve(op, x, weight, bias, window, height, width, groups, activation);
    }

    /**
     * A transposed convolution of sequences, that of {@link #convTranspose2d} for images of height 1.
     *
     * @param x [n, in, length]
     * @param weight [in, out/groups, window size]
     * @param bias [out], or null for none
     * @param outputPadding positions that are added behind the output; less than stride or dilation
     * @return [n, out, (length − 1)·stride − 2·padding + dilation·(size − 1) + outputPadding + 1]
     * @throws IllegalArgumentException if the shapes do not fit, or the output would be empty
     */
    public static Tensor convTranspose1d(Tensor x, Tensor weight, @Nullable Tensor bias, Window1d window, int outputPadding, int groups,
            FusedActivation activation) {
        var op = Operation.begin("convTranspose1d");
        op.require(x.shape().rank() == 3, "input must be [n, in, length], found %s", x.shape());
        op.require(weight.shape().rank() == 3 && weight.dimension(2) == window.size(), "weight must be [in, out/groups, %d], found %s",
                window.size(), weight.shape());
        op.require(0 <= outputPadding && outputPadding < Math.max(window.stride(), window.dilation()),
                "the output padding must be at least 0 and less than the stride or the dilation of %s, found %d", window, outputPadding);
        return convolve(op, x, weight, bias, window.asRow(), 1, window.asRow().inputWidth(x.dimension(2)) + outputPadding, groups, activation);
    }

    private static Tensor convolve(Operation op, Tensor x, Tensor weight, @Nullable Tensor bias, Window2d window, int height, int width,
            int groups, FusedActivation activation) {
        boolean image = x.shape().rank() == 4;
        int images = x.dimension(0);
        int in = x.dimension(1);
        op.require(weight.dimension(0) == in, "input has %d channels, weight %s expects %d", in, weight.shape(), weight.dimension(0));
        op.require(groups >= 1 && in % groups == 0, "groups must divide the %d input channels, found %d", in, groups);
        int out = weight.dimension(1) * groups;
        op.require(bias == null || bias.size() == out, "bias must be [%d], found %s", out, bias == null ? "" : bias.shape());
        op.require(height > 0 && width > 0, "the padding of %s cuts off the whole output of %s; use less padding", window, x.shape());
        var columns = new ImageColumns(out / groups, height, width, window, image ? x.dimension(2) : 1, x.dimension(-1));
        var adjoint = new Convolution(images, groups, in / groups, columns);

        Tensor y = Workspace.tensor(image ? Shape.of(images, out, height, width) : Shape.of(images, out, width));
        adjoint.inputGradient(x.array(), weight, y.array());
        finish(y, bias, images, out, height * width, activation);
        op.flops(adjoint.flops());
        if (!op.carriesGradient(x, weight, bias)) {
            return op.withoutGradient(y, x, weight, bias);
        }
        return op.differentiable(y, dy -> activation.gradient(dy, y),
                wrt(x, dy -> Conv2d.filled(x.shape(), dx -> adjoint.forward(dy.array(), weight, null, FusedActivation.NONE, dx))),
                wrt(weight, dy -> Conv2d.filled(weight.shape(), dw -> adjoint.weightGradient(x.array(), dy.array(), dw))),
                wrtOptional(bias, dy ->
                        Conv2d.filled(requireNonNull(bias).shape(), db -> Convolution.channelSums(dy.array(), images, out, height * width, db))));
    }

    private static void finish(Tensor y, @Nullable Tensor bias, int images, int out, int pixels, FusedActivation activation) {
        int finish = (bias == null ? 0 : MatrixKernels.BIAS_PER_ROW) | (activation == FusedActivation.RELU ? MatrixKernels.RELU : 0);
        if (finish == 0) {
            return;
        }
        float[] values = y.array();
        float[] biases = bias == null ? values : bias.array();
        Ranges.forEach(images, Elementwise.NANOSECONDS * out * pixels, (from, to) -> {
            for (int image = from; image < to; image++) {
                int at = image * out * pixels;
                Kernels.active().finish(out, pixels, values, at, pixels, values, at, pixels, biases, 0, finish);
            }
        });
    }
}
