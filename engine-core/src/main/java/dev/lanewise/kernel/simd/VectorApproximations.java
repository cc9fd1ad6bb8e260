package dev.lanewise.kernel.simd;

import dev.lanewise.kernel.Approximations;
import dev.lanewise.kernel.AttentionKernels;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/*
 * The JIT stops inlining in a method that has grown to 18,000 nodes (NodeCountInliningCutoff), and a vector that passes through a call
 * that is not inlined becomes an object. A vector operation takes 150 to 450 nodes, a multiply-add the most: a method has room for
 * some 40 of them. So the constants are fields, which cost no operation, the functions of which a kernel needs only a part are cut
 * down to that part, and the longest are computed in two passes.
 */
/** {@link Approximations} for all lanes at once: the same operations in the same order, hence the same bits. */
final class VectorApproximations {

    private static final FloatVector ZERO = constant(0f);
    private static final FloatVector ONE = constant(1f);
    private static final FloatVector TWO = constant(2f);
    private static final FloatVector HALF = constant(0.5f);
    private static final FloatVector MINUS_HALF = constant(-0.5f);
    private static final FloatVector INFINITY = constant(Float.POSITIVE_INFINITY);
    private static final FloatVector MINUS_INFINITY = constant(Float.NEGATIVE_INFINITY);
    private static final FloatVector NOT_A_NUMBER = constant(Float.NaN);
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
        return FloatVector.broadcast(Lanes.FLOATS, value);
    }

    /** eˣ. */
    static FloatVector exp(FloatVector x) {
        FloatVector clamped = x.min(EXP_LARGEST).max(EXP_SMALLEST);
        FloatVector shifted = clamped.fma(LOG2_E, ROUND_TO_INTEGER);
        IntVector whole = shifted.reinterpretAsInts().sub(ROUND_TO_INTEGER_BITS);
        IntVector half = whole.lanewise(VectorOperators.ASHR, 1);
        return fraction(clamped, shifted).mul(powerOfTwo(half)).mul(powerOfTwo(whole.sub(half)));
    }

    /** eˣ for |x| ≤ 87, where the argument needs no bounds and 2ⁿ is a float: the same bits. */
    private static FloatVector expOfModerate(FloatVector x) {
        FloatVector shifted = x.fma(LOG2_E, ROUND_TO_INTEGER);
        return fraction(x, shifted).mul(powerOfTwo(shifted.reinterpretAsInts().sub(ROUND_TO_INTEGER_BITS)));
    }

    /** e^(x·scale + shift), 0 where that is far below 0. */
    static FloatVector expOfScore(FloatVector x, FloatVector scale, FloatVector shift) {
        FloatVector argument = x.fma(scale, shift);
        return expOfModerate(argument).blend(ZERO, argument.compare(VectorOperators.LT, SMALLEST_ARGUMENT));
    }

    /** eˣ − 1 for x ≤ 0, 0 above. */
    static FloatVector expMinusOne(FloatVector x) {
        FloatVector clamped = x.min(ZERO).max(EXP_MINUS_ONE_SMALLEST);
        FloatVector shifted = clamped.fma(LOG2_E, ROUND_TO_INTEGER);
        FloatVector power = powerOfTwo(shifted.reinterpretAsInts().sub(ROUND_TO_INTEGER_BITS));
        return power.fma(fractionMinusOne(clamped, shifted), power.sub(ONE));
    }

    /** e^r with r = x − n·ln 2. */
    private static FloatVector fraction(FloatVector x, FloatVector shifted) {
        return fractionMinusOne(x, shifted).add(ONE);
    }

    private static FloatVector fractionMinusOne(FloatVector x, FloatVector shifted) {
        FloatVector n = shifted.sub(ROUND_TO_INTEGER);
        FloatVector r = n.fma(MINUS_LN2_LOW, n.fma(MINUS_LN2_HIGH, x));
        FloatVector p = EXP_4.fma(r, EXP_3).fma(r, EXP_2).fma(r, EXP_1).fma(r, EXP_0);
        return p.fma(r.mul(r), r);
    }

    /* Shifting 1.0 by n exponents adds n to its exponent field. */
    private static FloatVector powerOfTwo(IntVector n) {
        return n.lanewise(VectorOperators.LSHL, 23).add(ONE.reinterpretAsInts()).reinterpretAsFloats();
    }

    /** ln x. */
    static FloatVector log(FloatVector x) {
        VectorMask<Float> subnormal = x.lt(MIN_NORMAL);
        IntVector bits = x.mul(ONE.blend(TWO_TO_23, subnormal)).reinterpretAsInts();
        IntVector exponent = bits.sub(SQRT_HALF_BITS).lanewise(VectorOperators.ASHR, 23);
        FloatVector f = bits.sub(exponent.lanewise(VectorOperators.LSHL, 23)).reinterpretAsFloats().sub(ONE);
        FloatVector e = ((FloatVector) exponent.convert(VectorOperators.I2F, 0)).sub(ZERO.blend(TWENTY_THREE, subnormal));
        FloatVector y = logarithmOf(f, e);
        y = y.blend(INFINITY, x.eq(INFINITY));
        y = y.blend(MINUS_INFINITY, x.eq(ZERO));
        return NOT_A_NUMBER.blend(y, x.compare(VectorOperators.GE, ZERO));
    }

    private static FloatVector logarithmOf(FloatVector f, FloatVector e) {
        FloatVector p = LOG_8.fma(f, LOG_7).fma(f, LOG_6).fma(f, LOG_5).fma(f, LOG_4).fma(f, LOG_3).fma(f, LOG_2).fma(f, LOG_1)
                .fma(f, LOG_0);
        FloatVector square = f.mul(f);
        FloatVector tail = square.fma(MINUS_HALF, e.fma(LN2_LOW, square.mul(f).mul(p)));
        return e.fma(LN2_HIGH, f.add(tail));
    }

    /** tanh x. */
    static FloatVector tanh(FloatVector x) {
        FloatVector magnitude = x.abs();
        FloatVector power = expOfModerate(magnitude.add(magnitude).min(TANH_IS_ONE));
        FloatVector large = ONE.sub(TWO.div(power.add(ONE)));
        FloatVector square = magnitude.mul(magnitude);
        FloatVector p = TANH_4.fma(square, TANH_3).fma(square, TANH_2).fma(square, TANH_1).fma(square, TANH_0);
        FloatVector small = p.fma(square.mul(magnitude), magnitude);
        return withSignOf(large.blend(small, magnitude.lt(TANH_SMALL)), x);
    }

    /** 1/(1 + e⁻ˣ). */
    static FloatVector sigmoid(FloatVector x) {
        return ONE.div(ONE.add(exp(x.neg())));
    }

    /** erfc |x/√2| where that is not small. */
    static FloatVector largeErfc(FloatVector x) {
        return expOfModerate(logErfc(x.mul(SQRT_HALF).abs().min(ERF_LARGEST)));
    }

    /** Φ(x) = (1 + erf(x/√2))/2, with {@link #largeErfc} known. */
    static FloatVector normalDistribution(FloatVector x, FloatVector largeErfc) {
        FloatVector v = x.mul(SQRT_HALF);
        FloatVector large = withSignOf(ONE.sub(largeErfc), v);
        FloatVector square = v.mul(v);
        FloatVector excess = ERF_6.fma(square, ERF_5).fma(square, ERF_4).fma(square, ERF_3).fma(square, ERF_2).fma(square, ERF_1)
                .fma(square, ERF_0);
        return HALF.fma(large.blend(v.fma(excess, v), v.abs().lt(ONE)), HALF);
    }

    private static FloatVector logErfc(FloatVector t) {
        return ERFC_7.fma(t, ERFC_6).fma(t, ERFC_5).fma(t, ERFC_4).fma(t, ERFC_3).fma(t, ERFC_2).fma(t, ERFC_1).fma(t, ERFC_0);
    }

    /** φ(x) = e^(−x²/2)/√(2π). */
    static FloatVector normalDensity(FloatVector x) {
        return INVERSE_SQRT_TWO_PI.mul(expOfModerate(MINUS_HALF.mul(x.mul(x)).max(DENSITY_SMALLEST)));
    }

    /* A magnitude that is not negative with the sign bit of another vector. */
    private static FloatVector withSignOf(FloatVector magnitude, FloatVector sign) {
        return sign.reinterpretAsInts().and(SIGN_BIT).or(magnitude.reinterpretAsInts()).reinterpretAsFloats();
    }
}
