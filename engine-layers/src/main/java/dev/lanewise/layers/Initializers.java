package dev.lanewise.layers;

import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;

/**
 * The usual initial values. They are a function of the bits of {@link RandomGenerator#nextLong} alone, computed with
 * {@link StrictMath} in double precision, so that a seed gives the same model on every machine and Java version.
 *
 * <pre>{@code
 * Linear.of(784, 128, kaimingNormal(), random)                                        // a weight, and a bias of zeros
 * model.parameters().matching("encoder.*.weight").initialize(orthogonal(1), random)   // weights that exist
 * }</pre>
 *
 * <p>Sources: Glorot and Bengio, <i>Understanding the difficulty of training deep feedforward neural networks</i>, AISTATS 2010
 * (Xavier); He, Zhang, Ren and Sun, <i>Delving deep into rectifiers</i>, ICCV 2015 (Kaiming); LeCun, Bottou, Orr and Müller,
 * <i>Efficient BackProp</i>, 1998; Saxe, McClelland and Ganguli, <i>Exact solutions to the nonlinear dynamics of learning in deep linear
 * neural networks</i>, ICLR 2014 (orthogonal).
 */
public final class Initializers {

    /** The gain for layers that are followed by nothing, or by a sigmoid. */
    public static final double LINEAR = 1;

    /** The gain for layers that are followed by a {@link Relu}. */
    public static final double RELU = Math.sqrt(2);

    /** The gain for layers that are followed by a {@link Tanh}. */
    public static final double TANH = 5.0 / 3;

    /** The gain for layers that are followed by a {@link Selu}. */
    public static final double SELU = 3.0 / 4;

    private Initializers() {}

    /**
     * The gain for layers that are followed by this activation, which keeps the variance: those of PyTorch's {@code calculate_gain}.
     *
     * @throws IllegalArgumentException if none is known for it
     */
    public static double gain(Layer activation) {
        return switch (activation) {
            case Identity ignored -> LINEAR;
            case Sigmoid ignored -> LINEAR;
            case Relu ignored -> RELU;
            case Tanh ignored -> TANH;
            case Selu ignored -> SELU;
            case LeakyRelu leaky -> StrictMath.sqrt(2 / (1 + (double) leaky.slope() * leaky.slope()));
            default -> throw new IllegalArgumentException("initializer: no gain is known for " + activation.getClass().getSimpleName()
                    + ", only for Identity, Sigmoid, Relu, LeakyRelu, Tanh and Selu; give a number instead");
        };
    }

    /** The same value everywhere. */
    public static Initializer constant(float value) {
        return (shape, random) -> filled(shape, value);
    }

    /** 0 everywhere. */
    public static Initializer zeros() {
        return constant(0);
    }

    /** 1 everywhere. */
    public static Initializer ones() {
        return constant(1);
    }

    /** Uniform between {@code low} (inclusive) and {@code high}. */
    public static Initializer uniform(double low, double high) {
        return (shape, random) -> filled(shape, () -> low + (high - low) * Philox.uniform(random));
    }

    /** Normal with this mean and standard deviation. */
    public static Initializer normal(double mean, double deviation) {
        return (shape, random) -> filled(shape, () -> mean + deviation * Philox.gaussian(random));
    }

    /**
     * Normal with this mean and standard deviation, where values outside of {@code low} to {@code high} are drawn again. PyTorch's
     * defaults are 0, 1, −2, 2.
     *
     * @throws IllegalArgumentException unless {@code low ≤ mean ≤ high}, {@code low < high}, and the deviation is positive
     */
    public static Initializer truncatedNormal(double mean, double deviation, double low, double high) {
        return TruncatedNormal.initializer(mean, deviation, low, high);
    }

    /** U(−b, b) with b = gain·√(3/fan). */
    public static Initializer kaimingUniform(Fan fan, double gain) {
        return (shape, random) -> symmetric(gain * StrictMath.sqrt(3.0 / fan.of(shape))).values(shape, random);
    }

    /** U(−b, b) with b = √(6/fan in), for layers that are followed by a {@link Relu}. */
    public static Initializer kaimingUniform() {
        return kaimingUniform(Fan.IN, RELU);
    }

    /** N(0, σ²) with σ = gain/√fan. */
    public static Initializer kaimingNormal(Fan fan, double gain) {
        return (shape, random) -> normal(0, gain / StrictMath.sqrt(fan.of(shape))).values(shape, random);
    }

    /** N(0, σ²) with σ = √(2/fan in), for layers that are followed by a {@link Relu}. */
    public static Initializer kaimingNormal() {
        return kaimingNormal(Fan.IN, RELU);
    }

    /** U(−b, b) with b = √(3/fan in), for {@link Selu} and for layers that are followed by nothing. */
    public static Initializer lecunUniform() {
        return kaimingUniform(Fan.IN, LINEAR);
    }

    /** N(0, σ²) with σ = 1/√fan in, for {@link Selu} and for layers that are followed by nothing. */
    public static Initializer lecunNormal() {
        return kaimingNormal(Fan.IN, LINEAR);
    }

    /** U(−b, b) with b = gain·√(6/(fan in + fan out)). */
    public static Initializer xavierUniform(double gain) {
        return (shape, random) -> symmetric(gain * StrictMath.sqrt(6.0 / bothFans(shape))).values(shape, random);
    }

    /** N(0, σ²) with σ = gain·√(2/(fan in + fan out)). */
    public static Initializer xavierNormal(double gain) {
        return (shape, random) -> normal(0, gain * StrictMath.sqrt(2.0 / bothFans(shape))).values(shape, random);
    }

    /**
     * gain·Q with a random Q whose rows are orthonormal, or its columns if there are more rows: for a weight {@code [out, in, …]} the
     * matrix with {@code out} rows. It keeps the lengths of vectors, which helps very deep and recurrent networks.
     */
    public static Initializer orthogonal(double gain) {
        return (shape, random) -> Orthogonal.values(gain, shape, random);
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

    /** One value everywhere. */
    static Tensor filled(Shape shape, float value) {
        float[] values = new float[shape.size()];
        Arrays.fill(values, value);
        return Tensor.wrap(shape, values);
    }

    /** One value after the other. */
    static Tensor filled(Shape shape, DoubleSupplier value) {
        float[] values = new float[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) value.getAsDouble();
        }
        return Tensor.wrap(shape, values);
    }
}
