package dev.lanewise.layers;

import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;

/**
 * The usual initial values. They are a function of the bits of {@link RandomGenerator#nextLong} alone, computed with
 * {@link StrictMath} in double precision, so that a seed gives the same model on every machine and Java version.
 *
 * <p>Sources: Glorot and Bengio, <i>Understanding the difficulty of training deep feedforward neural networks</i>, AISTATS 2010
 * (Xavier); He, Zhang, Ren and Sun, <i>Delving deep into rectifiers</i>, ICCV 2015 (Kaiming).
 */
public final class Initializers {

    /** The gain for layers that are followed by nothing, or by a sigmoid. */
    public static final double LINEAR = 1;

    /** The gain for layers that are followed by a {@link Relu}. */
    public static final double RELU = Math.sqrt(2);

    /** The gain for layers that are followed by a {@link Tanh}. */
    public static final double TANH = 5.0 / 3;

    private Initializers() {}

    /** The same value everywhere. */
    public static Initializer constant(float value) {
        return (shape, random) -> filled(shape, () -> value);
    }

    /** Uniform between {@code low} (inclusive) and {@code high}. */
    public static Initializer uniform(double low, double high) {
        return (shape, random) -> filled(shape, () -> low + (high - low) * uniform(random));
    }

    /** Normal with this mean and standard deviation. */
    public static Initializer normal(double mean, double deviation) {
        return (shape, random) -> filled(shape, () -> mean + deviation * gaussian(random));
    }

    /** U(−b, b) with b = gain·√(3/fan). */
    public static Initializer kaimingUniform(Fan fan, double gain) {
        return (shape, random) -> symmetric(gain * StrictMath.sqrt(3.0 / fan.of(shape))).values(shape, random);
    }

    /** N(0, σ²) with σ = gain/√fan. */
    public static Initializer kaimingNormal(Fan fan, double gain) {
        return (shape, random) -> normal(0, gain / StrictMath.sqrt(fan.of(shape))).values(shape, random);
    }

    /** U(−b, b) with b = gain·√(6/(fan in + fan out)). */
    public static Initializer xavierUniform(double gain) {
        return (shape, random) -> symmetric(gain * StrictMath.sqrt(6.0 / bothFans(shape))).values(shape, random);
    }

    /** N(0, σ²) with σ = gain·√(2/(fan in + fan out)). */
    public static Initializer xavierNormal(double gain) {
        return (shape, random) -> normal(0, gain * StrictMath.sqrt(2.0 / bothFans(shape))).values(shape, random);
    }

    /** What PyTorch gives the weights and biases of linear layers and convolutions: U(−b, b) with b = 1/√(fan in). */
    static Initializer standard(int fanIn) {
        return symmetric(1 / StrictMath.sqrt(fanIn));
    }

    private static Initializer symmetric(double bound) {
        return uniform(-bound, bound);
    }

    private static double bothFans(Shape weight) {
        return (double) Fan.IN.of(weight) + Fan.OUT.of(weight);
    }

    private static Tensor filled(Shape shape, DoubleSupplier value) {
        float[] values = new float[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) value.getAsDouble();
        }
        return Tensor.wrap(shape, values);
    }

    /* In [0, 1), from the upper 53 bits; not nextDouble(), which each generator may define by itself. */
    private static double uniform(RandomGenerator random) {
        return (random.nextLong() >>> 11) * 0x1p-53;
    }

    /* Box and Muller (1958). */
    private static double gaussian(RandomGenerator random) {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - uniform(random)));
        return radius * StrictMath.cos(2 * Math.PI * uniform(random));
    }
}
