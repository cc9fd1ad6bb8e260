package dev.lanewise.op;

import dev.lanewise.kernel.Kernels;
import dev.lanewise.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A convolution of given sizes, and which of three ways it goes: few channels in many groups as weighted sums of windows
 * ({@link DirectConvolution}), 3×3 windows in tiles with fewer products ({@link WinogradConvolution}), all others as matrix products
 * ({@link ColumnConvolution}). The sizes of one image decide, so that a sample has the same bits in any batch.
 *
 * @param images how many images the batch has
 * @param groups how many parts the channels are cut into
 * @param out output channels in a group
 * @param columns the columns matrix of one group of one image
 */
record Convolution(int images, int groups, int out, ImageColumns columns) {

    /** Groups with up to this many pairs of an input and an output channel are convolved without matrix products. */
    private static final int MOST_PAIRS_DIRECT = 64;

    long flops() {
        return 2L * images * groups * out * columns.places() * columns.depth();
    }

    /** Whether the products would be too small to be worth it. */
    private boolean isDirect() {
        return groups > 1 && out * columns.channels() <= MOST_PAIRS_DIRECT;
    }

    private DirectConvolution direct() {
        return new DirectConvolution(images, groups, columns.channels(), out, columns.plane());
    }

    /** Whether four products can take the place of nine. */
    boolean isWinograd() {
        return groups == 1 && WinogradTiles.fit(columns, out);
    }

    WinogradConvolution winograd() {
        return WinogradConvolution.of(images, out, columns);
    }

    ColumnConvolution byColumns() {
        return new ColumnConvolution(images, groups, out, columns);
    }

    void forward(float[] x, Tensor weight, float @Nullable [] bias, FusedActivation activation, float[] y) {
        if (isDirect()) {
            direct().forward(x, weight.array(), bias, activation, y);
        } else if (isWinograd()) {
            winograd().forward(x, WinogradWeights.ofOutputs(weight), bias, activation == FusedActivation.RELU, y);
        } else {
            byColumns().forward(x, weight.array(), bias, activation == FusedActivation.RELU, y);
        }
    }

    void inputGradient(float[] dy, Tensor weight, float[] dx) {
        if (isDirect()) {
            direct().inputGradient(dy, weight.array(), dx);
        } else if (isWinograd()) {
            winograd().inputGradient(dy, WinogradWeights.ofGradients(weight), dx);
        } else {
            byColumns().inputGradient(dy, weight.array(), dx);
        }
    }

    void weightGradient(float[] dy, float[] x, float[] dw) {
        if (isDirect()) {
            direct().weightGradient(dy, x, dw);
        } else if (isWinograd()) {
            winograd().weightGradient(dy, x, dw);
        } else {
            byColumns().weightGradient(dy, x, dw);
        }
    }

    void biasGradient(float[] dy, float[] db) {
        channelSums(dy, images, groups * out, columns.places(), db);
    }

    /** Of [images, channels, pixels], the sums of each channel: those of its planes, in the order of the images. */
    static void channelSums(float[] values, int images, int channels, int pixels, float[] sums) {
        Ranges.forEach(channels, images * pixels * Elementwise.NANOSECONDS, (from, to) -> {
            for (int channel = from; channel < to; channel++) {
                float sum = 0f;
                for (int image = 0; image < images; image++) {
                    int at = (image * channels + channel) * pixels;
                    sum += Kernels.active().sum(values, at, at + pixels);
                }
                sums[channel] = sum;
            }
        });
    }
}
