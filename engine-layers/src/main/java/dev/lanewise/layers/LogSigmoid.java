package dev.lanewise.layers;

import static dev.lanewise.op.Softplus.logSigmoid;

import dev.lanewise.tensor.Tensor;

/** y = −ln(1 + e⁻ˣ), for inputs of any shape. */
public record LogSigmoid() implements KeepsShape {

    @Override
    public Tensor forward(Tensor x) {
        return logSigmoid(x);
    }
}
