package dev.lanewise.op;

import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.MatrixKernels;
import dev.lanewise.parallel.Parallel;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A convolution, 2×2 max-pooling and relu where nobody asks for gradients: some rows at a time, so that what is pooled never leaves the
 * second-level cache. Bias and relu only see the maxima. Since rounding is monotonous, the bits are those of the three ops.
 */
record HalvedConvolution(Convolution convolution, int blocksHigh, int blocksWide) {

    private static final Kernels KERNELS = Kernels.active();

    /** So many outputs at a time. */
    private static final int STRIP = 1 << 16;

    /* A scratch slot beside those of the convolution. */
    private static final int SUMS = 11;

    static HalvedConvolution of(Convolution convolution) {
        ImageColumns columns = convolution.columns();
        return new HalvedConvolution(convolution, columns.outputHeight() / 2, columns.outputWidth() / 2);
    }

    /** Whether there is a block in the output, and all channels are in one group. */
    boolean fits() {
        return blocksHigh > 0 && blocksWide > 0 && convolution.groups() == 1;
    }

    Shape outputShape() {
        return Shape.of(convolution.images(), convolution.out(), blocksHigh, blocksWide);
    }

    void forward(float[] x, Tensor weight, float @Nullable [] bias, float[] y) {
        int out = convolution.out();
        int width = convolution.columns().outputWidth();
        if (convolution.isWinograd()) {
            convolution.winograd().forEachBand(x, WinogradWeights.ofOutputs(weight), (tiles, m, image, row, rows, scratch) -> {
                int high = Math.min(rows, blocksHigh - row);
                float[] sums = scratch.floats(SUMS, out * 2 * rows * width);
                tiles.transformOutputs(m, row, rows, null, false, sums, 0, 2 * rows * width, scratch);
                halve(sums, 2 * rows * width, image, row, high, bias, y);
            });
            return;
        }
        var byColumns = convolution.byColumns();
        int pairs = Math.clamp(Math.min(STRIP / out, byColumns.mostPlacesCached()) / (2 * width), 1, blocksHigh);
        int strips = Math.ceilDiv(blocksHigh, pairs);
        Parallel.forEach(convolution.images() * strips, byColumns.nanoseconds(), (index, scratch) -> {
            int image = index / strips;
            int row = index % strips * pairs;
            int high = Math.min(pairs, blocksHigh - row);
            int places = 2 * high * width;
            float[] sums = scratch.floats(SUMS, out * places);
            byColumns.places(x, weight.array(), image, 2 * row * width, places, sums, scratch);
            halve(sums, places, image, row, high, bias, y);
        });
    }

    /* Some rows of blocks, from sums whose channels lie a stride apart. */
    private void halve(float[] sums, int stride, int image, int row, int high, float @Nullable [] bias, float[] y) {
        int finish = MatrixKernels.RELU | (bias == null ? 0 : MatrixKernels.BIAS_PER_ROW);
        for (int channel = 0; channel < convolution.out(); channel++) {
            int at = ((image * convolution.out() + channel) * blocksHigh + row) * blocksWide;
            KERNELS.maxPool2x2(sums, channel * stride, convolution.columns().outputWidth(), y, at, high, blocksWide);
            KERNELS.finish(1, high * blocksWide, y, at, 0, y, at, 0, bias == null ? y : bias, channel, finish);
        }
    }
}
