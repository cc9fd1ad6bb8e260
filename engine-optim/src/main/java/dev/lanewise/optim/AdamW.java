package dev.lanewise.optim;

/**
 * {@link Adam} with weight decay apart from the gradient.
 *
 * <p>Source: Loshchilov and Hutter, <i>Decoupled weight decay regularization</i>, ICLR 2019, algorithm 2.
 */
public final class AdamW {

    private AdamW() {}

    /** With β₁ = 0.9, β₂ = 0.999, ε = 10⁻⁸ and λ = 0.01. */
    public static Adam withLearningRate(double learningRate) {
        return new Adam(learningRate, 0.9, 0.999, 1e-8, 0.01, true, false);
    }
}
