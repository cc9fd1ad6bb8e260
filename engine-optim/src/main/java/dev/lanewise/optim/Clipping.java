package dev.lanewise.optim;

/**
 * How gradients that are too large are made smaller before a step, so that one bad batch cannot throw the weights far away. Clipping
 * changes the gradients in place; what is asked of the {@code Gradients} after the step is what the step has used.
 *
 * <p>Source: Pascanu, Mikolov and Bengio, <i>On the difficulty of training recurrent neural networks</i>, ICML 2013, algorithm 1.
 */
public sealed interface Clipping {

    /** The largest magnitude, or norm, that stays as it is. */
    double limit();

    /** Each number by itself is cut off at −limit and limit. */
    record Value(double limit) implements Clipping {

        /** Checks the limit. */
        public Value {
            check(limit);
        }
    }

    /** The gradient of each parameter by itself is scaled down to this Euclidean norm. */
    record Norm(double limit) implements Clipping {

        /** Checks the limit. */
        public Norm {
            check(limit);
        }
    }

    /** All gradients together are scaled down to this Euclidean norm, which keeps their direction. */
    record GlobalNorm(double limit) implements Clipping {

        /** Checks the limit. */
        public GlobalNorm {
            check(limit);
        }
    }

    /**
     * Each number is cut off at −limit and limit.
     *
     * @throws IllegalArgumentException if the limit is not above 0
     */
    static Clipping value(double limit) {
        return new Value(limit);
    }

    /**
     * The gradient of each parameter is scaled by limit/(norm + 10⁻⁶) where that is below 1.
     *
     * @throws IllegalArgumentException if the limit is not above 0
     */
    static Clipping norm(double limit) {
        return new Norm(limit);
    }

    /**
     * All gradients are scaled by limit/(norm + 10⁻⁶), as PyTorch's {@code clip_grad_norm_}, where that is below 1.
     *
     * @throws IllegalArgumentException if the limit is not above 0
     */
    static Clipping globalNorm(double limit) {
        return new GlobalNorm(limit);
    }

    private static void check(double limit) {
        if (!(limit > 0)) {
            throw new IllegalArgumentException("clipping: the limit must be above 0, found " + limit);
        }
    }
}
