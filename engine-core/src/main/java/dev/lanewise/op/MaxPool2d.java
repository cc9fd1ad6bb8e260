package dev.lanewise.op;

import static dev.lanewise.gradient.Input.wrt;

import dev.lanewise.gradient.Operation;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;
import java.util.Arrays;

/** The largest pixel of every window. */
public final class MaxPool2d {

    private static final Window2d HALVING = Window2d.square(2).stride(2);

    /* Scratch slots. */
    private static final int PLANE = 0;
    private static final int MAXIMA = 1;
    private static final int GRADIENTS = 2;
    private static final int TARGET = 3;

    private MaxPool2d() {}

    /**
     * [n, c, h, w] → [n, c, h′, w′]: the largest element of each window, NaN if there is one; the padding counts as −∞. dy goes to the
     * first element of the window, row by row, that equals y.
     *
     * @throws IllegalArgumentException if x is not an image, or the window does not fit, or its padding is more than half of it
     */
    public static Tensor maxPool2d(Tensor x, Window2d window) {
        return maxPool2d(x, window, false);
    }

    /**
     * The same, with a last place that may lie partly behind the image if {@code ceilMode}: see {@link Window2d#outputHeight(int, boolean)}.
     *
     * @throws IllegalArgumentException as the other
     */
    public static Tensor maxPool2d(Tensor x, Window2d window, boolean ceilMode) {
        var op = Operation.begin("maxPool2d");
        var pooling = Pooling.of(op, x, window, ceilMode);
        return window.equals(HALVING) && !ceilMode ? poolBlocks(op, x, pooling, FusedActivation.NONE) : pool(op, x, pooling);
    }

    /** The largest elements of 2×2 blocks, and the activation of those alone: since it is monotonous, the same as the other way round. */
    static Tensor halve(Tensor x, FusedActivation activation) {
        var op = Operation.begin("maxPool2d");
        return poolBlocks(op, x, Pooling.of(op, x, HALVING, false), activation);
    }

    private static Tensor poolBlocks(Operation op, Tensor x, Pooling pooling, FusedActivation activation) {
        Tensor y = Workspace.tensor(pooling.outputShape());
        float[] in = x.array();
        float[] out = y.array();
        WindowPlane plane = pooling.plane();
        forEachBlock(pooling, (from, to) -> {
            for (int p = from; p < to; p++) {
                Kernels.active().maxPool2x2(in, p * plane.pixels(), plane.width(), out, p * plane.places(), plane.outputHeight(),
                        plane.outputWidth());
            }
        });
        activation.apply(y);
        return op.differentiable(y, dy -> activation.gradient(dy, y), wrt(x, dy -> gradientOfBlocks(pooling, x, y, dy)));
    }

    private static void forEachBlock(Pooling pooling, Ranges.Body body) {
        Ranges.forEach(pooling.count(), Elementwise.NANOSECONDS * pooling.plane().pixels(), body);
    }

    private static Tensor gradientOfBlocks(Pooling pooling, Tensor x, Tensor y, Tensor dy) {
        Tensor dx = Workspace.tensor(x.shape());
        float[] inputs = x.array();
        float[] outputs = y.array();
        float[] gradients = dy.array();
        float[] in = dx.array();
        WindowPlane plane = pooling.plane();
        boolean everyPixelIsWritten = plane.height() % 2 == 0 && plane.width() % 2 == 0;
        forEachBlock(pooling, (from, to) -> {
            if (!everyPixelIsWritten) {
                Arrays.fill(in, from * plane.pixels(), to * plane.pixels(), 0f);
            }
            for (int p = from; p < to; p++) {
                Kernels.active().maxPool2x2Gradient(inputs, in, p * plane.pixels(), plane.width(), outputs, gradients, p * plane.places(),
                        plane.outputHeight(), plane.outputWidth());
            }
        });
        return dx;
    }

    /** Any window, over images or sequences. */
    static Tensor pool(Operation op, Tensor x, Pooling pooling) {
        WindowPlane plane = pooling.plane();
        int[] offsets = plane.offsets(1);
        Tensor y = Workspace.tensor(pooling.outputShape());
        float[] in = x.array();
        float[] out = y.array();
        pooling.forEachPlane((p, scratch) -> {
            float[] laidOut = scratch.floats(PLANE, plane.size());
            plane.spread(in, p * plane.pixels(), Float.NEGATIVE_INFINITY, laidOut, 0);
            plane.maxima(offsets, laidOut, out, p * plane.places(), scratch);
        });
        return op.differentiable(y, wrt(x, dy -> gradient(pooling, offsets, x, y, dy)));
    }

    /* For one element of the window after the other: the places whose maximum it is, and that no earlier element has served. */
    private static Tensor gradient(Pooling pooling, int[] offsets, Tensor x, Tensor y, Tensor dy) {
        WindowPlane plane = pooling.plane();
        Tensor dx = Workspace.tensor(x.shape());
        float[] inputs = x.array();
        float[] outputs = y.array();
        float[] gradients = dy.array();
        float[] in = dx.array();
        pooling.forEachPlane((p, scratch) -> {
            float[] laidOut = scratch.floats(PLANE, plane.size());
            float[] maxima = scratch.floats(MAXIMA, plane.run());
            float[] gradient = scratch.floats(GRADIENTS, plane.run());
            float[] target = scratch.floats(TARGET, plane.size());
            plane.spread(inputs, p * plane.pixels(), Float.NaN, laidOut, 0); // the padding equals nothing
            plane.spreadPlaces(outputs, p * plane.places(), Float.NaN, maxima, 0);
            plane.spreadPlaces(gradients, p * plane.places(), 0f, gradient, 0);
            Arrays.fill(target, 0, plane.size(), 0f);
            for (int offset : offsets) {
                Kernels.active().giveToMaxima(plane.run(), laidOut, offset, maxima, gradient, target);
            }
            plane.collect(target, 0, in, p * plane.pixels());
        });
        return dx;
    }
}
