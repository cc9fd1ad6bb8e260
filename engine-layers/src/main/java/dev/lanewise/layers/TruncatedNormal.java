package dev.lanewise.layers;

import dev.lanewise.random.Philox;
import java.util.random.RandomGenerator;

/** Draws from a normal distribution between two bounds. */
final class TruncatedNormal {

    /* An interval of this many deviations around the mean holds almost half of all normal numbers, even if it begins at the mean. */
    private static final double WIDE = 2.5;

    private TruncatedNormal() {}

    static Initializer initializer(double mean, double deviation, double low, double high) {
        if (!(low <= mean && mean <= high && low < high && deviation > 0)) {
            throw new IllegalArgumentException("truncated normal: expected low ≤ mean ≤ high and a positive deviation, found low " + low
                    + ", mean " + mean + ", high " + high + " and deviation " + deviation);
        }
        double from = (low - mean) / deviation;
        double to = (high - mean) / deviation;
        return (shape, random) -> Initializers.filled(shape, () -> mean + deviation * standard(from, to, random));
    }

    /* Rejection, from the density that is nearer: the normal one over a wide interval, the uniform one over a narrow one. Either way
     * about two draws of five are taken at least. */
    private static double standard(double from, double to, RandomGenerator random) {
        while (true) {
            boolean wide = to - from > WIDE;
            double x = wide ? Philox.gaussian(random) : from + (to - from) * Philox.uniform(random);
            if (wide ? from <= x && x <= to : Philox.uniform(random) < StrictMath.exp(-0.5 * x * x)) {
                return x;
            }
        }
    }
}
