package dev.lanewise.op;

import dev.lanewise.gradient.Operation;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/** What the poolings have in common: a window that moves over every plane (one channel of one sample) of [n, c, h, w]. */
final class Pooling {

    private static final double NANOSECONDS = 1;

    private Pooling() {}

    /** [n, c, h′, w′]; an error with the op's name if the window does not fit the image. */
    static Shape outputShape(Operation op, Tensor x, Window2d window) {
        op.require(x.shape().rank() == 4, "expected [n, channels, height, width], found %s", x.shape());
        op.require(2 * window.paddingHeight() <= window.height() && 2 * window.paddingWidth() <= window.width(),
                "the padding %d×%d is more than half of the window %d×%d", window.paddingHeight(), window.paddingWidth(), window.height(),
                window.width());
        int height = window.outputHeight(x.dimension(2));
        int width = window.outputWidth(x.dimension(3));
        op.require(height > 0 && width > 0, "a window of %d×%d (dilation %d×%d, padding %d×%d) does not fit into images of %d×%d",
                window.height(), window.width(), window.dilationHeight(), window.dilationWidth(), window.paddingHeight(),
                window.paddingWidth(), x.dimension(2), x.dimension(3));
        return Shape.of(x.dimension(0), x.dimension(1), height, width);
    }

    /** About what one row of the output costs, in nanoseconds. */
    static double cost(Tensor y, Window2d window) {
        return NANOSECONDS * y.dimension(3) * window.height() * window.width();
    }

    /** The first of a window's elements, at {@code start}, {@code start + dilation}, …, that is not in the padding before the image. */
    static int first(int start, int dilation) {
        return start >= 0 ? 0 : Math.ceilDiv(-start, dilation);
    }

    /** One past the last of a window's elements that is not in the padding behind the image. */
    static int end(int start, int dilation, int size, int length) {
        return start >= length ? 0 : Math.min(size, (length - 1 - start) / dilation + 1);
    }
}
