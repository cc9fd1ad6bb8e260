package dev.lanewise.op;

import static dev.lanewise.gradient.Input.wrt;

import dev.lanewise.gradient.Operation;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;
import java.util.Arrays;

/** Images and sequences of another size: their pixels repeated, or interpolated. */
public final class Upsample {

    private static final double NANOSECONDS = 1;

    private Upsample() {}

    /**
     * [n, c, h, w] → [n, c, height, width]. Linear interpolation goes along both dimensions (bilinear). dx is the sum of dy, weighted as
     * the pixel was, over all places where it was used.
     *
     * @throws IllegalArgumentException if x is not an image or has no pixels, or a size is below 1
     */
    public static Tensor upsample2d(Tensor x, int height, int width, Interpolation interpolation) {
        var op = Operation.begin("upsample2d");
        op.require(x.shape().rank() == 4, "expected [n, channels, height, width], found %s", x.shape());
        op.require(height >= 1 && width >= 1, "the output must have at least one pixel, found a size of %d×%d", height, width);
        return resize(op, x, x.dimension(2), height, width, interpolation,
                Shape.of(x.dimension(0), x.dimension(1), height, width));
    }

    /**
     * [n, c, l] → [n, c, length]. dx is the sum of dy, weighted as the element was, over all places where it was used.
     *
     * @throws IllegalArgumentException if x is not a sequence or has no elements, or the length is below 1
     */
    public static Tensor upsample1d(Tensor x, int length, Interpolation interpolation) {
        var op = Operation.begin("upsample1d");
        op.require(x.shape().rank() == 3, "expected [n, channels, length], found %s", x.shape());
        op.require(length >= 1, "the output must have at least one element, found a length of %d", length);
        return resize(op, x, 1, 1, length, interpolation, x.shape().with(2, length));
    }

    private static Tensor resize(Operation op, Tensor x, int height, int outputHeight, int outputWidth, Interpolation interpolation,
            Shape shape) {
        op.require(x.shape().sizeBetween(2, x.shape().rank()) > 0, "found no pixels in %s", x.shape());
        var rows = Mixture.of(height, outputHeight, interpolation);
        var columns = Mixture.of(x.dimension(-1), outputWidth, interpolation);
        Tensor y = Workspace.tensor(shape);
        float[] in = x.array();
        float[] out = y.array();
        int width = x.dimension(-1);
        Ranges.forEach(x.dimension(0) * x.dimension(1) * outputHeight, NANOSECONDS * outputWidth, (from, to) -> {
            for (int row = from; row < to; row++) {
                int r = row % outputHeight;
                int image = row / outputHeight * height * width;
                mix(in, image + rows.first[r] * width, image + rows.second[r] * width, rows.share[r], columns, out, row * outputWidth);
            }
        });
        return op.differentiable(y, wrt(x, dy -> gradient(dy, x.shape(), height, rows, columns)));
    }

    /* One row of the result, from two rows of the image. */
    private static void mix(float[] x, int upper, int lower, float share, Mixture columns, float[] y, int at) {
        if (!columns.isLinear) {
            for (int c = 0; c < columns.first.length; c++) {
                y[at + c] = x[upper + columns.first[c]];
            }
            return;
        }
        for (int c = 0; c < columns.first.length; c++) {
            int left = columns.first[c];
            int right = columns.second[c];
            float s = columns.share[c];
            y[at + c] = (1 - share) * ((1 - s) * x[upper + left] + s * x[upper + right])
                    + share * ((1 - s) * x[lower + left] + s * x[lower + right]);
        }
    }

    private static Tensor gradient(Tensor dy, Shape shape, int height, Mixture rows, Mixture columns) {
        Tensor dx = Workspace.tensor(shape);
        int width = shape.dimension(-1);
        int outputHeight = rows.first.length;
        int outputWidth = columns.first.length;
        float[] gradients = dy.array();
        float[] in = dx.array();
        // rows of the result share rows of the image, so that a plane is the least that a thread can take
        Ranges.forEach(shape.dimension(0) * shape.dimension(1), 2 * NANOSECONDS * outputHeight * outputWidth, (from, to) -> {
            Arrays.fill(in, from * height * width, to * height * width, 0f);
            for (int row = from * outputHeight; row < to * outputHeight; row++) {
                int r = row % outputHeight;
                int image = row / outputHeight * height * width;
                share(gradients, row * outputWidth, columns, in, image + rows.first[r] * width, image + rows.second[r] * width,
                        rows.share[r]);
            }
        });
        return dx;
    }

    /* The adjoint of mix. */
    private static void share(float[] dy, int at, Mixture columns, float[] dx, int upper, int lower, float share) {
        if (!columns.isLinear) {
            for (int c = 0; c < columns.first.length; c++) {
                dx[upper + columns.first[c]] += dy[at + c];
            }
            return;
        }
        for (int c = 0; c < columns.first.length; c++) {
            int left = columns.first[c];
            int right = columns.second[c];
            float s = columns.share[c];
            float above = (1 - share) * dy[at + c];
            float below = share * dy[at + c];
            dx[upper + left] += (1 - s) * above;
            dx[upper + right] += s * above;
            dx[lower + left] += (1 - s) * below;
            dx[lower + right] += s * below;
        }
    }

    /** Along one dimension, each new position is the old ones at {@code first} and {@code second}, the latter with this share. */
    private static final class Mixture {
        final boolean isLinear;
        final int[] first;
        final int[] second;
        final float[] share;

        private Mixture(int count, boolean isLinear) {
            this.isLinear = isLinear;
            first = new int[count];
            second = new int[count];
            share = new float[count];
        }

        static Mixture of(int length, int count, Interpolation interpolation) {
            var mixture = new Mixture(count, interpolation != Interpolation.NEAREST);
            for (int i = 0; i < count; i++) {
                double position = switch (interpolation) {
                    case NEAREST -> Math.floorDiv((long) i * length, (long) count);
                    case LINEAR -> Math.max(0, (i + 0.5) * length / count - 0.5);
                    case LINEAR_ALIGNED -> count == 1 ? 0 : i * (length - 1.0) / (count - 1);
                };
                mixture.first[i] = Math.min((int) position, length - 1);
                mixture.second[i] = Math.min(mixture.first[i] + 1, length - 1);
                mixture.share[i] = (float) (position - mixture.first[i]);
            }
            return mixture;
        }
    }
}
