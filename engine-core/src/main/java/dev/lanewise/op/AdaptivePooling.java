package dev.lanewise.op;

import static dev.lanewise.gradient.Input.wrt;

import dev.lanewise.gradient.Operation;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;
import java.util.Arrays;

/**
 * Pooling to a given size. As in PyTorch, window i of h′ over h rows begins at ⌊i·h/h′⌋ and ends before ⌈(i + 1)·h/h′⌉: neighbours may
 * overlap by a row, and differ in size by one, unless h′ divides h.
 */
public final class AdaptivePooling {

    private static final double NANOSECONDS = 1.5;

    private AdaptivePooling() {}

    /**
     * [n, c, h, w] → [n, c, height, width]: the mean of each window. dx is the sum of dy/(size of the window) over a pixel's windows.
     *
     * @throws IllegalArgumentException if x is not an image or has no pixels, or a size is below 1
     */
    public static Tensor adaptiveAveragePool2d(Tensor x, int height, int width) {
        var op = Operation.begin("adaptiveAveragePool2d");
        return average(op, x, windows(op, x, 4, height, width));
    }

    /**
     * [n, c, l] → [n, c, length]: the mean of each window. dx is the sum of dy/(size of the window) over an element's windows.
     *
     * @throws IllegalArgumentException if x is not a sequence or has no elements, or the length is below 1
     */
    public static Tensor adaptiveAveragePool1d(Tensor x, int length) {
        var op = Operation.begin("adaptiveAveragePool1d");
        return average(op, x, windows(op, x, 3, 1, length));
    }

    /**
     * [n, c, h, w] → [n, c, height, width]: the largest pixel of each window, NaN if there is one. dy goes to the first pixel, row by row,
     * that equals y.
     *
     * @throws IllegalArgumentException if x is not an image or has no pixels, or a size is below 1
     */
    public static Tensor adaptiveMaxPool2d(Tensor x, int height, int width) {
        var op = Operation.begin("adaptiveMaxPool2d");
        return maximum(op, x, windows(op, x, 4, height, width));
    }

    /**
     * [n, c, l] → [n, c, length]: the largest element of each window, NaN if there is one. dy goes to the first element that equals y.
     *
     * @throws IllegalArgumentException if x is not a sequence or has no elements, or the length is below 1
     */
    public static Tensor adaptiveMaxPool1d(Tensor x, int length) {
        var op = Operation.begin("adaptiveMaxPool1d");
        return maximum(op, x, windows(op, x, 3, 1, length));
    }

    private static Windows windows(Operation op, Tensor x, int rank, int height, int width) {
        op.require(x.shape().rank() == rank, "expected %s, found %s", rank == 4 ? "[n, channels, height, width]" : "[n, channels, length]",
                x.shape());
        op.require(height >= 1 && width >= 1, "the output must have at least one pixel, found a size of %d×%d", height, width);
        op.require(x.shape().sizeBetween(2, rank) > 0, "found no pixels in %s", x.shape());
        return new Windows(rank == 4 ? x.dimension(2) : 1, x.dimension(-1), height, width,
                rank == 4 ? Shape.of(x.dimension(0), x.dimension(1), height, width) : x.shape().with(2, width));
    }

    /** The windows over one plane, and the shape of all results. */
    private record Windows(int height, int width, int outputHeight, int outputWidth, Shape outputShape) {

        boolean isWhole() {
            return outputHeight == 1 && outputWidth == 1;
        }

        /** Whether they all have one size and do not overlap. */
        boolean areEqual() {
            return height % outputHeight == 0 && width % outputWidth == 0;
        }

        Pooling pooling(Operation op, Tensor x) {
            int stepHeight = height / outputHeight;
            int stepWidth = width / outputWidth;
            return x.shape().rank() == 4
                    ? Pooling.of(op, x, new Window2d(stepHeight, stepWidth, stepHeight, stepWidth, 0, 0, 1, 1), false)
                    : Pooling.of(op, x, new Window1d(stepWidth, stepWidth, 0, 1), false);
        }

        int pixels() {
            return height * width;
        }

        int places() {
            return outputHeight * outputWidth;
        }

        int top(int place) {
            return first(place / outputWidth, height, outputHeight);
        }

        int bottom(int place) {
            return end(place / outputWidth, height, outputHeight);
        }

        int left(int place) {
            return first(place % outputWidth, width, outputWidth);
        }

        int right(int place) {
            return end(place % outputWidth, width, outputWidth);
        }

        int size(int place) {
            return (bottom(place) - top(place)) * (right(place) - left(place));
        }

        private static int first(int i, int length, int count) {
            return (int) ((long) i * length / count);
        }

        private static int end(int i, int length, int count) {
            return (int) Math.ceilDiv((i + 1L) * length, (long) count);
        }

        void forEachPlane(Tensor x, Ranges.Body body) {
            Ranges.forEach(x.dimension(0) * x.dimension(1), NANOSECONDS * (pixels() + places()), body);
        }
    }

    private static Tensor average(Operation op, Tensor x, Windows windows) {
        if (windows.isWhole()) {
            return GlobalPooling.average(op, x, windows.outputShape());
        }
        if (windows.areEqual()) {
            return AveragePool2d.pool(op, x, windows.pooling(op, x), true);
        }
        Tensor y = Workspace.tensor(windows.outputShape());
        float[] in = x.array();
        float[] out = y.array();
        windows.forEachPlane(x, (from, to) -> {
            for (int at = from * windows.places(); at < to * windows.places(); at++) {
                int place = at % windows.places();
                int image = at / windows.places() * windows.pixels();
                float sum = 0f;
                for (int r = windows.top(place); r < windows.bottom(place); r++) {
                    for (int c = windows.left(place); c < windows.right(place); c++) {
                        sum += in[image + r * windows.width() + c];
                    }
                }
                out[at] = sum / windows.size(place);
            }
        });
        return op.differentiable(y, wrt(x, dy -> shares(windows, x, dy)));
    }

    private static Tensor shares(Windows windows, Tensor x, Tensor dy) {
        Tensor dx = Workspace.tensor(x.shape());
        float[] gradients = dy.array();
        float[] in = dx.array();
        windows.forEachPlane(x, (from, to) -> {
            Arrays.fill(in, from * windows.pixels(), to * windows.pixels(), 0f);
            for (int at = from * windows.places(); at < to * windows.places(); at++) {
                int place = at % windows.places();
                int image = at / windows.places() * windows.pixels();
                float share = gradients[at] / windows.size(place);
                for (int r = windows.top(place); r < windows.bottom(place); r++) {
                    for (int c = windows.left(place); c < windows.right(place); c++) {
                        in[image + r * windows.width() + c] += share;
                    }
                }
            }
        });
        return dx;
    }

    private static Tensor maximum(Operation op, Tensor x, Windows windows) {
        if (windows.isWhole()) {
            return GlobalPooling.maximum(op, x, windows.outputShape());
        }
        if (windows.areEqual()) {
            return MaxPool2d.pool(op, x, windows.pooling(op, x));
        }
        Tensor y = Workspace.tensor(windows.outputShape());
        float[] in = x.array();
        float[] out = y.array();
        windows.forEachPlane(x, (from, to) -> {
            for (int at = from * windows.places(); at < to * windows.places(); at++) {
                int place = at % windows.places();
                int image = at / windows.places() * windows.pixels();
                float largest = Float.NEGATIVE_INFINITY;
                for (int r = windows.top(place); r < windows.bottom(place); r++) {
                    for (int c = windows.left(place); c < windows.right(place); c++) {
                        largest = Math.max(largest, in[image + r * windows.width() + c]);
                    }
                }
                out[at] = largest;
            }
        });
        return op.differentiable(y, wrt(x, dy -> toMaxima(windows, x, y, dy)));
    }

    private static Tensor toMaxima(Windows windows, Tensor x, Tensor y, Tensor dy) {
        Tensor dx = Workspace.tensor(x.shape());
        windows.forEachPlane(x, (from, to) -> {
            Arrays.fill(dx.array(), from * windows.pixels(), to * windows.pixels(), 0f);
            for (int at = from * windows.places(); at < to * windows.places(); at++) {
                int pixel = find(windows, x.array(), at / windows.places() * windows.pixels(), at % windows.places(), y.array()[at]);
                if (pixel >= 0) {
                    dx.array()[pixel] += dy.array()[at];
                }
            }
        });
        return dx;
    }

    private static int find(Windows windows, float[] x, int image, int place, float value) {
        for (int r = windows.top(place); r < windows.bottom(place); r++) {
            for (int c = windows.left(place); c < windows.right(place); c++) {
                if (x[image + r * windows.width() + c] == value) {
                    return image + r * windows.width() + c;
                }
            }
        }
        return -1; // NaN equals nothing
    }
}
