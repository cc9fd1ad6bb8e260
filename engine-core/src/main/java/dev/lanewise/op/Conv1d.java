package dev.lanewise.op;

import dev.lanewise.gradient.Operation;
import dev.lanewise.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Convolution along one dimension: that of {@link Conv2d} for images of height 1, without a copy. */
public final class Conv1d {

    private Conv1d() {}

    /**
     * {@code y[n, o, p] = activation(b[o] + Σ_{c,j} w[o, c, j]·x[n, c, position(p, j)])}.
     *
     * @param x [n, channels, length]
     * @param weight [out, channels/groups, window size]
     * @param bias [out], or null for none
     * @param groups how many parts the channels are cut into, each convolved by itself; divides channels and out
     * @return [n, out, number of places]
     * @throws IllegalArgumentException if the shapes do not fit, or the window is larger than the padded sequence
     */
    public static Tensor conv1d(Tensor x, Tensor weight, @Nullable Tensor bias, Window1d window, int groups, FusedActivation activation) {
        var op = Operation.begin("conv1d");
        op.require(x.shape().rank() == 3, "input must be [n, channels, length], found %s", x.shape());
        op.require(weight.shape().rank() == 3 && weight.dimension(2) == window.size(),
                "weight must be [out, channels/groups, %d], found %s", window.size(), weight.shape());
        return Conv2d.convolve(op, x, weight, bias, window.asRow(), groups, activation);
    }
}
