package dev.lanewise.op;

import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.LaneProductKernels;
import dev.lanewise.parallel.Parallel;
import dev.lanewise.parallel.Scratch;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;
import java.util.Arrays;

/**
 * A shallow convolution with relu and 2×2 max-pooling, image by image: the convolved image stays in the second-level cache. Sums run in
 * the order of {@link Convolution}, so that the bits are the same.
 */
record PooledConvolution(Convolution convolution) {

    /** A convolved image of this many floats stays in the cache. */
    private static final int CACHED_IMAGE = 1 << 17;

    /* Scratch slots, beside those of Convolution. */
    private static final int ACTIVATED = 5;
    private static final int GRADIENT = 6;

    /** Whether the convolution is one of few terms and few weights, with an image that stays in the cache. */
    static boolean fits(Tensor x, Tensor weight, Tensor bias, Window2d window) {
        if (x.shape().rank() != 4 || weight.shape().rank() != 4 || weight.dimension(1) != x.dimension(1)
                || weight.dimension(2) != window.height() || weight.dimension(3) != window.width() || bias.size() != weight.dimension(0)) {
            return false; // the single ops say what is wrong
        }
        var columns = ImageColumns.of(x.dimension(1), x.dimension(2), x.dimension(3), window);
        return columns.outputHeight() >= 2 && columns.outputWidth() >= 2
                && weight.dimension(0) * (long) columns.places() <= CACHED_IMAGE
                && new Convolution(x.dimension(0), 1, weight.dimension(0), columns).isShallow();
    }

    static PooledConvolution of(Tensor x, Tensor weight, Window2d window) {
        var columns = ImageColumns.of(x.dimension(1), x.dimension(2), x.dimension(3), window);
        return new PooledConvolution(new Convolution(x.dimension(0), 1, weight.dimension(0), columns));
    }

    private ImageColumns columns() {
        return convolution.columns();
    }

    Shape outputShape() {
        return Shape.of(convolution.images(), convolution.out(), pooledHeight(), pooledWidth());
    }

    long flops() {
        return convolution.flops();
    }

    private int pooledHeight() {
        return columns().outputHeight() / 2;
    }

    private int pooledWidth() {
        return columns().outputWidth() / 2;
    }

    private int pooledPlaces() {
        return pooledHeight() * pooledWidth();
    }

    void forward(float[] x, float[] weight, float[] bias, float[] y) {
        int out = convolution.out();
        Parallel.forEach(convolution.images(), convolution.nanoseconds(), (image, scratch) -> {
            float[] activated = activated(weight, bias, convolution.columnRows(x, image, scratch), scratch);
            for (int channel = 0; channel < out; channel++) {
                Kernels.active().maxPool2x2(activated, channel * columns().places(), columns().outputWidth(), y,
                        (image * out + channel) * pooledPlaces(), pooledHeight(), pooledWidth());
            }
        });
    }

    private float[] activated(float[] weight, float[] bias, float[] rows, Scratch scratch) {
        int places = columns().places();
        float[] activated = scratch.floats(ACTIVATED, convolution.out() * places);
        Kernels.active().shallowProduct(convolution.out(), places, columns().depth(), weight, 0, rows, 0, places, bias, 0, true, activated, 0,
                places);
        return activated;
    }

    /** The gradients of the weights, and behind them those of the biases. */
    Tensor gradients(float[] x, float[] weight, float[] bias, float[] y, float[] dy) {
        int out = convolution.out();
        int weights = out * columns().depth();
        int parts = convolution.parts();
        float[] partial = Workspace.tensor(Shape.of(parts, weights)).array();
        float[] planeSums = Workspace.tensor(Shape.of(convolution.images(), out)).array();
        Parallel.forEach(parts, 2 * convolution.nanoseconds(), (part, scratch) -> {
            float[] lanes = convolution.clearedLanes(scratch);
            for (int image = convolution.firstImage(part); image < convolution.firstImage(part + 1); image++) {
                float[] rows = convolution.columnRows(x, image, scratch);
                float[] activated = activated(weight, bias, rows, scratch);
                float[] gradient = throughPoolAndRelu(activated, image, y, dy, scratch);
                int places = columns().places();
                for (int channel = 0; channel < out; channel++) {
                    planeSums[image * out + channel] = Kernels.active().sum(gradient, channel * places, (channel + 1) * places);
                }
                Kernels.active().addLaneProducts(out, columns().depth(), places, gradient, 0, places, rows, 0, places, lanes);
            }
            LaneProductKernels.join(lanes, weights, partial, part * weights);
        });
        Tensor gradients = Workspace.tensor(Shape.of(weights + out));
        Convolution.sumOfParts(partial, parts, weights, gradients.array());
        for (int channel = 0; channel < out; channel++) {
            float sum = 0f;
            for (int image = 0; image < convolution.images(); image++) {
                sum += planeSums[image * out + channel];
            }
            gradients.array()[weights + channel] = sum;
        }
        return gradients;
    }

    /* The gradient of one image before relu, from that of its pooled maxima. */
    private float[] throughPoolAndRelu(float[] activated, int image, float[] y, float[] dy, Scratch scratch) {
        int out = convolution.out();
        int places = columns().places();
        float[] gradient = scratch.floats(GRADIENT, out * places);
        if (columns().outputHeight() % 2 != 0 || columns().outputWidth() % 2 != 0) {
            Arrays.fill(gradient, 0, out * places, 0f); // pixels outside of the blocks
        }
        for (int channel = 0; channel < out; channel++) {
            Kernels.active().maxPool2x2Gradient(activated, gradient, channel * places, columns().outputWidth(), y, dy,
                    (image * out + channel) * pooledPlaces(), pooledHeight(), pooledWidth());
        }
        Kernels.active().reluGradient(activated, gradient, gradient, 0, out * places);
        return gradient;
    }
}
