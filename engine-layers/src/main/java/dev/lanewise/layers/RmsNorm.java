package dev.lanewise.layers;

import static dev.lanewise.op.LayerNormalization.rmsNorm;

import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Gives each sample, over its innermost dimensions, a mean square of 1, then scale γ: {@code [batch, …, normalized]} as it came. Training
 * and inferring are the same.
 *
 * <p>Source: Zhang and Sennrich, <i>Root mean square layer normalization</i>, NeurIPS 2019.
 *
 * @param normalizedShape the innermost dimensions, over which the mean is taken
 * @param weight γ, of that shape, or none
 * @param epsilon added to the mean square
 */
public record RmsNorm(Shape normalizedShape, @Nullable Parameter weight, float epsilon) implements Layer {

    /**
     * Checks the shapes.
     *
     * @throws IllegalArgumentException if there are no dimensions, if the weight has others, or if ε is negative or not finite
     */
    public RmsNorm {
        NormalizedShape.check("rms norm", normalizedShape);
        Normalizations.check("rms norm", "weight", weight, normalizedShape);
        Normalizations.checkEpsilon("rms norm", epsilon);
    }

    /** Over the innermost dimension, of {@code features}; with γ = 1 and ε = 2⁻²³, PyTorch's for floats. */
    public static RmsNorm of(int features) {
        return of(Shape.of(features));
    }

    /** Over these innermost dimensions; with γ = 1 and ε = 2⁻²³, PyTorch's for floats. */
    public static RmsNorm of(Shape normalizedShape) {
        return new RmsNorm(normalizedShape, Normalizations.ones(normalizedShape), 0x1p-23f);
    }

    /** This layer without γ. */
    public RmsNorm withoutAffine() {
        return new RmsNorm(normalizedShape, null, epsilon);
    }

    /** This layer with another ε; language models often have 10⁻⁵ or 10⁻⁶. */
    public RmsNorm epsilon(double epsilon) {
        return new RmsNorm(normalizedShape, weight, (float) epsilon);
    }

    @Override
    public Tensor forward(Tensor x) {
        return rmsNorm(x, normalizedShape, weight, epsilon);
    }

    @Override
    public Shape outputShape(Shape input) {
        NormalizedShape.checkInput("rms norm", input, normalizedShape);
        return input;
    }

    @Override
    public long flops(Shape input) {
        return 4L * input.size();
    }

    @Override
    public Features expects() {
        return Features.innermost(normalizedShape.dimension(-1));
    }

    @Override
    public @Nullable Features provides(@Nullable Features input) {
        return input != null ? input : expects();
    }
}
