package dev.lanewise.op;

import dev.lanewise.kernel.Kernels;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;

/**
 * The values of each channel in [samples, channels, pixels], where a sample's values of one channel are neighbours. Their sums are
 * sums of the samples' sums, in the order of the samples; channels are shared among the threads.
 */
record Channels(int samples, int channels, int pixels) {

    static Channels of(Shape shape) {
        return new Channels(shape.dimension(0), shape.dimension(1), shape.sizeBetween(2, shape.rank()));
    }

    /** How many values each channel has. */
    int values() {
        return samples * pixels;
    }

    private int start(int sample, int channel) {
        return (sample * channels + channel) * pixels;
    }

    private void forEach(Ranges.Body body) {
        Ranges.forEach(channels, Elementwise.NANOSECONDS * values(), body);
    }

    /** μ = Σx/m. */
    Tensor means(Tensor x) {
        Tensor means = Workspace.tensor(Shape.of(channels));
        float[] in = x.array();
        float[] out = means.array();
        forEach((from, to) -> {
            for (int channel = from; channel < to; channel++) {
                double sum = 0;
                for (int sample = 0; sample < samples; sample++) {
                    int at = start(sample, channel);
                    sum += pixels == 1 ? in[at] : Kernels.active().sum(in, at, at + pixels);
                }
                out[channel] = (float) (sum / values());
            }
        });
        return means;
    }

    /** σ² = Σ(x − μ)²/m. */
    Tensor variances(Tensor x, Tensor means) {
        Tensor variances = Workspace.tensor(Shape.of(channels));
        float[] in = x.array();
        float[] mean = means.array();
        float[] out = variances.array();
        forEach((from, to) -> {
            for (int channel = from; channel < to; channel++) {
                double sum = 0;
                for (int sample = 0; sample < samples; sample++) {
                    int at = start(sample, channel);
                    sum += Kernels.active().squaredDistance(in, mean[channel], at, at + pixels);
                }
                out[channel] = (float) (sum / values());
            }
        });
        return variances;
    }

    /** (x − μ)·inverse·weight + bias, with inverse = 1/√(σ² + ε). */
    Tensor normalized(Tensor x, Tensor means, Tensor inverses, Tensor weights, Tensor biases) {
        Tensor y = Workspace.tensor(x.shape());
        float[] in = x.array();
        float[] out = y.array();
        float[] mean = means.array();
        float[] inverse = inverses.array();
        float[] weight = weights.array();
        float[] bias = biases.array();
        Ranges.forEach(samples * channels, Elementwise.NANOSECONDS * pixels, (from, to) -> {
            for (int plane = from; plane < to; plane++) {
                int channel = plane % channels;
                float center = mean[channel];
                float scale = inverse[channel] * weight[channel];
                float shift = bias[channel];
                for (int i = plane * pixels, end = i + pixels; i < end; i++) {
                    out[i] = (in[i] - center) * scale + shift;
                }
            }
        });
        return y;
    }

    /** Σ dy, and Σ dy·x̂ with x̂ = (x − μ)·inverse. */
    void gradientSums(Tensor x, Tensor means, Tensor inverses, Tensor dy, Tensor sums, Tensor products) {
        float[] in = x.array();
        float[] gradient = dy.array();
        float[] mean = means.array();
        float[] inverse = inverses.array();
        float[] sumOut = sums.array();
        float[] productOut = products.array();
        forEach((from, to) -> {
            for (int channel = from; channel < to; channel++) {
                double sum = 0;
                double product = 0;
                for (int sample = 0; sample < samples; sample++) {
                    int at = start(sample, channel);
                    sum += pixels == 1 ? gradient[at] : Kernels.active().sum(gradient, at, at + pixels);
                    product += Kernels.active().centeredDot(in, at, mean[channel], gradient, at, pixels);
                }
                sumOut[channel] = (float) sum;
                productOut[channel] = (float) (product * inverse[channel]);
            }
        });
    }

    /** dx = weight·inverse·(dy − Σdy/m − x̂·(Σ dy·x̂)/m). */
    Tensor inputGradient(Tensor x, Tensor means, Tensor inverses, Tensor weights, Tensor dy, Tensor sums, Tensor products) {
        Tensor dx = Workspace.tensor(x.shape());
        float[] in = x.array();
        float[] gradient = dy.array();
        float[] out = dx.array();
        float[] mean = means.array();
        float[] inverse = inverses.array();
        float[] weight = weights.array();
        float[] sum = sums.array();
        float[] product = products.array();
        Ranges.forEach(samples * channels, Elementwise.NANOSECONDS * pixels, (from, to) -> {
            for (int plane = from; plane < to; plane++) {
                int channel = plane % channels;
                float center = mean[channel];
                float scale = inverse[channel] * weight[channel];
                float offset = sum[channel] / values();
                float slope = product[channel] / values() * inverse[channel];
                for (int i = plane * pixels, end = i + pixels; i < end; i++) {
                    out[i] = scale * (gradient[i] - offset - (in[i] - center) * slope);
                }
            }
        });
        return dx;
    }
}
