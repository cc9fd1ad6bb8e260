package dev.lanewise.layers;

import static dev.lanewise.op.BatchNormalization.batchNorm;

import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Batch normalization of {@code [batch, channels, …]}: the layers differ only in what else they expect of the shape. */
interface BatchNorm extends Layer {

    @Nullable Parameter weight();

    @Nullable Parameter bias();

    Parameter runningMean();

    Parameter runningVariance();

    float momentum();

    float epsilon();

    @Override
    default Tensor forward(Tensor x) {
        outputShape(x.shape());
        return batchNorm(x, weight(), bias(), runningMean(), runningVariance(), momentum(), epsilon());
    }

    @Override
    default long flops(Shape input) {
        return 2L * input.size();
    }

    @Override
    default Features expects() {
        return Features.channels(runningMean().size());
    }

    @Override
    default Features provides(@Nullable Features input) {
        return Features.channels(runningMean().size());
    }
}
