package dev.lanewise.op;

import static dev.lanewise.gradient.Input.wrt;
import static dev.lanewise.gradient.Input.wrtOptional;

import dev.lanewise.gradient.Operation;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.matmul.Epilogue;
import dev.lanewise.matmul.Matrix;
import dev.lanewise.matmul.MatrixProduct;
import dev.lanewise.matmul.PackedMatrix;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The affine map of a fully connected layer, fused with its activation. */
public final class Linear {

    private Linear() {}

    /** y = x·Wᵀ + b without an activation; see {@link #linear(Tensor, Tensor, Tensor, FusedActivation)}. */
    public static Tensor linear(Tensor x, Tensor weight, @Nullable Tensor bias) {
        return linear(x, weight, bias, FusedActivation.NONE);
    }

    /**
     * y = activation(x·Wᵀ + b).
     *
     * @param x [..., in]
     * @param weight [out, in]
     * @param bias [out], or null for none
     * @return [..., out]
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public static Tensor linear(Tensor x, Tensor weight, @Nullable Tensor bias, FusedActivation activation) {
        var op = Operation.begin("linear");
        op.require(weight.shape().rank() == 2, "weight must be [out, in], found %s", weight.shape());
        int in = weight.dimension(1);
        int out = weight.dimension(0);
        op.require(x.shape().rank() > 0 && x.dimension(-1) == in,
                "input %s must have %d features in its last dimension, as weight [out=%d, in=%d] expects; did the image size change?",
                x.shape(), in, out, in);
        op.require(bias == null || bias.size() == out, "bias must be [%d], found %s", out, bias == null ? "" : bias.shape());
        int rows = x.shape().sizeBetween(0, x.shape().rank() - 1);
        Tensor y = Workspace.tensor(x.shape().with(-1, out));
        MatrixProduct.multiply(rows, out, in, Matrix.rows(x.array(), 0, in), WeightForms.of(weight, PackedMatrix.class, Linear::packed, Linear::turned),
                y.array(), 0, out, epilogue(bias, activation));
        op.flops(2L * rows * in * out);
        if (!op.carriesGradient(x, weight, bias)) {
            return op.withoutGradient(y, x, weight, bias);
        }
        return op.differentiable(y, dy -> activation.gradient(dy, y),
                wrt(x, dy -> inputGradient(dy, weight, x.shape(), rows, in, out)),
                wrt(weight, dy -> weightGradient(dy, x, rows, in, out)),
                wrtOptional(bias, dy -> columnSums(dy.array(), rows, out)));
    }

    /** The right operand of x·Wᵀ as it is stored: W, [out, in]. */
    static Matrix turned(Tensor weight) {
        return Matrix.rows(weight.array(), 0, weight.dimension(1));
    }

    /** The same, packed. */
    static PackedMatrix packed(Tensor weight) {
        return PackedMatrix.of(turned(weight), weight.dimension(0), weight.dimension(1));
    }

    private static Epilogue epilogue(@Nullable Tensor bias, FusedActivation activation) {
        boolean relu = activation == FusedActivation.RELU;
        if (bias == null) {
            return relu ? Epilogue.RELU : Epilogue.NONE;
        }
        return Epilogue.biasPerColumn(bias.array(), 0, relu);
    }

    /* dx = dy·W */
    private static Tensor inputGradient(Tensor dy, Tensor weight, Shape shape, int rows, int in, int out) {
        Tensor dx = Workspace.tensor(shape);
        MatrixProduct.multiply(rows, in, out, Matrix.rows(dy.array(), 0, out), Matrix.columns(weight.array(), 0, in), dx.array(), 0, in);
        return dx;
    }

    /* dW = dyᵀ·x */
    private static Tensor weightGradient(Tensor dy, Tensor x, int rows, int in, int out) {
        Tensor dw = Workspace.tensor(Shape.of(out, in));
        MatrixProduct.multiply(out, in, rows, Matrix.columns(dy.array(), 0, out), Matrix.columns(x.array(), 0, in), dw.array(), 0, in);
        return dw;
    }

    /** db = Σ dy over the rows, in their order. */
    static Tensor columnSums(float[] terms, int rows, int columns) {
        Tensor sums = Workspace.tensor(Shape.of(columns));
        float[] sum = sums.array();
        Ranges.forEach(columns, rows * Elementwise.NANOSECONDS, (from, to) -> {
            Arrays.fill(sum, from, to, 0f);
            for (int row = 0; row < rows; row++) {
                Kernels.active().addToRow(to - from, terms, row * columns + from, sum, from);
            }
        });
        return sums;
    }
}
