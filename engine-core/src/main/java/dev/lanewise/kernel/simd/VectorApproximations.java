package dev.lanewise.kernel.simd;

import static dev.lanewise.kernel.simd.Lanes.FLOATS;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import dev.lanewise.kernel.Approximations;
import dev.lanewise.kernel.AttentionKernels;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/*
 * A vector that passes through a call that is not inlined becomes an object. The JIT inlines the vector operations themselves in any
 * case, but a method of ours only if it has a profile of the caller ("low call site frequency" otherwise, as in one JVM of forty), and
 * nothing any more in a method that has grown to 18,000 nodes (NodeCountInliningCutoff). So each function is one loop from array to
 * array, and e^x is written out in those that need it in one pass. A vector operation takes 150 to 450 nodes, a multiply-add the most:
 * a loop has room for some 40 of them. The constants are fields, which cost no operation; the longest functions take two passes.
 */
/**
 * {@link Approximations} for all lanes at once: the same operations in the same order, hence the same bits. Each method works on whole
 * vectors from {@code from} on, at most to {@code to}, and returns where it stopped. Unless another is said, the output may be the input.
 */
final class VectorApproximations {

    private static final FloatVector ZERO = constant(0f);
    private static final FloatVector ONE = constant(1f);
    private static final FloatVector TWO = constant(2f);
    private static final FloatVector HALF = constant(0.5f);
    private static final FloatVector MINUS_HALF = constant(-0.5f);
    private static final FloatVector INFINITY = constant(Float.POSITIVE_INFINITY);
    private static final FloatVector MINUS_INFINITY = constant(Float.NEGATIVE_INFINITY);
    private static final FloatVector NOT_A_NUMBER = constant(Float.NaN);
    private static final IntVector ONE_BITS = ONE.reinterpretAsInts();
    private static final IntVector SIGN_BIT = IntVector.broadcast(Lanes.INTS, Integer.MIN_VALUE);

    private static final FloatVector LOG2_E = constant(Approximations.LOG2_E);
    private static final FloatVector ROUND_TO_INTEGER = constant(Approximations.ROUND_TO_INTEGER);
    private static final IntVector ROUND_TO_INTEGER_BITS = IntVector.broadcast(Lanes.INTS, Approximations.ROUND_TO_INTEGER_BITS);
    private static final FloatVector MINUS_LN2_HIGH = constant(-Approximations.LN2_HIGH);
    private static final FloatVector MINUS_LN2_LOW = constant(-Approximations.LN2_LOW);
    private static final FloatVector LN2_HIGH = constant(Approximations.LN2_HIGH);
    private static final FloatVector LN2_LOW = constant(Approximations.LN2_LOW);
    private static final FloatVector EXP_LARGEST = constant(Approximations.EXP_LARGEST);
    private static final FloatVector EXP_SMALLEST = constant(Approximations.EXP_SMALLEST);
    private static final FloatVector EXP_MINUS_ONE_SMALLEST = constant(Approximations.EXP_MINUS_ONE_SMALLEST);
    private static final FloatVector SMALLEST_ARGUMENT = constant(AttentionKernels.SMALLEST_ARGUMENT);
    private static final FloatVector EXP_0 = constant(Approximations.EXP_0);
    private static final FloatVector EXP_1 = constant(Approximations.EXP_1);
    private static final FloatVector EXP_2 = constant(Approximations.EXP_2);
    private static final FloatVector EXP_3 = constant(Approximations.EXP_3);
    private static final FloatVector EXP_4 = constant(Approximations.EXP_4);

    private static final FloatVector MIN_NORMAL = constant(Float.MIN_NORMAL);
    private static final FloatVector TWO_TO_23 = constant(Approximations.TWO_TO_23);
    private static final FloatVector TWENTY_THREE = constant(23f);
    private static final IntVector SQRT_HALF_BITS = IntVector.broadcast(Lanes.INTS, Approximations.SQRT_HALF_BITS);
    private static final FloatVector LOG_0 = constant(Approximations.LOG_0);
    private static final FloatVector LOG_1 = constant(Approximations.LOG_1);
    private static final FloatVector LOG_2 = constant(Approximations.LOG_2);
    private static final FloatVector LOG_3 = constant(Approximations.LOG_3);
    private static final FloatVector LOG_4 = constant(Approximations.LOG_4);
    private static final FloatVector LOG_5 = constant(Approximations.LOG_5);
    private static final FloatVector LOG_6 = constant(Approximations.LOG_6);
    private static final FloatVector LOG_7 = constant(Approximations.LOG_7);
    private static final FloatVector LOG_8 = constant(Approximations.LOG_8);

    private static final FloatVector TANH_SMALL = constant(Approximations.TANH_SMALL);
    private static final FloatVector TANH_IS_ONE = constant(20f); // twice an x with tanh x = 1
    private static final FloatVector TANH_0 = constant(Approximations.TANH_0);
    private static final FloatVector TANH_1 = constant(Approximations.TANH_1);
    private static final FloatVector TANH_2 = constant(Approximations.TANH_2);
    private static final FloatVector TANH_3 = constant(Approximations.TANH_3);
    private static final FloatVector TANH_4 = constant(Approximations.TANH_4);

    private static final FloatVector ERF_0 = constant(Approximations.ERF_0);
    private static final FloatVector ERF_1 = constant(Approximations.ERF_1);
    private static final FloatVector ERF_2 = constant(Approximations.ERF_2);
    private static final FloatVector ERF_3 = constant(Approximations.ERF_3);
    private static final FloatVector ERF_4 = constant(Approximations.ERF_4);
    private static final FloatVector ERF_5 = constant(Approximations.ERF_5);
    private static final FloatVector ERF_6 = constant(Approximations.ERF_6);
    private static final FloatVector ERF_LARGEST = constant(Approximations.ERF_LARGEST);
    private static final FloatVector ERFC_0 = constant(Approximations.ERFC_0);
    private static final FloatVector ERFC_1 = constant(Approximations.ERFC_1);
    private static final FloatVector ERFC_2 = constant(Approximations.ERFC_2);
    private static final FloatVector ERFC_3 = constant(Approximations.ERFC_3);
    private static final FloatVector ERFC_4 = constant(Approximations.ERFC_4);
    private static final FloatVector ERFC_5 = constant(Approximations.ERFC_5);
    private static final FloatVector ERFC_6 = constant(Approximations.ERFC_6);
    private static final FloatVector ERFC_7 = constant(Approximations.ERFC_7);

    private static final FloatVector SQRT_HALF = constant(Approximations.SQRT_HALF);
    private static final FloatVector DENSITY_SMALLEST = constant(Approximations.DENSITY_SMALLEST);
    private static final FloatVector INVERSE_SQRT_TWO_PI = constant(Approximations.INVERSE_SQRT_TWO_PI);

    private VectorApproximations() {}

    private static FloatVector constant(float value) {
        return FloatVector.broadcast(FLOATS, value);
    }

    /** y = e^(sign·x), for a sign of 1 or −1. */
    static int exp(float sign, float[] x, float[] y, int from, int to) {
        int i = from;
        for (; i <= to - Lanes.COUNT; i += Lanes.COUNT) {
            FloatVector clamped = fromArray(FLOATS, x, i).mul(sign).min(EXP_LARGEST).max(EXP_SMALLEST);
            FloatVector shifted = clamped.fma(LOG2_E, ROUND_TO_INTEGER);
            FloatVector n = shifted.sub(ROUND_TO_INTEGER);
            FloatVector r = n.fma(MINUS_LN2_LOW, n.fma(MINUS_LN2_HIGH, clamped));
            FloatVector p = EXP_4.fma(r, EXP_3).fma(r, EXP_2).fma(r, EXP_1).fma(r, EXP_0);
            // 2ⁿ in two factors, since it may be no normal float; adding n to the exponent field of 1 is multiplying by 2ⁿ
            IntVector whole = shifted.reinterpretAsInts().sub(ROUND_TO_INTEGER_BITS);
            IntVector half = whole.lanewise(ASHR, 1);
            FloatVector first = half.lanewise(LSHL, 23).add(ONE_BITS).reinterpretAsFloats();
            FloatVector second = whole.sub(half).lanewise(LSHL, 23).add(ONE_BITS).reinterpretAsFloats();
            p.fma(r.mul(r), r).add(ONE).mul(first).mul(second).intoArray(y, i);
        }
        return i;
    }

    /** x = e^x where |x| ≤ 87, so that the argument needs no bounds and 2ⁿ is a float: the bits of {@link #exp}. */
    private static void expOfModerate(float[] x, int from, int to) {
        for (int i = from; i <= to - Lanes.COUNT; i += Lanes.COUNT) {
            FloatVector v = fromArray(FLOATS, x, i);
            FloatVector shifted = v.fma(LOG2_E, ROUND_TO_INTEGER);
            FloatVector n = shifted.sub(ROUND_TO_INTEGER);
            FloatVector r = n.fma(MINUS_LN2_LOW, n.fma(MINUS_LN2_HIGH, v));
            FloatVector p = EXP_4.fma(r, EXP_3).fma(r, EXP_2).fma(r, EXP_1).fma(r, EXP_0);
            FloatVector power = shifted.reinterpretAsInts().sub(ROUND_TO_INTEGER_BITS).lanewise(LSHL, 23).add(ONE_BITS).reinterpretAsFloats();
            p.fma(r.mul(r), r).add(ONE).mul(power).intoArray(x, i);
        }
    }

    /**
     * y = e^(x·scale + shift), 0 where that is far below 0, for all of a range that is no shorter than a vector. The last vector overlaps the
     * one before it, so that y is another array, unless the range has whole vectors.
     */
    static void expOfScore(float[] x, float scale, float shift, float[] y, int from, int to) {
        FloatVector scales = FloatVector.broadcast(FLOATS, scale);
        FloatVector shifts = FloatVector.broadcast(FLOATS, shift);
        for (int next = from; next < to; next += Lanes.COUNT) {
            int i = Math.min(next, to - Lanes.COUNT);
            FloatVector argument = fromArray(FLOATS, x, i).fma(scales, shifts);
            FloatVector shifted = argument.fma(LOG2_E, ROUND_TO_INTEGER);
            FloatVector n = shifted.sub(ROUND_TO_INTEGER);
            FloatVector r = n.fma(MINUS_LN2_LOW, n.fma(MINUS_LN2_HIGH, argument));
            FloatVector p = EXP_4.fma(r, EXP_3).fma(r, EXP_2).fma(r, EXP_1).fma(r, EXP_0);
            FloatVector power = shifted.reinterpretAsInts().sub(ROUND_TO_INTEGER_BITS).lanewise(LSHL, 23).add(ONE_BITS).reinterpretAsFloats();
            p.fma(r.mul(r), r).add(ONE).mul(power).blend(ZERO, argument.compare(LT, SMALLEST_ARGUMENT)).intoArray(y, i);
        }
    }

    /** y = eˣ − 1 for x ≤ 0, 0 above. */
    static int expMinusOne(float[] x, float[] y, int from, int to) {
        int i = from;
        for (; i <= to - Lanes.COUNT; i += Lanes.COUNT) {
            FloatVector clamped = fromArray(FLOATS, x, i).min(ZERO).max(EXP_MINUS_ONE_SMALLEST);
            FloatVector shifted = clamped.fma(LOG2_E, ROUND_TO_INTEGER);
            FloatVector n = shifted.sub(ROUND_TO_INTEGER);
            FloatVector r = n.fma(MINUS_LN2_LOW, n.fma(MINUS_LN2_HIGH, clamped));
            FloatVector p = EXP_4.fma(r, EXP_3).fma(r, EXP_2).fma(r, EXP_1).fma(r, EXP_0);
            FloatVector power = shifted.reinterpretAsInts().sub(ROUND_TO_INTEGER_BITS).lanewise(LSHL, 23).add(ONE_BITS).reinterpretAsFloats();
            power.fma(p.fma(r.mul(r), r), power.sub(ONE)).intoArray(y, i);
        }
        return i;
    }

    /** y = ln x. */
    static int log(float[] x, float[] y, int from, int to) {
        int i = from;
        for (; i <= to - Lanes.COUNT; i += Lanes.COUNT) {
            FloatVector v = fromArray(FLOATS, x, i);
            VectorMask<Float> subnormal = v.lt(MIN_NORMAL);
            IntVector bits = v.mul(ONE.blend(TWO_TO_23, subnormal)).reinterpretAsInts();
            IntVector exponent = bits.sub(SQRT_HALF_BITS).lanewise(ASHR, 23);
            FloatVector f = bits.sub(exponent.lanewise(LSHL, 23)).reinterpretAsFloats().sub(ONE);
            FloatVector e = ((FloatVector) exponent.convert(VectorOperators.I2F, 0)).sub(ZERO.blend(TWENTY_THREE, subnormal));
            FloatVector p = LOG_8.fma(f, LOG_7).fma(f, LOG_6).fma(f, LOG_5).fma(f, LOG_4).fma(f, LOG_3).fma(f, LOG_2).fma(f, LOG_1)
                    .fma(f, LOG_0);
            FloatVector square = f.mul(f);
            FloatVector tail = square.fma(MINUS_HALF, e.fma(LN2_LOW, square.mul(f).mul(p)));
            FloatVector logarithm = e.fma(LN2_HIGH, f.add(tail)).blend(INFINITY, v.eq(INFINITY)).blend(MINUS_INFINITY, v.eq(ZERO));
            NOT_A_NUMBER.blend(logarithm, v.compare(VectorOperators.GE, ZERO)).intoArray(y, i);
        }
        return i;
    }

    /** y = tanh x. */
    static int tanh(float[] x, float[] y, int from, int to) {
        int i = from;
        for (; i <= to - Lanes.COUNT; i += Lanes.COUNT) {
            FloatVector v = fromArray(FLOATS, x, i);
            FloatVector magnitude = v.abs();
            FloatVector argument = magnitude.add(magnitude).min(TANH_IS_ONE);
            FloatVector shifted = argument.fma(LOG2_E, ROUND_TO_INTEGER);
            FloatVector n = shifted.sub(ROUND_TO_INTEGER);
            FloatVector r = n.fma(MINUS_LN2_LOW, n.fma(MINUS_LN2_HIGH, argument));
            FloatVector p = EXP_4.fma(r, EXP_3).fma(r, EXP_2).fma(r, EXP_1).fma(r, EXP_0);
            FloatVector power = shifted.reinterpretAsInts().sub(ROUND_TO_INTEGER_BITS).lanewise(LSHL, 23).add(ONE_BITS).reinterpretAsFloats();
            FloatVector large = ONE.sub(TWO.div(p.fma(r.mul(r), r).add(ONE).mul(power).add(ONE)));
            FloatVector square = magnitude.mul(magnitude);
            FloatVector q = TANH_4.fma(square, TANH_3).fma(square, TANH_2).fma(square, TANH_1).fma(square, TANH_0);
            FloatVector small = q.fma(square.mul(magnitude), magnitude);
            large.blend(small, magnitude.lt(TANH_SMALL)).reinterpretAsInts().or(v.reinterpretAsInts().and(SIGN_BIT)).reinterpretAsFloats()
                    .intoArray(y, i);
        }
        return i;
    }

    /** y = 1/(1 + e⁻ˣ). */
    static int sigmoid(float[] x, float[] y, int from, int to) {
        int end = exp(-1f, x, y, from, to);
        for (int i = from; i < end; i += Lanes.COUNT) {
            ONE.div(ONE.add(fromArray(FLOATS, y, i))).intoArray(y, i);
        }
        return end;
    }

    /** y = Φ(x) = (1 + erf(x/√2))/2, in another array than x. */
    static int normalDistribution(float[] x, float[] y, int from, int to) {
        logErfc(x, y, from, to);
        expOfModerate(y, from, to);
        return distributionFromErfc(x, y, from, to);
    }

    /* y = ln erfc |x/√2| where x is not small. */
    private static void logErfc(float[] x, float[] y, int from, int to) {
        for (int i = from; i <= to - Lanes.COUNT; i += Lanes.COUNT) {
            FloatVector t = fromArray(FLOATS, x, i).mul(SQRT_HALF).abs().min(ERF_LARGEST);
            ERFC_7.fma(t, ERFC_6).fma(t, ERFC_5).fma(t, ERFC_4).fma(t, ERFC_3).fma(t, ERFC_2).fma(t, ERFC_1).fma(t, ERFC_0).intoArray(y, i);
        }
    }

    /* y = Φ(x), where y is erfc |x/√2| as above. */
    private static int distributionFromErfc(float[] x, float[] y, int from, int to) {
        int i = from;
        for (; i <= to - Lanes.COUNT; i += Lanes.COUNT) {
            FloatVector v = fromArray(FLOATS, x, i).mul(SQRT_HALF);
            FloatVector large = ONE.sub(fromArray(FLOATS, y, i)).reinterpretAsInts().or(v.reinterpretAsInts().and(SIGN_BIT))
                    .reinterpretAsFloats();
            FloatVector square = v.mul(v);
            FloatVector excess = ERF_6.fma(square, ERF_5).fma(square, ERF_4).fma(square, ERF_3).fma(square, ERF_2).fma(square, ERF_1)
                    .fma(square, ERF_0);
            HALF.fma(large.blend(v.fma(excess, v), v.abs().lt(ONE)), HALF).intoArray(y, i);
        }
        return i;
    }

    /** y = φ(x) = e^(−x²/2)/√(2π), in another array than x. */
    static int normalDensity(float[] x, float[] y, int from, int to) {
        for (int i = from; i <= to - Lanes.COUNT; i += Lanes.COUNT) {
            FloatVector v = fromArray(FLOATS, x, i);
            MINUS_HALF.mul(v.mul(v)).max(DENSITY_SMALLEST).intoArray(y, i);
        }
        expOfModerate(y, from, to);
        int i = from;
        for (; i <= to - Lanes.COUNT; i += Lanes.COUNT) {
            INVERSE_SQRT_TWO_PI.mul(fromArray(FLOATS, y, i)).intoArray(y, i);
        }
        return i;
    }
}
