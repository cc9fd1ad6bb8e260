package dev.lanewise.op;

/**
 * How a two-dimensional window moves over an image: its size, its step, the zeros around the image, and the distance of its
 * elements. All in pixels.
 */
public record Window2d(int height, int width, int strideHeight, int strideWidth, int paddingHeight, int paddingWidth,
        int dilationHeight, int dilationWidth) {

    /**
     * Checks the window.
     *
     * @throws IllegalArgumentException if a size, stride or dilation is below 1 or a padding below 0
     */
    public Window2d {
        if (height < 1 || width < 1 || strideHeight < 1 || strideWidth < 1 || dilationHeight < 1 || dilationWidth < 1
                || paddingHeight < 0 || paddingWidth < 0) {
            throw new IllegalArgumentException("window: sizes, strides and dilations must be at least 1 and paddings at least 0, found "
                    + height + "×" + width + ", stride " + strideHeight + "×" + strideWidth + ", padding " + paddingHeight + "×"
                    + paddingWidth + ", dilation " + dilationHeight + "×" + dilationWidth);
        }
    }

    /** A square window that moves by one pixel. */
    public static Window2d square(int size) {
        return new Window2d(size, size, 1, 1, 0, 0, 1, 1);
    }

    /** The same window with another step, equal in both directions. */
    public Window2d stride(int stride) {
        return new Window2d(height, width, stride, stride, paddingHeight, paddingWidth, dilationHeight, dilationWidth);
    }

    /** The same window with zeros around the image, equally many on all sides. */
    public Window2d padding(int padding) {
        return new Window2d(height, width, strideHeight, strideWidth, padding, padding, dilationHeight, dilationWidth);
    }

    /** The same window with its elements further apart, equally in both directions. */
    public Window2d dilation(int dilation) {
        return new Window2d(height, width, strideHeight, strideWidth, paddingHeight, paddingWidth, dilation, dilation);
    }

    /** How many places the window takes from top to bottom: ⌊(image + 2·padding − dilation·(size − 1) − 1)/stride⌋ + 1. */
    public int outputHeight(int imageHeight) {
        return outputHeight(imageHeight, false);
    }

    /**
     * The same for a pooling. In PyTorch's {@code ceil_mode} the quotient is rounded up: the last place may lie partly behind the image and its
     * padding, but must begin before the padding behind the image.
     */
    public int outputHeight(int imageHeight, boolean ceilMode) {
        return places(imageHeight, height, strideHeight, paddingHeight, dilationHeight, ceilMode);
    }

    /**
     * How high an image is at least whose places from top to bottom are {@code places}: (places − 1)·stride − 2·padding +
     * dilation·(size − 1) + 1. That is the output of a transposed convolution.
     */
    public int inputHeight(int places) {
        return (places - 1) * strideHeight - 2 * paddingHeight + dilationHeight * (height - 1) + 1;
    }

    /** How wide an image is at least whose places from left to right are {@code places}. */
    public int inputWidth(int places) {
        return (places - 1) * strideWidth - 2 * paddingWidth + dilationWidth * (width - 1) + 1;
    }

    /** How many places the window takes from left to right. */
    public int outputWidth(int imageWidth) {
        return outputWidth(imageWidth, false);
    }

    /** The same for a pooling, as in {@link #outputHeight(int, boolean)}. */
    public int outputWidth(int imageWidth, boolean ceilMode) {
        return places(imageWidth, width, strideWidth, paddingWidth, dilationWidth, ceilMode);
    }

    private static int places(int length, int size, int stride, int padding, int dilation, boolean ceilMode) {
        int way = length + 2 * padding - dilation * (size - 1) - 1;
        int places = Math.floorDiv(way + (ceilMode ? stride - 1 : 0), stride) + 1;
        return ceilMode && (places - 1) * stride >= length + padding ? places - 1 : places;
    }
}
