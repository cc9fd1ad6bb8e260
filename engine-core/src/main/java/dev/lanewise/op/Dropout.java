package dev.lanewise.op;

import static dev.lanewise.gradient.Input.wrt;

import dev.lanewise.gradient.Gradients;
import dev.lanewise.gradient.Operation;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;

/**
 * Leaves elements out at random while training.
 *
 * <p>Source: Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, <i>Dropout: a simple way to prevent neural networks from
 * overfitting</i>, JMLR 15 (2014).
 */
public final class Dropout {

    private static final double NANOSECONDS = 5;

    private Dropout() {}

    /**
     * Where gradients are recorded: y = x·mask/(1 − p), any shape, where each element's mask is 0 with probability p and 1 otherwise,
     * and dx = dy·mask/(1 − p). Everywhere else: x itself.
     *
     * <p>The mask is a function of the generator's key and position alone, whatever the threads; the generator moves on by as many
     * numbers as it takes.
     *
     * @param probability p, at least 0 and less than 1
     * @throws IllegalArgumentException if it is not
     */
    public static Tensor dropout(Tensor x, float probability, Philox random) {
        var op = Operation.begin("dropout");
        op.require(probability >= 0 && probability < 1, "the probability must be at least 0 and less than 1, found %s", probability);
        if (!Gradients.areRecorded() || probability == 0) {
            return x;
        }
        Tensor mask = Workspace.tensor(x.shape()); // positive where x is kept
        float[] kept = mask.array();
        long key = random.key();
        long position = random.reserve(Philox.numbersForUniforms(x.size()));
        Ranges.forEach(x.size(), NANOSECONDS, (from, to) -> {
            Philox.uniforms(key, position, kept, from, to);
            for (int i = from; i < to; i++) {
                kept[i] -= probability;
            }
        });
        float scale = 1f / (1f - probability);
        return op.differentiable(masked(x, mask, scale), wrt(x, dy -> masked(dy, mask, scale)));
    }

    /**
     * {@link #dropout} of whole channels: [n, c, …], one mask for all pixels of a channel of a sample. Neighbouring pixels are alike, so
     * that single ones could be guessed from them.
     *
     * <p>Source: Tompson, Goroshin, Jain, LeCun and Bregler, <i>Efficient object localization using convolutional networks</i>, CVPR 2015.
     *
     * @param probability p, at least 0 and less than 1
     * @throws IllegalArgumentException if it is not, or if x has no channels
     */
    public static Tensor channelDropout(Tensor x, float probability, Philox random) {
        var op = Operation.begin("channelDropout");
        op.require(probability >= 0 && probability < 1, "the probability must be at least 0 and less than 1, found %s", probability);
        op.require(x.shape().rank() >= 2, "expected [n, channels, …], found %s", x.shape());
        if (!Gradients.areRecorded() || probability == 0) {
            return x;
        }
        int channels = x.dimension(0) * x.dimension(1);
        Tensor factors = Workspace.tensor(Shape.of(channels));
        Philox.uniforms(random.key(), random.reserve(Philox.numbersForUniforms(channels)), factors.array(), 0, channels);
        for (int channel = 0; channel < channels; channel++) {
            factors.array()[channel] = factors.array()[channel] > probability ? 1f / (1f - probability) : 0f;
        }
        return op.differentiable(weighed(x, factors), wrt(x, dy -> weighed(dy, factors)));
    }

    private static Tensor weighed(Tensor x, Tensor factors) {
        Tensor y = Workspace.tensor(x.shape());
        int pixels = x.shape().sizeBetween(2, x.shape().rank());
        float[] in = x.array();
        float[] out = y.array();
        Ranges.forEach(factors.size(), Elementwise.NANOSECONDS * pixels, (from, to) -> {
            for (int channel = from; channel < to; channel++) {
                float factor = factors.array()[channel];
                for (int i = channel * pixels, end = i + pixels; i < end; i++) {
                    out[i] = factor > 0 ? in[i] * factor : 0f;
                }
            }
        });
        return y;
    }

    private static Tensor masked(Tensor x, Tensor mask, float scale) {
        Tensor y = Workspace.tensor(x.shape());
        float[] kept = mask.array();
        float[] in = x.array();
        float[] out = y.array();
        Ranges.forEach(x.size(), 2 * Elementwise.NANOSECONDS, (from, to) -> {
            Kernels.active().reluGradient(kept, in, out, from, to);
            for (int i = from; i < to; i++) {
                out[i] *= scale;
            }
        });
        return y;
    }
}
