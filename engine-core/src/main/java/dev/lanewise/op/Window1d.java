package dev.lanewise.op;

/**
 * How a window moves along a sequence: its size, its step, the zeros before and behind the sequence, and the distance of its elements.
 * All in positions.
 */
public record Window1d(int size, int stride, int padding, int dilation) {

    /**
     * Checks the window.
     *
     * @throws IllegalArgumentException if size, stride or dilation is below 1 or the padding below 0
     */
    public Window1d {
        if (size < 1 || stride < 1 || dilation < 1 || padding < 0) {
            throw new IllegalArgumentException("window: size, stride and dilation must be at least 1 and the padding at least 0, found "
                    + size + ", stride " + stride + ", padding " + padding + ", dilation " + dilation);
        }
    }

    /** A window that moves by one position. */
    public static Window1d of(int size) {
        return new Window1d(size, 1, 0, 1);
    }

    /** The same window with another step. */
    public Window1d stride(int stride) {
        return new Window1d(size, stride, padding, dilation);
    }

    /** The same window with zeros before and behind the sequence, equally many. */
    public Window1d padding(int padding) {
        return new Window1d(size, stride, padding, dilation);
    }

    /** The same window with its elements further apart. */
    public Window1d dilation(int dilation) {
        return new Window1d(size, stride, padding, dilation);
    }

    /** How many places the window takes: ⌊(length + 2·padding − dilation·(size − 1) − 1)/stride⌋ + 1. */
    public int outputLength(int length) {
        return outputLength(length, false);
    }

    /** The same for a pooling, as in {@link Window2d#outputHeight(int, boolean)}. */
    public int outputLength(int length, boolean ceilMode) {
        return asRow().outputWidth(length, ceilMode);
    }

    /** How long a sequence is at least whose places are {@code places}: the output of a transposed convolution. */
    public int inputLength(int places) {
        return asRow().inputWidth(places);
    }

    /** The same window on images of height 1. */
    Window2d asRow() {
        return new Window2d(1, size, 1, stride, 0, padding, 1, dilation);
    }
}
