package dev.lanewise.op;

import static dev.lanewise.op.Pointwise.clamp;
import static dev.lanewise.op.Pointwise.step;

import dev.lanewise.gradient.Operation;
import dev.lanewise.tensor.Tensor;

/**
 * Activations made of straight lines and a parabola, which cost no exponential function. Where two pieces meet, the slope is the one
 * that PyTorch takes.
 *
 * <p>Source of hard sigmoid and hard swish: Howard et al., <i>Searching for MobileNetV3</i>, ICCV 2019.
 */
public final class Clipped {

    private Clipped() {}

    /**
     * y = min(max(x, lowest), highest), elementwise, any shape. dx = dy where x is between the two, 0 elsewhere.
     *
     * @throws IllegalArgumentException unless lowest is below highest
     */
    public static Tensor hardTanh(Tensor x, float lowest, float highest) {
        var op = Operation.begin("hardTanh");
        op.require(lowest < highest, "the lowest value must be below the highest, found %s and %s", lowest, highest);
        return clipped(op, x, lowest, highest);
    }

    /** y = min(max(x, 0), 6), elementwise, any shape. dx = dy where x is between the two, 0 elsewhere. */
    public static Tensor relu6(Tensor x) {
        return clipped(Operation.begin("relu6"), x, 0, 6);
    }

    private static Tensor clipped(Operation op, Tensor x, float lowest, float highest) {
        return Pointwise.apply(op, x, Elementwise.NANOSECONDS,
                (in, out, from, to) -> {
                    for (int i = from; i < to; i++) {
                        out[i] = clamp(in[i], lowest, highest);
                    }
                },
                (in, out, dy, dx, from, to) -> {
                    for (int i = from; i < to; i++) {
                        dx[i] = dy[i] * step(in[i] - lowest) * step(highest - in[i]);
                    }
                });
    }

    /** y = min(max(x + 3, 0), 6)/6, elementwise, any shape. dx = dy/6 where |x| &lt; 3, 0 elsewhere. */
    public static Tensor hardSigmoid(Tensor x) {
        return Pointwise.apply("hardSigmoid", x, Elementwise.NANOSECONDS,
                (in, out, from, to) -> {
                    for (int i = from; i < to; i++) {
                        out[i] = clamp(in[i] + 3f, 0f, 6f) * (1 / 6f);
                    }
                },
                (in, out, dy, dx, from, to) -> {
                    for (int i = from; i < to; i++) {
                        dx[i] = dy[i] * step(3f - Math.abs(in[i])) * (1 / 6f);
                    }
                });
    }

    /** y = x·min(max(x + 3, 0), 6)/6, elementwise, any shape. dx = dy·(2x + 3)/6 where −3 ≤ x &lt; 3; dy above, 0 below. */
    public static Tensor hardSwish(Tensor x) {
        return Pointwise.apply("hardSwish", x, Elementwise.NANOSECONDS,
                (in, out, from, to) -> {
                    for (int i = from; i < to; i++) {
                        out[i] = in[i] * (clamp(in[i] + 3f, 0f, 6f) * (1 / 6f));
                    }
                },
                (in, out, dy, dx, from, to) -> {
                    for (int i = from; i < to; i++) {
                        float v = clamp(in[i], -3f, 3f);
                        float bent = step(3f - in[i]) * (1f - step(-3f - in[i]));
                        dx[i] = dy[i] * (v + 3f + v * bent) * (1 / 6f);
                    }
                });
    }
}
