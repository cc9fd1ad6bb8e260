package dev.lanewise.op;

import dev.lanewise.kernel.Kernels;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;
import java.util.Arrays;

/**
 * The groups of channels in [samples, channels, pixels], where a group's values of one sample are neighbours.
 *
 * @param channels how many in each group
 */
record NormalizedGroups(int samples, int groups, int channels, int pixels, float epsilon) {

    static NormalizedGroups of(Shape shape, int groups, float epsilon) {
        return new NormalizedGroups(shape.dimension(0), groups, shape.dimension(1) / groups, shape.sizeBetween(2, shape.rank()), epsilon);
    }

    /** How many values each group has. */
    private int values() {
        return channels * pixels;
    }

    private void forEachGroup(double passes, Ranges.Body body) {
        Ranges.forEach(samples * groups, passes * Elementwise.NANOSECONDS * values(), body);
    }

    /** The number of a group's first channel among all channels of all samples is {@code group * channels}; this is it in its sample. */
    private int firstChannel(int group) {
        return group % groups * channels;
    }

    /** Fills in each group's μ and 1/√(σ² + ε) on the way. */
    Tensor normalized(Tensor x, Tensor weights, Tensor biases, Tensor centers, Tensor scales) {
        Tensor y = Workspace.tensor(x.shape());
        float[] in = x.array();
        float[] out = y.array();
        float[] weight = weights.array();
        float[] bias = biases.array();
        forEachGroup(2, (from, to) -> {
            for (int group = from; group < to; group++) {
                int start = group * values();
                float mean = Kernels.active().sum(in, start, start + values()) / values();
                float variance = Kernels.active().squaredDistance(in, mean, start, start + values()) / values();
                float scale = (float) (1 / Math.sqrt(variance + (double) epsilon));
                centers.array()[group] = mean;
                scales.array()[group] = scale;
                for (int c = 0; c < channels; c++) {
                    int channel = firstChannel(group) + c;
                    affine(in, out, start + c * pixels, mean, scale * weight[channel], bias[channel]);
                }
            }
        });
        return y;
    }

    private void affine(float[] in, float[] out, int start, float center, float factor, float shift) {
        for (int i = start; i < start + pixels; i++) {
            out[i] = (in[i] - center) * factor + shift;
        }
    }

    /** Σ dy, and Σ dy·x̂ with x̂ = (x − μ)·scale, of each channel of each sample. */
    void gradientSums(Tensor x, Tensor centers, Tensor scales, Tensor dy, Tensor sums, Tensor products) {
        float[] in = x.array();
        float[] gradient = dy.array();
        forEachGroup(2, (from, to) -> {
            for (int plane = from * channels; plane < to * channels; plane++) {
                int group = plane / channels;
                int at = plane * pixels;
                sums.array()[plane] = Kernels.active().sum(gradient, at, at + pixels);
                products.array()[plane] = Kernels.active().centeredDot(in, at, centers.array()[group], gradient, at, pixels)
                        * scales.array()[group];
            }
        });
    }

    /** dx = scale·(dy·weight − Σ g/m − x̂·(Σ g·x̂)/m) with g = dy·weight, the sums over the group. */
    Tensor inputGradient(Tensor x, Tensor centers, Tensor scales, Tensor weights, Tensor dy, Tensor sums, Tensor products) {
        Tensor dx = Workspace.tensor(x.shape());
        float[] weight = weights.array();
        forEachGroup(1, (from, to) -> {
            for (int group = from; group < to; group++) {
                double sum = 0;
                double product = 0;
                for (int c = 0; c < channels; c++) {
                    sum += (double) weight[firstChannel(group) + c] * sums.array()[group * channels + c];
                    product += (double) weight[firstChannel(group) + c] * products.array()[group * channels + c];
                }
                float scale = scales.array()[group];
                float offset = (float) (sum / values());
                float slope = (float) (product / values()) * scale;
                for (int c = 0; c < channels; c++) {
                    gradient(x.array(), dy.array(), dx.array(), (group * channels + c) * pixels, centers.array()[group], scale,
                            weight[firstChannel(group) + c], offset, slope);
                }
            }
        });
        return dx;
    }

    private void gradient(float[] x, float[] dy, float[] dx, int start, float center, float scale, float weight, float offset, float slope) {
        for (int i = start; i < start + pixels; i++) {
            dx[i] = scale * (dy[i] * weight - offset - (x[i] - center) * slope);
        }
    }

    /** The sums over the samples, in their order: [channels] from one value for each channel of each sample. */
    Tensor overSamples(Tensor values) {
        int all = groups * channels;
        Tensor total = Workspace.tensor(Shape.of(all));
        float[] sum = total.array();
        Arrays.fill(sum, 0, all, 0f);
        for (int sample = 0; sample < samples; sample++) {
            for (int channel = 0; channel < all; channel++) {
                sum[channel] += values.array()[sample * all + channel];
            }
        }
        return total;
    }
}
