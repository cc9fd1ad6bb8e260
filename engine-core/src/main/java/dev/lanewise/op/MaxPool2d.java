package dev.lanewise.op;

import static dev.lanewise.gradient.Input.wrt;
import static dev.lanewise.op.Pooling.end;
import static dev.lanewise.op.Pooling.first;

import dev.lanewise.gradient.Operation;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;
import java.util.Arrays;

/** The largest pixel of every window. */
public final class MaxPool2d {

    private static final Window2d HALVING = Window2d.square(2).stride(2);

    private MaxPool2d() {}

    /**
     * [n, c, h, w] → [n, c, h′, w′]: the largest element of each window, NaN if there is one; the padding counts as −∞. dy goes to the
     * first element of the window, row by row, that equals y.
     *
     * @throws IllegalArgumentException if x is not an image, or the window does not fit, or its padding is more than half of it
     */
    public static Tensor maxPool2d(Tensor x, Window2d window) {
        var op = Operation.begin("maxPool2d");
        Tensor y = Workspace.tensor(Pooling.outputShape(op, x, window));
        float[] in = x.array();
        float[] out = y.array();
        forEachPlane(x, y, window, (from, to) -> {
            for (int plane = from; plane < to; plane++) {
                maxima(in, plane * area(x), x.dimension(2), x.dimension(3), window, out, plane * area(y), y.dimension(2), y.dimension(3));
            }
        });
        return op.differentiable(y, wrt(x, dy -> gradient(x, y, dy, window)));
    }

    private static Tensor gradient(Tensor x, Tensor y, Tensor dy, Window2d window) {
        Tensor dx = Workspace.tensor(x.shape());
        float[] inputs = x.array();
        float[] outputs = y.array();
        float[] gradients = dy.array();
        float[] in = dx.array();
        boolean everyPixelIsWritten = window.equals(HALVING) && x.dimension(2) % 2 == 0 && x.dimension(3) % 2 == 0;
        forEachPlane(x, y, window, (from, to) -> {
            if (!everyPixelIsWritten) {
                Arrays.fill(in, from * area(x), to * area(x), 0f);
            }
            for (int plane = from; plane < to; plane++) {
                distribute(inputs, in, plane * area(x), x.dimension(2), x.dimension(3), window, outputs, gradients, plane * area(y),
                        y.dimension(2), y.dimension(3));
            }
        });
        return dx;
    }

    private static int area(Tensor images) {
        return images.dimension(2) * images.dimension(3);
    }

    private static void forEachPlane(Tensor x, Tensor y, Window2d window, Ranges.Body body) {
        double cost = window.equals(HALVING) ? Elementwise.NANOSECONDS * area(x)
                : Pooling.cost(y, window) * y.dimension(2);
        Ranges.forEach(x.dimension(0) * x.dimension(1), cost, body);
    }

    private static void maxima(float[] x, int image, int height, int width, Window2d window, float[] y, int at, int outputHeight,
            int outputWidth) {
        if (window.equals(HALVING)) {
            Kernels.active().maxPool2x2(x, image, width, y, at, outputHeight, outputWidth);
            return;
        }
        int target = at;
        for (int top = -window.paddingHeight(), row = 0; row < outputHeight; row++, top += window.strideHeight()) {
            for (int left = -window.paddingWidth(), column = 0; column < outputWidth; column++, left += window.strideWidth()) {
                y[target++] = maximum(x, image, height, width, window, top, left);
            }
        }
    }

    private static float maximum(float[] x, int image, int height, int width, Window2d window, int top, int left) {
        float largest = Float.NEGATIVE_INFINITY;
        int endJ = end(left, window.dilationWidth(), window.width(), width);
        for (int i = first(top, window.dilationHeight()); i < end(top, window.dilationHeight(), window.height(), height); i++) {
            int row = image + (top + i * window.dilationHeight()) * width + left;
            for (int j = first(left, window.dilationWidth()); j < endJ; j++) {
                largest = Math.max(largest, x[row + j * window.dilationWidth()]);
            }
        }
        return largest;
    }

    private static void distribute(float[] x, float[] dx, int image, int height, int width, Window2d window, float[] y, float[] dy, int at,
            int outputHeight, int outputWidth) {
        if (window.equals(HALVING)) {
            Kernels.active().maxPool2x2Gradient(x, dx, image, width, y, dy, at, outputHeight, outputWidth);
            return;
        }
        int source = at;
        for (int top = -window.paddingHeight(), row = 0; row < outputHeight; row++, top += window.strideHeight()) {
            for (int left = -window.paddingWidth(), column = 0; column < outputWidth; column++, left += window.strideWidth()) {
                int position = find(x, image, height, width, window, top, left, y[source]);
                if (position >= 0) {
                    dx[position] += dy[source];
                }
                source++;
            }
        }
    }

    private static int find(float[] x, int image, int height, int width, Window2d window, int top, int left, float value) {
        int endJ = end(left, window.dilationWidth(), window.width(), width);
        for (int i = first(top, window.dilationHeight()); i < end(top, window.dilationHeight(), window.height(), height); i++) {
            int row = image + (top + i * window.dilationHeight()) * width + left;
            for (int j = first(left, window.dilationWidth()); j < endJ; j++) {
                if (x[row + j * window.dilationWidth()] == value) {
                    return row + j * window.dilationWidth();
                }
            }
        }
        return -1; // NaN equals nothing
    }
}
