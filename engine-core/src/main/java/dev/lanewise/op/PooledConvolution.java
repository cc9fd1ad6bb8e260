package dev.lanewise.op;

import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.LaneProductKernels;
import dev.lanewise.kernel.ShallowProductKernels;
import dev.lanewise.matmul.Matrix;
import dev.lanewise.matmul.MatrixProduct;
import dev.lanewise.parallel.Parallel;
import dev.lanewise.parallel.Scratch;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;
import java.util.Arrays;

/**
 * A shallow convolution with relu and 2×2 max-pooling, image by image: the convolved image stays in the second-level cache, and its
 * places in the order of {@link BlockColumns}.
 */
record PooledConvolution(ColumnConvolution convolution, BlockColumns columns) {

    /** A convolved image of this many floats stays in the cache. */
    private static final int CACHED_IMAGE = 1 << 17;

    /* Scratch slots, beside those of ColumnConvolution. */
    private static final int ROWS = 3;
    private static final int SUMS = 5;
    private static final int GRADIENT = 6;
    private static final int PLANES = 7;

    /** Whether the convolution is one of few terms and few weights, with an image that stays in the cache. */
    static boolean fits(Tensor x, Tensor weight, Tensor bias, Window2d window) {
        if (x.shape().rank() != 4 || weight.shape().rank() != 4 || weight.dimension(1) != x.dimension(1)
                || weight.dimension(2) != window.height() || weight.dimension(3) != window.width() || bias.size() != weight.dimension(0)) {
            return false; // the single ops say what is wrong
        }
        var block = of(x, weight, window);
        return block.columns.blocksHigh() >= 1 && block.columns.blocksWide() >= 1
                && block.columns.places() >= ShallowProductKernels.COLUMNS_FOR_ALL
                && block.out() * (long) block.columns.places() <= CACHED_IMAGE && block.convolution.isShallow();
    }

    static PooledConvolution of(Tensor x, Tensor weight, Window2d window) {
        int channels = x.dimension(1);
        int height = x.dimension(2);
        int width = x.dimension(3);
        var convolution = new ColumnConvolution(x.dimension(0), 1, weight.dimension(0), ImageColumns.of(channels, height, width, window));
        return new PooledConvolution(convolution, BlockColumns.of(channels, height, width, window));
    }

    private int out() {
        return convolution.out();
    }

    Shape outputShape() {
        return Shape.of(convolution.images(), out(), columns.blocksHigh(), columns.blocksWide());
    }

    long flops() {
        return convolution.flops();
    }

    void forward(float[] x, float[] weight, float[] bias, float[] y) {
        int blocks = columns.blocks();
        Parallel.forEach(convolution.images(), convolution.nanoseconds(), (image, scratch) -> {
            float[] sums = sums(weight, rowsOf(x, image, scratch), scratch);
            for (int channel = 0; channel < out(); channel++) {
                Kernels.active().reluMaxOfFour(sums, channel * columns.places(), bias[channel], y, (image * out() + channel) * blocks, blocks);
            }
        });
    }

    private float[] rowsOf(float[] x, int image, Scratch scratch) {
        float[] rows = scratch.floats(ROWS, columns.depth() * columns.places());
        columns.write(x, image * columns.pixels(), scratch.floats(PLANES, columns.planesSize()), rows);
        return rows;
    }

    private float[] sums(float[] weight, float[] rows, Scratch scratch) {
        int places = columns.places();
        float[] sums = scratch.floats(SUMS, out() * places);
        Kernels.active().shallowProduct(out(), places, columns.depth(), weight, 0, rows, 0, places, sums, 0, places);
        return sums;
    }

    /** The gradients of the weights, behind them those of the biases, and behind them, if {@code ofImages}, those of the images. */
    Tensor gradients(float[] x, float[] weight, float[] bias, float[] y, float[] dy, boolean ofImages) {
        int weights = out() * columns.depth();
        int parts = convolution.parts();
        int images = convolution.images();
        Tensor gradients = Workspace.tensor(Shape.of(weights + out() + (ofImages ? images * columns.pixels() : 0)));
        float[] partial = Workspace.tensor(Shape.of(parts, weights)).array();
        float[] biasPartial = Workspace.tensor(Shape.of(parts, out())).array();
        Parallel.forEach(parts, 2 * convolution.nanoseconds(), (part, scratch) -> {
            float[] lanes = convolution.clearedLanes(scratch);
            Arrays.fill(biasPartial, part * out(), (part + 1) * out(), 0f);
            for (int image = convolution.firstImage(part); image < convolution.firstImage(part + 1); image++) {
                float[] rows = rowsOf(x, image, scratch);
                float[] sums = sums(weight, rows, scratch);
                float[] gradient = throughPoolAndRelu(sums, bias, image, y, dy, scratch);
                int places = columns.places();
                for (int channel = 0; channel < out(); channel++) {
                    biasPartial[part * out() + channel] += Kernels.active().sum(gradient, channel * places, (channel + 1) * places);
                }
                Kernels.active().addLaneProducts(out(), columns.depth(), places, gradient, 0, places, rows, 0, places, lanes);
                if (ofImages) {
                    imageGradient(weight, gradient, rows, gradients.array(), weights + out() + image * columns.pixels(), scratch);
                }
            }
            LaneProductKernels.join(lanes, weights, partial, part * weights);
        });
        ColumnConvolution.sumOfParts(partial, parts, weights, gradients.array(), 0);
        ColumnConvolution.sumOfParts(biasPartial, parts, out(), gradients.array(), weights);
        return gradients;
    }

    /* The gradient of one image before relu, from that of its pooled maxima. */
    private float[] throughPoolAndRelu(float[] sums, float[] bias, int image, float[] y, float[] dy, Scratch scratch) {
        int blocks = columns.blocks();
        float[] gradient = scratch.floats(GRADIENT, out() * columns.places());
        for (int channel = 0; channel < out(); channel++) {
            Kernels.active().reluMaxOfFourGradient(sums, gradient, channel * columns.places(), bias[channel], y, dy,
                    (image * out() + channel) * blocks, blocks);
        }
        return gradient;
    }

    /* Wᵀ [depth, out] · gradient [out, places], in the place of the rows, and added to the pixels they came from. */
    private void imageGradient(float[] weight, float[] gradient, float[] rows, float[] dx, int at, Scratch scratch) {
        int places = columns.places();
        MatrixProduct.multiply(columns.depth(), places, out(), Matrix.columns(weight, 0, columns.depth()),
                Matrix.columns(gradient, 0, places), rows, 0, places);
        Arrays.fill(dx, at, at + columns.pixels(), 0f);
        columns.add(rows, scratch.floats(PLANES, columns.planesSize()), dx, at);
    }
}
