package dev.lanewise.layers;

import static dev.lanewise.op.Arithmetic.add;

import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * y = body(x) + x, or body(x) + shortcut(x), so that the body learns only what is to be changed.
 *
 * <p>Source: He, Zhang, Ren and Sun, <i>Deep residual learning for image recognition</i>, CVPR 2016.
 *
 * @param body gives an output of the shape of the shortcut's
 * @param shortcut what is added, such as a convolution with windows of one pixel where the body changes the shape; none for x itself
 */
public record Residual(Layer body, @Nullable Layer shortcut) implements Layer {

    /** Adds the input to the output of these layers. */
    public static Residual of(Layer... body) {
        return new Residual(Sequential.of(body), null);
    }

    /** This layer with a shortcut that changes the shape as the body does. */
    public Residual withShortcut(Layer projection) {
        return new Residual(body, projection);
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor changes = body.forward(x);
        Tensor kept = shortcut == null ? x : shortcut.forward(x);
        check(x.shape(), changes.shape(), kept.shape());
        return add(changes, kept);
    }

    @Override
    public Shape outputShape(Shape input) {
        Shape changes = body.outputShape(input);
        check(input, changes, shortcut == null ? input : shortcut.outputShape(input));
        return changes;
    }

    /* Shapes that broadcast would be added too, and hide a mistake. */
    private void check(Shape input, Shape changes, Shape kept) {
        if (!changes.equals(kept)) {
            throw new IllegalArgumentException("residual: the body makes " + changes + " of the input " + input + ", but "
                    + (shortcut == null ? "the input is added as it is; let the body keep the shape, or add a shortcut that changes it, "
                            + "such as a convolution with windows of one pixel"
                    : "the shortcut makes " + kept + "; make the two equal"));
        }
    }

    @Override
    public long flops(Shape input) {
        return body.flops(input) + (shortcut == null ? 0 : shortcut.flops(input)) + body.outputShape(input).size();
    }

    @Override
    public @Nullable Features expects() {
        Features expected = body.expects();
        return expected != null || shortcut == null ? expected : shortcut.expects();
    }

    @Override
    public @Nullable Features provides(@Nullable Features input) {
        return body.provides(input);
    }
}
