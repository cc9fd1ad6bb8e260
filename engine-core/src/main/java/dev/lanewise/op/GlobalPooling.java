package dev.lanewise.op;

import static dev.lanewise.gradient.Input.wrt;

import dev.lanewise.gradient.Operation;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;
import java.util.Arrays;

/** One value for each channel of each sample, whatever the size of the images or sequences. */
public final class GlobalPooling {

    private GlobalPooling() {}

    /**
     * [n, c, …] → [n, c]: the mean of the m values of each channel of each sample. dx = dy/m.
     *
     * @throws IllegalArgumentException if there are no pixels
     */
    public static Tensor globalAveragePool(Tensor x) {
        var op = Operation.begin("globalAveragePool");
        return average(op, x, outputShape(op, x));
    }

    /**
     * [n, c, …] → [n, c]: the largest value of each channel of each sample, NaN if there is one. dy goes to the first that equals y.
     *
     * @throws IllegalArgumentException if there are no pixels
     */
    public static Tensor globalMaxPool(Tensor x) {
        var op = Operation.begin("globalMaxPool");
        return maximum(op, x, outputShape(op, x));
    }

    private static Shape outputShape(Operation op, Tensor x) {
        op.require(x.shape().rank() >= 3, "expected [n, channels, …] with at least one dimension of pixels, found %s", x.shape());
        op.require(x.shape().sizeBetween(2, x.shape().rank()) > 0, "found no pixels in %s", x.shape());
        return Shape.of(x.dimension(0), x.dimension(1));
    }

    static Tensor average(Operation op, Tensor x, Shape shape) {
        int pixels = x.shape().sizeBetween(2, x.shape().rank());
        Tensor y = Workspace.tensor(shape);
        float[] in = x.array();
        float[] out = y.array();
        Ranges.forEach(y.size(), Elementwise.NANOSECONDS * pixels, (from, to) -> {
            for (int plane = from; plane < to; plane++) {
                out[plane] = Kernels.active().sum(in, plane * pixels, (plane + 1) * pixels) / pixels;
            }
        });
        return op.differentiable(y, wrt(x, dy -> {
            Tensor dx = Workspace.tensor(x.shape());
            Ranges.forEach(dy.size(), Elementwise.NANOSECONDS * pixels, (from, to) -> {
                for (int plane = from; plane < to; plane++) {
                    Arrays.fill(dx.array(), plane * pixels, (plane + 1) * pixels, dy.array()[plane] / pixels);
                }
            });
            return dx;
        }));
    }

    static Tensor maximum(Operation op, Tensor x, Shape shape) {
        int pixels = x.shape().sizeBetween(2, x.shape().rank());
        Tensor y = Workspace.tensor(shape);
        float[] in = x.array();
        float[] out = y.array();
        Ranges.forEach(y.size(), Elementwise.NANOSECONDS * pixels, (from, to) -> {
            for (int plane = from; plane < to; plane++) {
                out[plane] = Kernels.active().max(in, plane * pixels, (plane + 1) * pixels);
            }
        });
        return op.differentiable(y, wrt(x, dy -> {
            Tensor dx = Workspace.tensor(x.shape());
            Ranges.forEach(dy.size(), Elementwise.NANOSECONDS * pixels, (from, to) -> {
                Arrays.fill(dx.array(), from * pixels, to * pixels, 0f);
                for (int plane = from; plane < to; plane++) {
                    int at = plane * pixels;
                    while (at < (plane + 1) * pixels && in[at] != out[plane]) { // NaN equals nothing
                        at++;
                    }
                    if (at < (plane + 1) * pixels) {
                        dx.array()[at] = dy.array()[plane];
                    }
                }
            });
            return dx;
        }));
    }
}
