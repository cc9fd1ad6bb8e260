package dev.lanewise.layers;

import static dev.lanewise.op.Dropout.channelDropout;

import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/** Dropout of whole channels of {@code [batch, channels, …]}, which differ only in what else they expect of the shape. */
interface DropsChannels extends KeepsChannels {

    float probability();

    Philox random();

    @Override
    default Tensor forward(Tensor x) {
        outputShape(x.shape());
        return channelDropout(x, probability(), random());
    }

    @Override
    default long flops(Shape input) {
        return input.size();
    }
}
