package dev.lanewise.op;

import static dev.lanewise.gradient.Input.wrt;
import static dev.lanewise.gradient.Input.wrtOptional;
import static java.util.Objects.requireNonNull;

import dev.lanewise.gradient.Operation;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;
import org.jspecify.annotations.Nullable;

/**
 * Two-dimensional convolution (cross-correlation, as everywhere in deep learning), fused with its bias and activation:
 * {@code y[n, o, p] = activation(b[o] + Σ_{c,i,j} w[o, c, i, j]·x[n, c, pixel(p, i, j)])}. The products are those of
 * {@link Convolution}.
 */
public final class Conv2d {

    private Conv2d() {}

    /** A convolution without an activation; see {@link #conv2d(Tensor, Tensor, Tensor, Window2d, int, FusedActivation)}. */
    public static Tensor conv2d(Tensor x, Tensor weight, @Nullable Tensor bias, Window2d window, int groups) {
        return conv2d(x, weight, bias, window, groups, FusedActivation.NONE);
    }

    /**
     * A convolution.
     *
     * @param x [n, channels, height, width]
     * @param weight [out, channels/groups, window height, window width]
     * @param bias [out], or null for none
     * @param groups how many parts the channels are cut into, each convolved by itself; divides channels and out
     * @return [n, out, height of the places, width of the places]
     * @throws IllegalArgumentException if the shapes do not fit, or the window is larger than the padded image
     */
    public static Tensor conv2d(Tensor x, Tensor weight, @Nullable Tensor bias, Window2d window, int groups,
            FusedActivation activation) {
        var op = Operation.begin("conv2d");
        requireImages(op, x, weight, window);
        return convolve(op, x, weight, bias, window, groups, activation);
    }

    static void requireImages(Operation op, Tensor x, Tensor weight, Window2d window) {
        op.require(x.shape().rank() == 4, "input must be [n, channels, height, width], found %s", x.shape());
        op.require(weight.shape().rank() == 4 && weight.dimension(2) == window.height() && weight.dimension(3) == window.width(),
                "weight must be [out, channels/groups, %d, %d], found %s", window.height(), window.width(), weight.shape());
    }

    /* x is [n, channels, height, width] or [n, channels, length], the weight as it should be but for its channels. */
    static Tensor convolve(Operation op, Tensor x, Tensor weight, @Nullable Tensor bias, Window2d window, int groups,
            FusedActivation activation) {
        var convolution = convolution(op, x, weight, bias, window, groups);
        ImageColumns columns = convolution.columns();
        int out = weight.dimension(0);
        Tensor y = Workspace.tensor(x.shape().rank() == 4 ? Shape.of(x.dimension(0), out, columns.outputHeight(), columns.outputWidth())
                : Shape.of(x.dimension(0), out, columns.outputWidth()));
        convolution.forward(x.array(), weight, bias == null ? null : bias.array(), activation, y.array());
        op.flops(convolution.flops());
        if (!op.carriesGradient(x, weight, bias)) {
            return op.withoutGradient(y, x, weight, bias);
        }
        return op.differentiable(y, dy -> activation.gradient(dy, y),
                wrt(x, dy -> filled(x.shape(), dx -> convolution.inputGradient(dy.array(), weight, dx))),
                wrt(weight, dy -> filled(weight.shape(), dw -> convolution.weightGradient(dy.array(), x.array(), dw))),
                wrtOptional(bias, dy -> filled(requireNonNull(bias).shape(), db -> convolution.biasGradient(dy.array(), db))));
    }

    /** The sizes of a convolution, if its operands fit together. */
    static Convolution convolution(Operation op, Tensor x, Tensor weight, @Nullable Tensor bias, Window2d window, int groups) {
        boolean image = x.shape().rank() == 4;
        int height = image ? x.dimension(2) : 1;
        int width = x.dimension(-1);
        int channels = x.dimension(1);
        int out = weight.dimension(0);
        op.require(groups >= 1 && channels % groups == 0 && out % groups == 0,
                "groups must divide the %d input and the %d output channels, found %d", channels, out, groups);
        op.require(weight.dimension(1) == channels / groups, "input has %d channels, weight %s expects %d in each of %d groups",
                channels, weight.shape(), weight.dimension(1), groups);
        op.require(bias == null || bias.size() == out, "bias must be [%d], found %s", out, bias == null ? "" : bias.shape());
        var columns = ImageColumns.of(channels / groups, height, width, window);
        op.require(columns.outputHeight() > 0 && columns.outputWidth() > 0,
                "the input %s is smaller than %s; use a smaller window, or padding", x.shape(), window);
        return new Convolution(x.dimension(0), groups, out / groups, columns);
    }

    /** Writes a whole tensor. */
    interface Filling {
        void fill(float[] array);
    }

    static Tensor filled(Shape shape, Filling filling) {
        Tensor tensor = Workspace.tensor(shape);
        filling.fill(tensor.array());
        return tensor;
    }
}
