package dev.lanewise.layers;

import static dev.lanewise.op.GroupNormalization.instanceNorm;

import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Instance normalization of {@code [batch, channels, …]}: the layers differ only in what else they expect of the shape. */
interface InstanceNorm extends Layer {

    int channels();

    @Nullable Parameter weight();

    @Nullable Parameter bias();

    float epsilon();

    /** Complains unless the parts fit together. */
    static void check(int channels, @Nullable Parameter weight, @Nullable Parameter bias, float epsilon) {
        if (channels < 1) {
            throw new IllegalArgumentException("instance norm: expected at least one channel, found " + channels);
        }
        Normalizations.check("instance norm", "weight", weight, Shape.of(channels));
        Normalizations.check("instance norm", "bias", bias, Shape.of(channels));
        Normalizations.checkEpsilon("instance norm", epsilon);
    }

    /** Complains if each channel has one pixel only. */
    static void checkPixels(Shape input) {
        if (input.sizeBetween(2, input.rank()) == 1) {
            throw new IllegalArgumentException("instance norm: found one pixel per channel in " + input
                    + ", which has no variance; use larger images");
        }
    }

    @Override
    default Tensor forward(Tensor x) {
        outputShape(x.shape());
        return instanceNorm(x, weight(), bias(), epsilon());
    }

    @Override
    default long flops(Shape input) {
        return 7L * input.size();
    }

    @Override
    default Features expects() {
        return Features.channels(channels());
    }

    @Override
    default Features provides(@Nullable Features input) {
        return Features.channels(channels());
    }
}
