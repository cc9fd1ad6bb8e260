package dev.lanewise.kernel;

/** erf and erfc in double precision, as references. */
public final class ErrorFunction {

    private static final double LARGEST_OF_SERIES = 2.5;

    private ErrorFunction() {}

    /** erf(x) = 2/√π·Σ (−1)ⁿ x²ⁿ⁺¹/(n!·(2n + 1)) near zero, 1 − erfc(x) elsewhere. */
    public static double erf(double x) {
        double magnitude = Math.abs(x);
        if (!(magnitude > LARGEST_OF_SERIES)) {
            double power = x;
            double sum = 0;
            for (int n = 0; n < 60; n++) {
                sum += power / (2 * n + 1);
                power *= -x * x / (n + 1);
            }
            return 2 / Math.sqrt(Math.PI) * sum;
        }
        return Math.copySign(1 - tail(magnitude), x);
    }

    /* The continued fraction of Laplace: erfc(x) = e^(−x²)/√π / (x + ½/(x + 1/(x + 3/2/(x + …)))). */
    private static double tail(double x) {
        double fraction = x;
        for (int k = 100; k > 0; k--) {
            fraction = x + k / 2.0 / fraction;
        }
        return StrictMath.exp(-x * x) / Math.sqrt(Math.PI) / fraction;
    }
}
