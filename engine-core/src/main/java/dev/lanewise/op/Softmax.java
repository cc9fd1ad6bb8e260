package dev.lanewise.op;

import static dev.lanewise.gradient.Input.wrt;

import dev.lanewise.gradient.Operation;
import dev.lanewise.kernel.Approximations;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;

/** Numbers to probabilities, and their logarithms. */
public final class Softmax {

    private static final double NANOSECONDS = 1;

    private Softmax() {}

    /**
     * yᵢ = e^xᵢ / Σ e^xⱼ along one dimension, any shape. The largest xⱼ is subtracted first, so that nothing overflows; a row of −∞
     * alone gives NaN. dxᵢ = yᵢ·(dyᵢ − Σ dyⱼ·yⱼ).
     *
     * @throws IllegalArgumentException if there is no such axis
     */
    public static Tensor softmax(Tensor x, int axis) {
        var op = Operation.begin("softmax");
        int along = Axes.of(op, x.shape(), axis);
        if (along != x.shape().rank() - 1) {
            return Transpose.moved(softmax(Transpose.moved(x, along, -1), -1), -1, along);
        }
        Tensor y = Workspace.tensor(x.shape());
        int columns = x.dimension(-1);
        float[] in = x.array();
        float[] out = y.array();
        forEachRow(x, (from, to) -> {
            for (int row = from * columns; row < to * columns; row += columns) {
                float largest = Kernels.active().max(in, row, row + columns);
                float sum = Kernels.active().expAndSum(in, largest, out, row, row + columns);
                for (int i = row; i < row + columns; i++) {
                    out[i] /= sum;
                }
            }
        });
        return op.differentiable(y, wrt(x, dy -> softmaxGradient(y, dy)));
    }

    private static Tensor softmaxGradient(Tensor y, Tensor dy) {
        Tensor dx = Workspace.tensor(y.shape());
        int columns = y.dimension(-1);
        float[] outputs = y.array();
        float[] gradients = dy.array();
        float[] in = dx.array();
        forEachRow(y, (from, to) -> {
            for (int row = from * columns; row < to * columns; row += columns) {
                float mean = Kernels.active().dot(gradients, row, outputs, row, columns); // of dy, weighted with y
                for (int i = row; i < row + columns; i++) {
                    in[i] = outputs[i] * (gradients[i] - mean);
                }
            }
        });
        return dx;
    }

    /**
     * yᵢ = xᵢ − ln Σ e^xⱼ along one dimension, any shape, without overflow. dxᵢ = dyᵢ − e^yᵢ·Σ dyⱼ.
     *
     * @throws IllegalArgumentException if there is no such axis
     */
    public static Tensor logSoftmax(Tensor x, int axis) {
        var op = Operation.begin("logSoftmax");
        int along = Axes.of(op, x.shape(), axis);
        if (along != x.shape().rank() - 1) {
            return Transpose.moved(logSoftmax(Transpose.moved(x, along, -1), -1), -1, along);
        }
        Tensor y = Workspace.tensor(x.shape());
        int columns = x.dimension(-1);
        float[] in = x.array();
        float[] out = y.array();
        forEachRow(x, (from, to) -> {
            for (int row = from * columns; row < to * columns; row += columns) {
                float largest = Kernels.active().max(in, row, row + columns);
                float logarithm = Approximations.log(Kernels.active().expAndSum(in, largest, out, row, row + columns));
                for (int i = row; i < row + columns; i++) {
                    out[i] = (in[i] - largest) - logarithm;
                }
            }
        });
        return op.differentiable(y, wrt(x, dy -> logSoftmaxGradient(y, dy)));
    }

    private static Tensor logSoftmaxGradient(Tensor y, Tensor dy) {
        Tensor dx = Workspace.tensor(y.shape());
        int columns = y.dimension(-1);
        float[] outputs = y.array();
        float[] gradients = dy.array();
        float[] in = dx.array();
        forEachRow(y, (from, to) -> {
            Kernels.active().exp(outputs, in, from * columns, to * columns);
            for (int row = from * columns; row < to * columns; row += columns) {
                float sum = Kernels.active().sum(gradients, row, row + columns);
                for (int i = row; i < row + columns; i++) {
                    in[i] = gradients[i] - in[i] * sum;
                }
            }
        });
        return dx;
    }

    private static void forEachRow(Tensor x, Ranges.Body body) {
        int columns = x.dimension(-1);
        if (columns > 0) {
            Ranges.forEach(x.size() / columns, NANOSECONDS * columns, body);
        }
    }
}
