package dev.lanewise.op;

import dev.lanewise.gradient.Operation;
import dev.lanewise.parallel.Parallel;
import dev.lanewise.parallel.Task;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/**
 * What the poolings have in common: a window that moves over every plane (one channel of one sample) of [n, c, h, w], or of [n, c, l] with
 * height 1.
 *
 * @param count how many planes there are
 */
record Pooling(int count, WindowPlane plane, Shape outputShape) {

    private static final double NANOSECONDS = 0.15;

    /** Of images; an error with the op's name if the window does not fit. */
    static Pooling of(Operation op, Tensor x, Window2d window, boolean ceilMode) {
        op.require(x.shape().rank() == 4, "expected [n, channels, height, width], found %s", x.shape());
        op.require(2L * window.paddingHeight() <= window.height() && 2L * window.paddingWidth() <= window.width(),
                "the padding %d×%d is more than half of the window %d×%d", window.paddingHeight(), window.paddingWidth(), window.height(),
                window.width());
        int height = window.outputHeight(x.dimension(2), ceilMode);
        int width = window.outputWidth(x.dimension(3), ceilMode);
        op.require(height > 0 && width > 0, "a window of %d×%d (dilation %d×%d, padding %d×%d) does not fit into images of %d×%d",
                window.height(), window.width(), window.dilationHeight(), window.dilationWidth(), window.paddingHeight(),
                window.paddingWidth(), x.dimension(2), x.dimension(3));
        return new Pooling(x.dimension(0) * x.dimension(1), WindowPlane.of(x.dimension(2), x.dimension(3), window, height, width),
                Shape.of(x.dimension(0), x.dimension(1), height, width));
    }

    /** Of sequences; an error with the op's name if the window does not fit. */
    static Pooling of(Operation op, Tensor x, Window1d window, boolean ceilMode) {
        op.require(x.shape().rank() == 3, "expected [n, channels, length], found %s", x.shape());
        op.require(2L * window.padding() <= window.size(), "the padding %d is more than half of the window %d", window.padding(), window.size());
        int length = window.outputLength(x.dimension(2), ceilMode);
        op.require(length > 0, "a window of %d (dilation %d, padding %d) does not fit into sequences of %d", window.size(), window.dilation(),
                window.padding(), x.dimension(2));
        return new Pooling(x.dimension(0) * x.dimension(1), WindowPlane.of(1, x.dimension(2), window.asRow(), 1, length),
                x.shape().with(2, length));
    }

    /** Works on each plane. */
    void forEachPlane(Task task) {
        Parallel.forEach(count, (long) (NANOSECONDS * count * (plane.places() * plane.elements() + 4.0 * plane.pixels())), task);
    }
}
