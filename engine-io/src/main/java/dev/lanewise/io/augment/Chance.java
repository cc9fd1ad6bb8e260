package dev.lanewise.io.augment;

import dev.lanewise.random.Philox;

/** Draws from the distributions that the steps need. */
final class Chance {

    private Chance() {}

    /** A whole number from 0 to {@code count} − 1, uniform up to 2⁻³². */
    static int below(int count, Philox random) {
        return (int) ((random.nextLong() >>> 32) * count >>> 32);
    }

    static double between(double from, double to, Philox random) {
        return from + (to - from) * random.nextDouble();
    }

    static boolean happens(double probability, Philox random) {
        return random.nextDouble() < probability;
    }

    /**
     * Beta(a, a), by the method of Jöhnk (1964) in logarithms, with {@link StrictMath}: the same on every machine.
     */
    static double beta(double a, Philox random) {
        while (true) {
            double x = StrictMath.log(1 - random.nextDouble()) / a;
            double y = StrictMath.log(1 - random.nextDouble()) / a;
            if (StrictMath.exp(x) + StrictMath.exp(y) <= 1) {
                return 1 / (1 + StrictMath.exp(y - x)); // x/(x + y) of their exponentials
            }
        }
    }

    static void requireProbability(String step, double probability) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException(step + ": expected a probability from 0 to 1, found " + probability);
        }
    }
}
