package dev.lanewise.layers;

import static dev.lanewise.op.Arithmetic.add;
import static dev.lanewise.op.Arithmetic.multiply;
import static dev.lanewise.op.Arithmetic.subtract;
import static dev.lanewise.op.Sigmoid.sigmoid;
import static dev.lanewise.op.Tanh.tanh;

import dev.lanewise.tensor.Tensor;
import java.util.random.RandomGenerator;

/** A layer as a user writes one: y = x + σ(Gx)·(tanh(Cx) − x). Shapes: [batch, features]. */
public record Highway(Linear gate, Linear candidate) implements Layer {

    static Highway of(int features, RandomGenerator random) {
        return new Highway(Linear.of(features, features, random), Linear.of(features, features, random));
    }

    @Override
    public Tensor forward(Tensor x) {
        var openness = sigmoid(gate.forward(x));
        var proposal = tanh(candidate.forward(x));
        return add(x, multiply(openness, subtract(proposal, x)));
    }
}
