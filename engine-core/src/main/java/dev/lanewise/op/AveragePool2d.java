package dev.lanewise.op;

import static dev.lanewise.gradient.Input.wrt;
import static dev.lanewise.op.Pooling.end;
import static dev.lanewise.op.Pooling.first;

import dev.lanewise.gradient.Operation;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;
import java.util.Arrays;

/** The mean of every window. */
public final class AveragePool2d {

    private AveragePool2d() {}

    /**
     * [n, c, h, w] → [n, c, h′, w′]: the sum of each window's pixels over k, where k is the size of the window if the padding's zeros
     * are counted, and the number of its pixels inside the image if not. dx is the sum of dy/k over the windows that a pixel is in.
     *
     * @throws IllegalArgumentException if x is not an image, or the window does not fit, or its padding is more than half of it
     */
    public static Tensor averagePool2d(Tensor x, Window2d window, boolean countIncludePadding) {
        var op = Operation.begin("averagePool2d");
        Tensor y = Workspace.tensor(Pooling.outputShape(op, x, window));
        float[] in = x.array();
        float[] out = y.array();
        forEachRow(x, y, window, (from, to) -> {
            for (int row = from; row < to; row++) {
                means(in, out, row, x, y, window, countIncludePadding);
            }
        });
        return op.differentiable(y, wrt(x, dy -> gradient(x, y, dy, window, countIncludePadding)));
    }

    private static Tensor gradient(Tensor x, Tensor y, Tensor dy, Window2d window, boolean countIncludePadding) {
        Tensor dx = Workspace.tensor(x.shape());
        float[] gradients = dy.array();
        float[] in = dx.array();
        int planes = x.dimension(0) * x.dimension(1);
        int pixels = x.dimension(2) * x.dimension(3);
        int outputRows = y.dimension(2);
        // windows overlap within a plane, so that a plane is the least that a thread can take
        Ranges.forEach(planes, Pooling.cost(y, window) * outputRows, (from, to) -> {
            Arrays.fill(in, from * pixels, to * pixels, 0f);
            for (int row = from * outputRows; row < to * outputRows; row++) {
                share(gradients, in, row, x, y, window, countIncludePadding);
            }
        });
        return dx;
    }

    private static void forEachRow(Tensor x, Tensor y, Window2d window, Ranges.Body body) {
        Ranges.forEach(x.dimension(0) * x.dimension(1) * y.dimension(2), Pooling.cost(y, window), body);
    }

    /* One row of y, counted over all planes. */
    private static void means(float[] in, float[] out, int row, Tensor x, Tensor y, Window2d window, boolean countIncludePadding) {
        int height = x.dimension(2);
        int width = x.dimension(3);
        int outputWidth = y.dimension(3);
        int image = row / y.dimension(2) * height * width;
        int top = row % y.dimension(2) * window.strideHeight() - window.paddingHeight();
        int firstI = first(top, window.dilationHeight());
        int endI = end(top, window.dilationHeight(), window.height(), height);
        for (int column = 0; column < outputWidth; column++) {
            int left = column * window.strideWidth() - window.paddingWidth();
            int firstJ = first(left, window.dilationWidth());
            int endJ = end(left, window.dilationWidth(), window.width(), width);
            float sum = 0f;
            for (int i = firstI; i < endI; i++) {
                int start = image + (top + i * window.dilationHeight()) * width + left;
                for (int j = firstJ; j < endJ; j++) {
                    sum += in[start + j * window.dilationWidth()];
                }
            }
            out[row * outputWidth + column] = sum / count(window, endI - firstI, endJ - firstJ, countIncludePadding);
        }
    }

    /* The adjoint of means. */
    private static void share(float[] dy, float[] dx, int row, Tensor x, Tensor y, Window2d window, boolean countIncludePadding) {
        int height = x.dimension(2);
        int width = x.dimension(3);
        int outputWidth = y.dimension(3);
        int image = row / y.dimension(2) * height * width;
        int top = row % y.dimension(2) * window.strideHeight() - window.paddingHeight();
        int firstI = first(top, window.dilationHeight());
        int endI = end(top, window.dilationHeight(), window.height(), height);
        for (int column = 0; column < outputWidth; column++) {
            int left = column * window.strideWidth() - window.paddingWidth();
            int firstJ = first(left, window.dilationWidth());
            int endJ = end(left, window.dilationWidth(), window.width(), width);
            float share = dy[row * outputWidth + column] / count(window, endI - firstI, endJ - firstJ, countIncludePadding);
            for (int i = firstI; i < endI; i++) {
                int start = image + (top + i * window.dilationHeight()) * width + left;
                for (int j = firstJ; j < endJ; j++) {
                    dx[start + j * window.dilationWidth()] += share;
                }
            }
        }
    }

    private static int count(Window2d window, int rowsInside, int columnsInside, boolean countIncludePadding) {
        return countIncludePadding ? window.height() * window.width() : Math.max(rowsInside, 0) * Math.max(columnsInside, 0);
    }
}
