package dev.lanewise.layers;

import static dev.lanewise.op.LayerNormalization.layerNorm;

import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Gives each sample, over its innermost dimensions, mean 0 and variance 1, then scale γ and shift β: {@code [batch, …, normalized]} as it
 * came. Training and inferring are the same.
 *
 * <p>Source: Ba, Kiros and Hinton, <i>Layer normalization</i>, arXiv:1607.06450 (2016).
 *
 * @param normalizedShape the innermost dimensions, over which mean and variance are taken
 * @param weight γ, of that shape, or none
 * @param bias β, of that shape, or none
 * @param epsilon added to the variance
 */
public record LayerNorm(Shape normalizedShape, @Nullable Parameter weight, @Nullable Parameter bias, float epsilon) implements Layer {

    /**
     * Checks the shapes.
     *
     * @throws IllegalArgumentException if there are no dimensions, if weight or bias have others, or if ε is negative or not finite
     */
    public LayerNorm {
        NormalizedShape.check("layer norm", normalizedShape);
        Normalizations.check("layer norm", "weight", weight, normalizedShape);
        Normalizations.check("layer norm", "bias", bias, normalizedShape);
        Normalizations.checkEpsilon("layer norm", epsilon);
    }

    /** Over the innermost dimension, of {@code features}; with γ = 1, β = 0 and ε = 10⁻⁵. */
    public static LayerNorm of(int features) {
        return of(Shape.of(features));
    }

    /** Over these innermost dimensions; with γ = 1, β = 0 and ε = 10⁻⁵. */
    public static LayerNorm of(Shape normalizedShape) {
        return new LayerNorm(normalizedShape, Normalizations.ones(normalizedShape), Normalizations.zeros(normalizedShape), 1e-5f);
    }

    /** This layer without β. */
    public LayerNorm withoutBias() {
        return new LayerNorm(normalizedShape, weight, null, epsilon);
    }

    /** This layer without γ and β. */
    public LayerNorm withoutAffine() {
        return new LayerNorm(normalizedShape, null, null, epsilon);
    }

    /** This layer with another ε. */
    public LayerNorm epsilon(double epsilon) {
        return new LayerNorm(normalizedShape, weight, bias, (float) epsilon);
    }

    @Override
    public Tensor forward(Tensor x) {
        return layerNorm(x, normalizedShape, weight, bias, epsilon);
    }

    @Override
    public Shape outputShape(Shape input) {
        NormalizedShape.checkInput("layer norm", input, normalizedShape);
        return input;
    }

    @Override
    public long flops(Shape input) {
        return 7L * input.size();
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
