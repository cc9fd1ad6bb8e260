package dev.lanewise.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.assertj.core.data.Offset.offset;
import static org.assertj.core.data.Percentage.withPercentage;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** The engine's own functions against double precision, for floats of every magnitude. */
class ApproximationsTest {

    private interface FloatFunction {
        float of(float x);
    }

    /* A prime, so that the low bits vary; about 430,000 floats of either sign. */
    private static final int STRIDE = 9973;

    private static void assertUlps(String name, FloatFunction f, DoubleUnaryOperator exact, double most) {
        double worst = 0;
        float worstAt = 0;
        for (long bits = Integer.MIN_VALUE; bits <= Integer.MAX_VALUE; bits += STRIDE) {
            float x = Float.intBitsToFloat((int) bits);
            double expected = exact.applyAsDouble(x);
            float found = f.of(x);
            if (Double.isNaN(expected)) {
                assertThat(found).as("%s(%s)", name, x).isNaN();
                continue;
            }
            float rounded = (float) expected;
            if (Float.isInfinite(rounded)) {
                assertThat(found).as("%s(%s)", name, x).isEqualTo(rounded);
                continue;
            }
            double ulps = Math.abs(found - expected) / Math.ulp(rounded);
            if (!(ulps <= worst)) {
                worst = ulps;
                worstAt = x;
            }
        }
        assertThat(worst).as("%s: units in the last place at %s", name, worstAt).isLessThanOrEqualTo(most);
    }

    @Test
    void exp() {
        assertUlps("exp", Approximations::exp, StrictMath::exp, 1.3);
        for (float x = -87; x <= 0; x += 0.01f) {
            double expected = StrictMath.exp(x);
            assertThat((double) Approximations.expOfScore(x, 1f, 0f)).as("e^%s", x).isCloseTo(expected, withinPercentage(2e-5));
        }
        assertThat(Approximations.expOfScore(-88f, 1f, 0f)).isZero();
        assertThat(Approximations.expOfScore(Float.NEGATIVE_INFINITY, 1f, 3f)).isZero();
        assertThat(Approximations.expOfScore(5f, 1f, Float.POSITIVE_INFINITY)).isZero();
        assertThat(Approximations.expOfScore(Float.NaN, 1f, 0f)).isNaN();
        assertThat(Approximations.exp(0f)).isEqualTo(1f);
        assertThat(Approximations.exp(Float.NEGATIVE_INFINITY)).isZero();
        assertThat(Approximations.exp(Float.POSITIVE_INFINITY)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(Approximations.exp(Float.NaN)).isNaN();
        assertThat(Approximations.exp(88.72283f)).isCloseTo(3.4028e38f, withPercentage(1e-2));
        assertThat(Approximations.exp(-103f)).as("subnormal").isEqualTo(1.4e-45f);
    }

    @Test
    void expMinusOne() {
        assertUlps("expMinusOne", Approximations::expMinusOne, x -> StrictMath.expm1(Math.min(x, 0)), 1.3);
        for (float x = -9; x < 0; x += 1e-4f) {
            assertFine("expMinusOne", x, Approximations.expMinusOne(x), StrictMath.expm1(x));
        }
        assertThat(Approximations.expMinusOne(Float.NEGATIVE_INFINITY)).isEqualTo(-1f);
        assertThat(Approximations.expMinusOne(Float.NaN)).isNaN();
    }

    @Test
    void logOnePlus() {
        for (int bits = 0; bits <= Float.floatToIntBits(1f); bits += 997) {
            float u = Float.intBitsToFloat(bits);
            double expected = StrictMath.log1p(u);
            assertThat(Math.abs(Approximations.logOnePlus(u) - expected)).as("ln(1 + %s)", u)
                    .isLessThanOrEqualTo(2.5 * Math.ulp((float) expected));
        }
        assertThat(Approximations.logOnePlus(1f)).isEqualTo((float) Math.log(2));
        assertThat(Approximations.logOnePlus(Float.NaN)).isNaN();
    }

    @Test
    void log() {
        assertUlps("log", Approximations::log, StrictMath::log, 1.3);
        assertThat(Approximations.log(1f)).isEqualTo(0f);
        assertThat(Approximations.log(0f)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(Approximations.log(-0f)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(Approximations.log(Float.POSITIVE_INFINITY)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(Approximations.log(-Float.MIN_VALUE)).isNaN();
        assertThat(Approximations.log(Float.NaN)).isNaN();
        assertThat(Approximations.log(Float.MIN_VALUE)).isEqualTo((float) StrictMath.log(Float.MIN_VALUE));
    }

    @Test
    void logNearOne() {
        for (int bits = Float.floatToIntBits(0.7f); bits < Float.floatToIntBits(1.42f); bits += 31) {
            float x = Float.intBitsToFloat(bits);
            double expected = StrictMath.log(x);
            assertThat(Math.abs(Approximations.log(x) - expected)).as("log(%s)", x).isLessThanOrEqualTo(2 * Math.ulp((float) expected));
        }
    }

    @Test
    void tanh() {
        assertUlps("tanh", Approximations::tanh, StrictMath::tanh, 1.3);
        assertThat(Float.floatToRawIntBits(Approximations.tanh(-0f))).isEqualTo(Float.floatToRawIntBits(-0f));
        assertThat(Approximations.tanh(Float.POSITIVE_INFINITY)).isEqualTo(1f);
        assertThat(Approximations.tanh(Float.NEGATIVE_INFINITY)).isEqualTo(-1f);
        assertThat(Approximations.tanh(Float.NaN)).isNaN();
    }

    @Test
    void sigmoid() {
        // Below −88.72, e^−x is infinite in single precision, and the result 0 instead of subnormal.
        assertUlps("sigmoid", Approximations::sigmoid, x -> x < -88.722839 ? 0 : 1 / (1 + StrictMath.exp(-x)), 2.2);
        assertThat(Approximations.sigmoid(0f)).isEqualTo(0.5f);
        assertThat(Approximations.sigmoid(Float.NEGATIVE_INFINITY)).isZero();
        assertThat(Approximations.sigmoid(Float.POSITIVE_INFINITY)).isEqualTo(1f);
        assertThat(Approximations.sigmoid(Float.NaN)).isNaN();
    }

    @Test
    void erf() {
        assertUlps("erf", Approximations::erf, ErrorFunction::erf, 1.3);
        assertThat(Approximations.erf(Float.POSITIVE_INFINITY)).isEqualTo(1f);
        assertThat(Approximations.erf(Float.NEGATIVE_INFINITY)).isEqualTo(-1f);
        assertThat(Approximations.erf(Float.NaN)).isNaN();
    }

    @Test
    void fineSteps() {
        for (float x = -6; x < 6; x += 1e-4f) {
            assertFine("exp", x, Approximations.exp(x), StrictMath.exp(x));
            assertFine("tanh", x, Approximations.tanh(x), StrictMath.tanh(x));
            assertFine("erf", x, Approximations.erf(x), ErrorFunction.erf(x));
        }
    }

    private static void assertFine(String name, float x, float found, double expected) {
        assertThat(Math.abs(found - expected)).as("%s(%s)", name, x).isLessThanOrEqualTo(2 * Math.ulp((float) expected));
    }

    @Test
    void normalDistribution() {
        for (float x = -12; x < 12; x += 1e-3f) {
            double distribution = 0.5 + 0.5 * ErrorFunction.erf(x / Math.sqrt(2));
            double density = StrictMath.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
            assertThat(Math.abs(Approximations.normalDistribution(x) - distribution)).as("Φ(%s)", x).isLessThanOrEqualTo(1.2e-7);
            assertThat(Math.abs(Approximations.normalDensity(x) - density)).as("φ(%s)", x).isLessThanOrEqualTo(1e-5 * density + 1e-40);
        }
    }

    @Test
    void theReferenceErfItself() {
        // Abramowitz and Stegun, table 7.1
        assertThat(ErrorFunction.erf(0.5)).isCloseTo(0.5204998778, offset(1e-10));
        assertThat(ErrorFunction.erf(1)).isCloseTo(0.8427007929, offset(1e-10));
        assertThat(ErrorFunction.erf(-2)).isCloseTo(-0.9953222650, offset(1e-10));
        assertThat(ErrorFunction.erf(2.5)).isCloseTo(ErrorFunction.erf(Math.nextUp(2.5)), offset(1e-14));
    }
}
