package dev.lanewise.op;

import static dev.lanewise.gradient.Input.wrt;
import static dev.lanewise.op.Pointwise.step;

import dev.lanewise.gradient.Operation;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;

/**
 * Rectifiers that let something through below zero, with a slope that is fixed or learned.
 *
 * <p>Sources: Maas, Hannun and Ng, <i>Rectifier nonlinearities improve neural network acoustic models</i>, ICML 2013; He, Zhang, Ren
 * and Sun, <i>Delving deep into rectifiers</i>, ICCV 2015 (prelu).
 */
public final class LeakyRelu {

    private LeakyRelu() {}

    /** y = max(x, 0) + slope·min(x, 0), elementwise, any shape. dx = dy where x is positive, slope·dy elsewhere. */
    public static Tensor leakyRelu(Tensor x, float slope) {
        return Pointwise.apply("leakyRelu", x, Elementwise.NANOSECONDS,
                (in, out, from, to) -> {
                    for (int i = from; i < to; i++) {
                        out[i] = Math.max(in[i], 0f) + slope * Math.min(in[i], 0f);
                    }
                },
                (in, out, dy, dx, from, to) -> {
                    for (int i = from; i < to; i++) {
                        float positive = step(in[i]);
                        dx[i] = dy[i] * (positive + (1f - positive) * slope);
                    }
                });
    }

    /**
     * y = max(x, 0) + w·min(x, 0), where w is one slope or that of x's channel. dx = dy where x is positive, w·dy elsewhere;
     * dw = Σ dy·min(x, 0).
     *
     * @param x any shape, or [n, channels, …]
     * @param weight w, [1] or [channels]
     * @throws IllegalArgumentException if the weight has neither shape
     */
    public static Tensor prelu(Tensor x, Tensor weight) {
        var op = Operation.begin("prelu");
        Shape shape = x.shape();
        boolean shared = weight.size() == 1;
        op.require(weight.shape().rank() == 1 && (shared || shape.rank() > 1 && shape.dimension(1) == weight.size()),
                "expected a weight [1], or one slope for each channel of the input %s, found %s", shape, weight.shape());
        // [samples, channels, pixels], where one slope for all is that of one channel
        Shape parts = shared ? Shape.of(1, 1, shape.size())
                : Shape.of(shape.dimension(0), shape.dimension(1), shape.sizeBetween(2, shape.rank()));
        Tensor slopes = Elementwise.expand(weight.viewAs(Shape.of(weight.size(), 1)), parts);
        Tensor y = Workspace.tensor(shape);
        float[] in = x.array();
        float[] slope = slopes.array();
        float[] out = y.array();
        Ranges.forEach(x.size(), Elementwise.NANOSECONDS, (from, to) -> {
            for (int i = from; i < to; i++) {
                out[i] = Math.max(in[i], 0f) + slope[i] * Math.min(in[i], 0f);
            }
        });
        return op.differentiable(y,
                wrt(x, dy -> inputGradient(x, slopes, dy)),
                wrt(weight, dy -> Reductions.sums(negativeParts(x, dy).viewAs(parts), true, false, true)));
    }

    private static Tensor inputGradient(Tensor x, Tensor slopes, Tensor dy) {
        Tensor dx = Workspace.tensor(x.shape());
        float[] inputs = x.array();
        float[] slope = slopes.array();
        float[] gradients = dy.array();
        float[] in = dx.array();
        Ranges.forEach(x.size(), Elementwise.NANOSECONDS, (from, to) -> {
            for (int i = from; i < to; i++) {
                float positive = step(inputs[i]);
                in[i] = gradients[i] * (positive + (1f - positive) * slope[i]);
            }
        });
        return dx;
    }

    /* dy·min(x, 0) */
    private static Tensor negativeParts(Tensor x, Tensor dy) {
        Tensor products = Workspace.tensor(x.shape());
        float[] inputs = x.array();
        float[] gradients = dy.array();
        float[] out = products.array();
        Ranges.forEach(x.size(), Elementwise.NANOSECONDS, (from, to) -> {
            for (int i = from; i < to; i++) {
                out[i] = gradients[i] * Math.min(inputs[i], 0f);
            }
        });
        return products;
    }
}
