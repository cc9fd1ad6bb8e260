package dev.lanewise.kernel.simd;

import static dev.lanewise.kernel.Approximations.*;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** {@link dev.lanewise.kernel.Approximations} for all lanes at once: the same operations in the same order, hence the same bits. */
final class VectorApproximations {

    private VectorApproximations() {}

    private static FloatVector constant(float value) {
        return FloatVector.broadcast(Lanes.FLOATS, value);
    }

    static FloatVector exp(FloatVector x) {
        FloatVector clamped = x.min(constant(EXP_LARGEST)).max(constant(EXP_SMALLEST));
        FloatVector shifted = clamped.fma(constant(LOG2_E), constant(ROUND_TO_INTEGER));
        FloatVector n = shifted.sub(constant(ROUND_TO_INTEGER));
        FloatVector r = n.fma(constant(-LN2_LOW), n.fma(constant(-LN2_HIGH), clamped));
        FloatVector p = constant(EXP_4).fma(r, constant(EXP_3)).fma(r, constant(EXP_2)).fma(r, constant(EXP_1))
                .fma(r, constant(EXP_0));
        FloatVector y = p.fma(r.mul(r), r).add(constant(1f));
        IntVector whole = shifted.reinterpretAsInts().sub(ROUND_TO_INTEGER_BITS);
        IntVector half = whole.lanewise(VectorOperators.ASHR, 1);
        return y.mul(powerOfTwo(half)).mul(powerOfTwo(whole.sub(half)));
    }

    private static FloatVector powerOfTwo(IntVector exponent) {
        return exponent.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
    }

    static FloatVector log(FloatVector x) {
        VectorMask<Float> subnormal = x.lt(Float.MIN_NORMAL);
        FloatVector scaled = x.mul(constant(1f).blend(TWO_TO_23, subnormal));
        IntVector bits = scaled.reinterpretAsInts();
        IntVector exponent = bits.sub(SQRT_HALF_BITS).lanewise(VectorOperators.ASHR, 23);
        FloatVector f = bits.sub(exponent.lanewise(VectorOperators.LSHL, 23)).reinterpretAsFloats().sub(constant(1f));
        FloatVector e = ((FloatVector) exponent.convert(VectorOperators.I2F, 0)).sub(constant(0f).blend(23f, subnormal));
        FloatVector y = logarithmOf(f, e);
        y = y.blend(Float.POSITIVE_INFINITY, x.eq(Float.POSITIVE_INFINITY));
        y = y.blend(Float.NEGATIVE_INFINITY, x.eq(0f));
        return constant(Float.NaN).blend(y, x.compare(VectorOperators.GE, 0f));
    }

    private static FloatVector logarithmOf(FloatVector f, FloatVector e) {
        FloatVector p = constant(LOG_8).fma(f, constant(LOG_7)).fma(f, constant(LOG_6)).fma(f, constant(LOG_5))
                .fma(f, constant(LOG_4)).fma(f, constant(LOG_3)).fma(f, constant(LOG_2)).fma(f, constant(LOG_1))
                .fma(f, constant(LOG_0));
        FloatVector square = f.mul(f);
        FloatVector tail = square.fma(constant(-0.5f), e.fma(constant(LN2_LOW), square.mul(f).mul(p)));
        return e.fma(constant(LN2_HIGH), f.add(tail));
    }

    static FloatVector tanh(FloatVector x) {
        FloatVector square = x.mul(x);
        FloatVector p = constant(TANH_4).fma(square, constant(TANH_3)).fma(square, constant(TANH_2))
                .fma(square, constant(TANH_1)).fma(square, constant(TANH_0));
        FloatVector magnitude = x.abs();
        FloatVector small = p.fma(square.mul(magnitude), magnitude);
        FloatVector quotient = constant(2f).div(exp(magnitude.add(magnitude)).add(constant(1f)));
        return withSignOf(constant(1f).sub(quotient).blend(small, magnitude.lt(TANH_SMALL)), x);
    }

    static FloatVector sigmoid(FloatVector x) {
        return constant(1f).div(constant(1f).add(exp(x.neg())));
    }

    static FloatVector erf(FloatVector x) {
        FloatVector square = x.mul(x);
        FloatVector excess = constant(ERF_6).fma(square, constant(ERF_5)).fma(square, constant(ERF_4))
                .fma(square, constant(ERF_3)).fma(square, constant(ERF_2)).fma(square, constant(ERF_1))
                .fma(square, constant(ERF_0));
        FloatVector small = x.fma(excess, x);
        FloatVector magnitude = x.abs();
        FloatVector large = withSignOf(constant(1f).sub(exp(logErfc(magnitude.min(constant(ERF_LARGEST))))), x);
        return large.blend(small, magnitude.lt(1f));
    }

    private static FloatVector logErfc(FloatVector t) {
        return constant(ERFC_7).fma(t, constant(ERFC_6)).fma(t, constant(ERFC_5)).fma(t, constant(ERFC_4))
                .fma(t, constant(ERFC_3)).fma(t, constant(ERFC_2)).fma(t, constant(ERFC_1)).fma(t, constant(ERFC_0));
    }

    static FloatVector normalDistribution(FloatVector x) {
        return constant(0.5f).fma(erf(x.mul(constant(SQRT_HALF))), constant(0.5f));
    }

    static FloatVector normalDensity(FloatVector x) {
        return constant(INVERSE_SQRT_TWO_PI).mul(exp(constant(-0.5f).mul(x.mul(x))));
    }

    /* copySign: the sign bit of one, the rest of the other. */
    private static FloatVector withSignOf(FloatVector magnitude, FloatVector sign) {
        IntVector signBit = sign.reinterpretAsInts().and(Integer.MIN_VALUE);
        return magnitude.reinterpretAsInts().and(Integer.MAX_VALUE).or(signBit).reinterpretAsFloats();
    }
}
