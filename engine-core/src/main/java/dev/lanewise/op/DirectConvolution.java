package dev.lanewise.op;

import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.MatrixKernels;
import dev.lanewise.parallel.Parallel;
import dev.lanewise.parallel.Scratch;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A convolution with few channels in each of many groups, as the depthwise one has a single channel. Matrix products would be tiny;
 * instead the window's weighted sums are taken straight from the planes, vectors along the places.
 *
 * <p>Forward, an output is the same chain of {@code fma} as in {@link ColumnConvolution}, with the same bits.
 *
 * @param channels input channels in a group
 * @param out output channels in a group
 */
record DirectConvolution(int images, int groups, int channels, int out, WindowPlane plane) {

    private static final int OPERATIONS_PER_NANOSECOND = 16;

    /* Scratch slots. */
    private static final int PLANES = 8;
    private static final int GRADIENTS = 9;
    private static final int WEIGHTS = 10;

    private long nanoseconds() {
        return 2L * images * groups * out * channels * plane.places() * plane.elements() / OPERATIONS_PER_NANOSECOND;
    }

    private int weights() {
        return out * channels * plane.elements();
    }

    void forward(float[] x, float[] weight, float @Nullable [] bias, FusedActivation activation, float[] y) {
        int[] offsets = plane.offsets(channels);
        int finish = (bias == null ? 0 : MatrixKernels.BIAS_PER_ROW) | (activation == FusedActivation.RELU ? MatrixKernels.RELU : 0);
        Parallel.forEach(images * groups, nanoseconds(), (index, scratch) -> {
            int group = index % groups;
            float[] planes = plane.isImage() ? x : spread(x, index, scratch);
            int from = plane.isImage() ? index * channels * plane.pixels() : 0;
            for (int filter = 0; filter < out; filter++) {
                int channel = group * out + filter;
                int to = (index * out + filter) * plane.places();
                plane.sums(weight, channel * offsets.length, offsets, planes, from, y, to, scratch);
                if (finish != 0) {
                    Kernels.active().finish(1, plane.places(), y, to, 0, y, to, 0, bias == null ? y : bias, channel, finish);
                }
            }
        });
    }

    /* The input planes of one group of one image. */
    private float[] spread(float[] x, int index, Scratch scratch) {
        float[] planes = scratch.floats(PLANES, channels * plane.size());
        for (int c = 0; c < channels; c++) {
            plane.spread(x, (index * channels + c) * plane.pixels(), 0f, planes, c * plane.size());
        }
        return planes;
    }

    void inputGradient(float[] dy, float[] weight, float[] dx) {
        WindowPlane.Phase[] phases = plane.phases(out);
        Parallel.forEach(images * groups, nanoseconds(), (index, scratch) -> {
            float[] gradients = scratch.floats(GRADIENTS, out * plane.gradientSize());
            for (int filter = 0; filter < out; filter++) {
                plane.spreadGradient(dy, (index * out + filter) * plane.places(), gradients, filter * plane.gradientSize());
            }
            float[] weights = scratch.floats(WEIGHTS, out * plane.elements());
            for (int c = 0; c < channels; c++) {
                for (WindowPlane.Phase phase : phases) {
                    copyWeights(phase, weight, index % groups * weights(), c, weights);
                }
                plane.pixelSums(weights, phases, gradients, dx, (index * channels + c) * plane.pixels(), scratch);
            }
        });
    }

    /* The weights of one input channel in the order of a phase's elements, over all filters. */
    private void copyWeights(WindowPlane.Phase phase, float[] weight, int from, int channel, float[] weights) {
        int[] elements = phase.elements();
        for (int i = 0; i < elements.length; i++) {
            int filter = elements[i] / plane.elements();
            weights[phase.before() + i] = weight[from + (filter * channels + channel) * plane.elements() + elements[i] % plane.elements()];
        }
    }

    /** Each weight's gradient is the sum, over the images in their order, of one sum over the places. */
    void weightGradient(float[] dy, float[] x, float[] dw) {
        int[] offsets = plane.offsets(channels);
        int run = plane.run();
        Parallel.forEach(groups, nanoseconds(), (group, scratch) -> {
            Arrays.fill(dw, group * weights(), (group + 1) * weights(), 0f);
            float[] gradient = scratch.floats(GRADIENTS, run);
            for (int image = 0; image < images; image++) {
                int index = image * groups + group;
                float[] planes = plane.isImage() ? x : spread(x, index, scratch);
                int from = plane.isImage() ? index * channels * plane.pixels() : 0;
                for (int filter = 0; filter < out; filter++) {
                    plane.spreadPlaces(dy, (index * out + filter) * plane.places(), 0f, gradient, 0);
                    int at = group * weights() + filter * offsets.length;
                    for (int k = 0; k < offsets.length; k++) {
                        dw[at + k] += Kernels.active().dot(gradient, 0, planes, from + offsets[k], run);
                    }
                }
            }
        });
    }
}
