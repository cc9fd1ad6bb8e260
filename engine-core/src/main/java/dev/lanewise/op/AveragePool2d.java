package dev.lanewise.op;

import static dev.lanewise.gradient.Input.wrt;
import static dev.lanewise.op.Elementwise.filled;

import dev.lanewise.gradient.Operation;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;

/** The mean of every window. */
public final class AveragePool2d {

    /* Scratch slots. */
    private static final int PLANE = 0;
    private static final int SHARES = 1;

    private AveragePool2d() {}

    /**
     * [n, c, h, w] → [n, c, h′, w′]: the sum of each window's pixels over k, where k is the size of the window if the padding's zeros
     * are counted, and the number of its pixels inside the image if not. dx is the sum of dy/k over the windows that a pixel is in.
     *
     * @throws IllegalArgumentException if x is not an image, or the window does not fit, or its padding is more than half of it
     */
    public static Tensor averagePool2d(Tensor x, Window2d window, boolean countIncludePadding) {
        return averagePool2d(x, window, countIncludePadding, false);
    }

    /**
     * The same, with a last place that may lie partly behind the image if {@code ceilMode}: see {@link Window2d#outputHeight(int, boolean)}. What
     * is behind the padding never counts.
     *
     * @throws IllegalArgumentException as the other
     */
    public static Tensor averagePool2d(Tensor x, Window2d window, boolean countIncludePadding, boolean ceilMode) {
        var op = Operation.begin("averagePool2d");
        return pool(op, x, Pooling.of(op, x, window, ceilMode), countIncludePadding);
    }

    /** Any window, over images or sequences. */
    static Tensor pool(Operation op, Tensor x, Pooling pooling, boolean countIncludePadding) {
        WindowPlane plane = pooling.plane();
        int[] offsets = plane.offsets(1);
        float[] ones = filled(Shape.of(plane.elements()), 1).array();
        Tensor counts = counts(plane, countIncludePadding);
        Tensor y = Workspace.tensor(pooling.outputShape());
        float[] in = x.array();
        float[] out = y.array();
        pooling.forEachPlane((p, scratch) -> {
            float[] laidOut = scratch.floats(PLANE, plane.size());
            plane.spread(in, p * plane.pixels(), 0f, laidOut, 0);
            plane.sums(ones, 0, offsets, laidOut, 0, out, p * plane.places(), scratch);
            divide(out, p * plane.places(), counts.array(), out, p * plane.places(), plane.places());
        });
        return op.differentiable(y, wrt(x, dy -> gradient(pooling, counts, x.shape(), dy)));
    }

    private static Tensor gradient(Pooling pooling, Tensor counts, Shape shape, Tensor dy) {
        WindowPlane plane = pooling.plane();
        WindowPlane.Phase[] phases = plane.phases(1);
        float[] ones = filled(Shape.of(plane.elements()), 1).array();
        Tensor dx = Workspace.tensor(shape);
        Tensor shares = Workspace.tensor(dy.shape()); // dy/k
        float[] gradients = dy.array();
        float[] in = dx.array();
        pooling.forEachPlane((p, scratch) -> {
            divide(gradients, p * plane.places(), counts.array(), shares.array(), p * plane.places(), plane.places());
            float[] laidOut = scratch.floats(SHARES, plane.gradientSize());
            plane.spreadGradient(shares.array(), p * plane.places(), laidOut, 0);
            plane.pixelSums(ones, phases, laidOut, in, p * plane.pixels(), scratch);
        });
        return dx;
    }

    private static void divide(float[] sums, int from, float[] counts, float[] quotients, int to, int n) {
        for (int i = 0; i < n; i++) {
            quotients[to + i] = sums[from + i] / counts[i];
        }
    }

    /* k of each place. */
    private static Tensor counts(WindowPlane plane, boolean countIncludePadding) {
        Window2d window = plane.window();
        int above = countIncludePadding ? window.paddingHeight() : 0;
        int before = countIncludePadding ? window.paddingWidth() : 0;
        Tensor counts = Workspace.tensor(Shape.of(plane.outputHeight(), plane.outputWidth()));
        for (int r = 0, i = 0; r < plane.outputHeight(); r++) {
            int rows = inside(r * window.strideHeight() - window.paddingHeight() + above, window.dilationHeight(), window.height(),
                    plane.height() + 2 * above);
            for (int c = 0; c < plane.outputWidth(); c++, i++) {
                counts.array()[i] = rows * inside(c * window.strideWidth() - window.paddingWidth() + before, window.dilationWidth(), window.width(),
                        plane.width() + 2 * before);
            }
        }
        return counts;
    }

    /* How many of a window's elements, at start, start + dilation, …, are in 0 to length − 1. */
    private static int inside(int start, int dilation, int size, int length) {
        int first = start >= 0 ? 0 : Math.ceilDiv(-start, dilation);
        int end = start >= length ? 0 : Math.min(size, (length - 1 - start) / dilation + 1);
        return Math.max(end - first, 0);
    }
}
