package dev.lanewise.op;

import static dev.lanewise.gradient.Input.wrt;
import static dev.lanewise.gradient.Input.wrtOptional;

import dev.lanewise.gradient.Operation;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Normalization of each sample, or of each row of one, by itself.
 *
 * <p>Sources: Ba, Kiros and Hinton, <i>Layer normalization</i>, arXiv:1607.06450 (2016); Zhang and Sennrich, <i>Root mean square layer
 * normalization</i>, NeurIPS 2019.
 */
public final class LayerNormalization {

    private LayerNormalization() {}

    /**
     * y = x̂·weight + bias with x̂ = (x − μ)/√(σ² + ε), where μ and σ² are the mean and the (biased) variance over the innermost
     * dimensions: x [..., normalized], weight and bias [normalized].
     *
     * <p>With g = dy·weight and the mean over the m normalized elements: dx = (g − mean(g) − x̂·mean(g·x̂))/√(σ² + ε); dweight = Σ dy·x̂
     * and dbias = Σ dy over the rows.
     *
     * @param normalized the innermost dimensions, over which a mean is taken
     * @param weight null for ones
     * @param bias null for zeros
     * @throws IllegalArgumentException if x does not end in these dimensions, or weight or bias do not have them
     */
    public static Tensor layerNorm(Tensor x, Shape normalized, @Nullable Tensor weight, @Nullable Tensor bias, float epsilon) {
        return normalize(Operation.begin("layerNorm"), x, normalized, weight, bias, true, epsilon);
    }

    /**
     * y = x̂·weight with x̂ = x/√(mean(x²) + ε), the mean over the innermost dimensions: x [..., normalized], weight [normalized].
     *
     * <p>With g = dy·weight: dx = (g − x̂·mean(g·x̂))/√(mean(x²) + ε); dweight = Σ dy·x̂ over the rows.
     *
     * @param normalized the innermost dimensions, over which a mean is taken
     * @param weight null for ones
     * @throws IllegalArgumentException if x does not end in these dimensions, or the weight does not have them
     */
    public static Tensor rmsNorm(Tensor x, Shape normalized, @Nullable Tensor weight, float epsilon) {
        return normalize(Operation.begin("rmsNorm"), x, normalized, weight, null, false, epsilon);
    }

    private static Tensor normalize(Operation op, Tensor x, Shape normalized, @Nullable Tensor weight, @Nullable Tensor bias,
            boolean centered, float epsilon) {
        if (!endsIn(normalized, x.shape())) { // the message is made only for an error
            op.require(false, "expected an input […, %s], found %s; normalize over the innermost dimensions of the input", inside(normalized), x.shape());
        }
        op.require(weight == null || weight.shape().equals(normalized), "weight must be %s, found %s", normalized, shapeOf(weight));
        op.require(bias == null || bias.shape().equals(normalized), "bias must be %s, found %s", normalized, shapeOf(bias));

        var layout = new NormalizedRows(x.shape().sizeBetween(0, x.shape().rank() - normalized.rank()), normalized.size(), centered, epsilon);
        Tensor weights = weight == null ? Elementwise.filled(normalized, 1) : weight;
        Tensor center = Workspace.tensor(Shape.of(layout.rows()));
        Tensor scale = Workspace.tensor(Shape.of(layout.rows()));
        Tensor y = layout.normalized(x, weights, bias == null ? Elementwise.filled(normalized, 0) : bias, center, scale);
        if (!op.carriesGradient(x, weight, bias)) {
            return op.withoutGradient(y, x, weight, bias);
        }
        // One pass over x and dy gives all three gradients.
        Tensor dx = op.carriesGradient(x) ? Workspace.tensor(x.shape()) : null;
        boolean sums = op.carriesGradient(weight, bias);
        Tensor product = sums ? Workspace.tensor(normalized) : null; // Σ dy·x̂
        Tensor sum = sums ? Workspace.tensor(normalized) : null; // Σ dy
        UnaryOperator<Tensor> backward = dy -> {
            layout.gradients(x, weights, center, scale, dy, dx, product, sum);
            return dy;
        };
        return op.differentiable(y, backward,
                wrt(x, dy -> wanted(dx)), wrtOptional(weight, dy -> wanted(product)), wrtOptional(bias, dy -> wanted(sum)));
    }

    private static boolean endsIn(Shape normalized, Shape shape) {
        int outer = shape.rank() - normalized.rank();
        boolean fits = normalized.rank() > 0 && outer >= 0;
        for (int axis = 0; fits && axis < normalized.rank(); axis++) {
            fits = shape.dimension(outer + axis) == normalized.dimension(axis);
        }
        return fits;
    }

    private static String inside(Shape shape) {
        String brackets = shape.toString();
        return brackets.substring(1, brackets.length() - 1);
    }

    private static Object shapeOf(@Nullable Tensor tensor) {
        return tensor == null ? "none" : tensor.shape();
    }

    /* A formula runs only for an input that carries a gradient, for which there is storage. */
    private static Tensor wanted(@Nullable Tensor gradient) {
        if (gradient == null) {
            throw new IllegalStateException("a gradient that nobody wanted when the op ran");
        }
        return gradient;
    }
}
