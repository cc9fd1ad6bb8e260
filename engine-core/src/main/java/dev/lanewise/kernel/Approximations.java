package dev.lanewise.kernel;

import static dev.lanewise.kernel.FusedMultiplyAdd.fma;

/**
 * The engine's own exp, log, tanh and erf for one float: fixed sequences of IEEE operations, so that the vector kernels can repeat
 * them bit for bit. The platform's own differ between the interpreter, the JIT and the machines.
 *
 * <p>Coefficients were fitted by us: iteratively reweighted least squares on Chebyshev nodes towards the smallest largest relative
 * error, in double precision, then rounded. The reductions of the argument are those of Cody and Waite (<i>Software Manual for the
 * Elementary Functions</i>, 1980). Errors against double precision are below 1.3 units in the last place, those of
 * sigmoid below 2.2, which the tests check.
 */
public final class Approximations {

    /* e^x = 2^n · e^r with n = round(x / ln 2) and |r| ≤ ln 2 / 2; adding and subtracting 1.5·2^23 rounds to an integer. */
    public static final float LOG2_E = 1.442695f;
    public static final float ROUND_TO_INTEGER = 12582912f;
    public static final int ROUND_TO_INTEGER_BITS = 0x4b400000;
    public static final float LN2_HIGH = 0.693359375f;
    public static final float LN2_LOW = -2.12194440e-4f;
    public static final float EXP_LARGEST = 89f;
    public static final float EXP_SMALLEST = -105f;

    /* (e^r − 1 − r)/r² on [−ln 2/2, ln 2/2], relative error 3.1e−9. */
    public static final float EXP_0 = 0.49999994f;
    public static final float EXP_1 = 0.1666652f;
    public static final float EXP_2 = 0.041668393f;
    public static final float EXP_3 = 0.008368781f;
    public static final float EXP_4 = 0.0013814459f;

    /* (ln(1+f) − f + f²/2)/f³ on [√½ − 1, √2 − 1], relative error of the logarithm 7.5e−10. */
    public static final float LOG_0 = 0.33333313f;
    public static final float LOG_1 = -0.2500001f;
    public static final float LOG_2 = 0.20002119f;
    public static final float LOG_3 = -0.16667995f;
    public static final float LOG_4 = 0.14219546f;
    public static final float LOG_5 = -0.124055974f;
    public static final float LOG_6 = 0.11888211f;
    public static final float LOG_7 = -0.116756156f;
    public static final float LOG_8 = 0.06746492f;
    public static final int SQRT_HALF_BITS = 0x3f3504f3;
    public static final float TWO_TO_23 = 8388608f;

    /* e^x − 1 is −1 below. */
    public static final float EXP_MINUS_ONE_SMALLEST = -25f;

    /* (artanh(s)/s − 1)/s² as a polynomial in s² on [0, 1/3], relative error of artanh 4.5e−9. */
    public static final float ARTANH_0 = 0.33333209f;
    public static final float ARTANH_1 = 0.20010763f;
    public static final float ARTANH_2 = 0.14000902f;
    public static final float ARTANH_3 = 0.14005998f;

    /* (tanh(x)/x − 1)/x² as a polynomial in x² on |x| ≤ 0.625, relative error of tanh 4.1e−9. */
    public static final float TANH_SMALL = 0.625f;
    public static final float TANH_0 = -0.33333284f;
    public static final float TANH_1 = 0.13331491f;
    public static final float TANH_2 = -0.053743485f;
    public static final float TANH_3 = 0.020650554f;
    public static final float TANH_4 = -0.0057170116f;

    /* erf(x)/x − 1 as a polynomial in x² on |x| ≤ 1, relative error of erf 1.2e−9. */
    public static final float ERF_0 = 0.12837917f;
    public static final float ERF_1 = -0.37612626f;
    public static final float ERF_2 = 0.112835854f;
    public static final float ERF_3 = -0.026853811f;
    public static final float ERF_4 = 0.0051883273f;
    public static final float ERF_5 = -0.00080101896f;
    public static final float ERF_6 = 7.853848e-05f;

    /* ln(1 − erf(x)) on [1, 4], error of erf 2.1e−11; above 4 erf rounds to 1. */
    public static final float ERF_LARGEST = 4f;
    public static final float ERFC_0 = 0.00018847463f;
    public static final float ERFC_1 = -1.1295804f;
    public static final float ERFC_2 = -0.6332163f;
    public static final float ERFC_3 = -0.10842217f;
    public static final float ERFC_4 = 0.02521038f;
    public static final float ERFC_5 = -0.0042053f;
    public static final float ERFC_6 = 0.00044147568f;
    public static final float ERFC_7 = -2.1697866e-05f;

    public static final float SQRT_HALF = 0.70710677f;
    public static final float INVERSE_SQRT_TWO_PI = 0.3989423f;
    public static final float DENSITY_SMALLEST = -87f;

    private Approximations() {}

    /** eˣ; subnormal results and infinity included. */
    public static float exp(float x) {
        float clamped = Math.max(Math.min(x, EXP_LARGEST), EXP_SMALLEST);
        float shifted = fma(clamped, LOG2_E, ROUND_TO_INTEGER); // its low bits are n
        float n = shifted - ROUND_TO_INTEGER;
        float r = fma(n, -LN2_LOW, fma(n, -LN2_HIGH, clamped));
        float p = fma(fma(fma(fma(EXP_4, r, EXP_3), r, EXP_2), r, EXP_1), r, EXP_0);
        float y = fma(p, r * r, r) + 1f;
        // 2^n in two halves, since 2^128 and 2^-150 are no floats
        int whole = Float.floatToRawIntBits(shifted) - ROUND_TO_INTEGER_BITS;
        int half = whole >> 1;
        return y * Float.intBitsToFloat((half + 127) << 23) * Float.intBitsToFloat((whole - half + 127) << 23);
    }

    /** e^(x·scale − shift), and 0 where the argument is below {@link AttentionKernels#SMALLEST_ARGUMENT}; see {@link AttentionKernels#expOfScores}. */
    public static float expOfScore(float x, float scale, float shift) {
        float argument = fma(x, scale, -shift);
        float shifted = fma(argument, LOG2_E, ROUND_TO_INTEGER);
        float n = shifted - ROUND_TO_INTEGER;
        float r = fma(n, -LN2_LOW, fma(n, -LN2_HIGH, argument));
        float p = fma(fma(fma(fma(EXP_4, r, EXP_3), r, EXP_2), r, EXP_1), r, EXP_0);
        float power = Float.intBitsToFloat((Float.floatToRawIntBits(shifted) - ROUND_TO_INTEGER_BITS + 127) << 23); // 2^n
        return argument < AttentionKernels.SMALLEST_ARGUMENT ? 0f : (fma(p, r * r, r) + 1f) * power;
    }

    /** eˣ − 1 for x ≤ 0, without cancellation near 0; 0 above. */
    public static float expMinusOne(float x) {
        float clamped = Math.max(Math.min(x, 0f), EXP_MINUS_ONE_SMALLEST);
        float shifted = fma(clamped, LOG2_E, ROUND_TO_INTEGER);
        float n = shifted - ROUND_TO_INTEGER;
        float r = fma(n, -LN2_LOW, fma(n, -LN2_HIGH, clamped));
        float p = fma(fma(fma(fma(EXP_4, r, EXP_3), r, EXP_2), r, EXP_1), r, EXP_0);
        float power = Float.intBitsToFloat((Float.floatToRawIntBits(shifted) - ROUND_TO_INTEGER_BITS + 127) << 23); // 2^n
        return fma(power, fma(p, r * r, r), power - 1f); // 2^n·(e^r − 1) + (2^n − 1)
    }

    /**
     * ln(1 + u) for 0 ≤ u ≤ 1, without cancellation near 0: 2·artanh(s) with s = u/(2 + u). It has no kernel, because the JIT vectorizes
     * a plain loop with it.
     */
    public static float logOnePlus(float u) {
        float w = 2f / (2f + u);
        float s = 0.5f * u * w;
        float square = s * s;
        float p = fma(fma(fma(ARTANH_3, square, ARTANH_2), square, ARTANH_1), square, ARTANH_0);
        float product = u * w;
        return fma(p, square * product, product);
    }

    /** ln x; −∞ for zero, NaN below. */
    public static float log(float x) {
        boolean subnormal = x < Float.MIN_NORMAL;
        float scaled = subnormal ? x * TWO_TO_23 : x;
        int bits = Float.floatToRawIntBits(scaled);
        int exponent = (bits - SQRT_HALF_BITS) >> 23; // x = 2^exponent · m with m in [√½, √2)
        float f = Float.intBitsToFloat(bits - (exponent << 23)) - 1f;
        float e = (float) exponent - (subnormal ? 23f : 0f);
        float p = fma(fma(fma(fma(LOG_8, f, LOG_7), f, LOG_6), f, LOG_5), f, LOG_4);
        p = fma(fma(fma(fma(p, f, LOG_3), f, LOG_2), f, LOG_1), f, LOG_0);
        float square = f * f;
        float tail = fma(square, -0.5f, fma(e, LN2_LOW, square * f * p));
        float y = fma(e, LN2_HIGH, f + tail);
        y = x == Float.POSITIVE_INFINITY ? x : y;
        y = x == 0f ? Float.NEGATIVE_INFINITY : y;
        return x >= 0f ? y : Float.NaN;
    }

    /** tanh x; −0 stays −0. */
    public static float tanh(float x) {
        float magnitude = Math.abs(x);
        float square = x * x;
        float p = fma(fma(fma(fma(TANH_4, square, TANH_3), square, TANH_2), square, TANH_1), square, TANH_0);
        float small = fma(p, square * magnitude, magnitude);
        float large = 1f - 2f / (exp(magnitude + magnitude) + 1f);
        return Math.copySign(magnitude < TANH_SMALL ? small : large, x);
    }

    /** 1 / (1 + e⁻ˣ). */
    public static float sigmoid(float x) {
        return 1f / (1f + exp(-x));
    }

    /** The error function. */
    public static float erf(float x) {
        float square = x * x;
        float p = fma(fma(fma(ERF_6, square, ERF_5), square, ERF_4), square, ERF_3);
        float small = fma(x, fma(fma(fma(p, square, ERF_2), square, ERF_1), square, ERF_0), x);
        float magnitude = Math.abs(x);
        float t = Math.min(magnitude, ERF_LARGEST);
        float q = fma(fma(fma(fma(ERFC_7, t, ERFC_6), t, ERFC_5), t, ERFC_4), t, ERFC_3);
        float large = Math.copySign(1f - exp(fma(fma(fma(q, t, ERFC_2), t, ERFC_1), t, ERFC_0)), x);
        return magnitude < 1f ? small : large;
    }

    /** Φ(x), the normal distribution function. */
    public static float normalDistribution(float x) {
        return fma(0.5f, erf(x * SQRT_HALF), 0.5f);
    }

    /** φ(x), the normal density; not below e⁻⁸⁷/√(2π), which is 6.6e−39. */
    public static float normalDensity(float x) {
        return INVERSE_SQRT_TWO_PI * exp(Math.max(-0.5f * (x * x), DENSITY_SMALLEST));
    }
}
