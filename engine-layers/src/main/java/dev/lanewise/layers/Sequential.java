package dev.lanewise.layers;

import static dev.lanewise.op.ConvolutionBlock.convolutionBlock;

import dev.lanewise.gradient.Gradients;
import dev.lanewise.gradient.Inference;
import dev.lanewise.op.FusedActivation;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Layers one after the other: {@code for (Layer layer : layers) x = layer.forward(x)}. Parameter paths begin with a layer's number:
 * {@code 0.weight}. A {@link Relu} directly after a linear layer or a convolution runs as a part of it, and so does 2×2 max-pooling after
 * that; the bits are the same.
 */
public record Sequential(@SavedAs("") List<Layer> layers) implements Layer {

    private static final MaxPool2d HALVING = new MaxPool2d(2);

    /**
     * Checks what can be known without an input: that each layer gets as many features as it expects.
     *
     * @throws IllegalArgumentException if one does not; the message names it
     */
    public Sequential {
        layers = List.copyOf(layers);
        features(layers, null);
    }

    /** These layers, checked as far as possible without an input. */
    public static Sequential of(Layer... layers) {
        return new Sequential(List.of(layers));
    }

    /** These layers, checked for inputs of this shape, batch included. */
    public static Sequential of(Shape input, Layer... layers) {
        outputShape(List.of(layers), input);
        return of(layers);
    }

    /**
     * The same layers but for one, with the same parameters: {@code model.with(0, Conv2d.of(3, 32, 3, random))}.
     *
     * @param index which one, counted from the end if it is negative
     * @throws IllegalArgumentException if there is no such layer, or if the new one does not fit the others
     */
    public Sequential with(int index, Layer replacement) {
        int size = layers.size();
        if (index < -size || index >= size) {
            throw new IllegalArgumentException("sequential: layer " + index + " does not exist; expected " + -size + " to " + (size - 1));
        }
        List<Layer> changed = new ArrayList<>(layers);
        changed.set(index < 0 ? index + size : index, replacement);
        return new Sequential(changed);
    }

    /** The same layers, with the same parameters, but for the last one: another head for a model that was trained for something else. */
    public Sequential withLast(Layer head) {
        return with(-1, head);
    }

    /**
     * The first of these layers, with the same parameters; a negative number leaves out so many at the end.
     *
     * @throws IllegalArgumentException if there are not so many
     */
    public Sequential first(int count) {
        int kept = count < 0 ? layers.size() + count : count;
        if (kept < 0 || kept > layers.size()) {
            throw new IllegalArgumentException("sequential: expected a number of layers up to " + layers.size() + ", found " + count);
        }
        return new Sequential(layers.subList(0, kept));
    }

    /** These layers, with the same parameters, and some more after them. */
    public Sequential then(Layer... more) {
        List<Layer> all = new ArrayList<>(layers);
        all.addAll(List.of(more));
        return new Sequential(all);
    }

    /** {@inheritDoc} The message of an error names the layer. */
    @Override
    public Tensor forward(Tensor x) {
        return Gradients.areRecorded() ? run(x) : Inference.of(() -> run(x));
    }

    private Tensor run(Tensor input) {
        Tensor x = input;
        int i = 0;
        try {
            for (; i < layers.size(); i++) {
                boolean activated = i + 1 < layers.size() && layers.get(i + 1) instanceof Relu;
                if (activated && layers.get(i) instanceof Conv2d layer && layer.border().isEmpty() && i + 2 < layers.size()
                        && layers.get(i + 2).equals(HALVING)) {
                    x = convolutionBlock(x, layer.weight(), layer.bias(), layer.window(), layer.groups());
                    i += 2;
                } else if (activated && layers.get(i) instanceof FusesActivation layer) {
                    x = layer.forward(x, FusedActivation.RELU);
                    i++;
                } else {
                    x = layers.get(i).forward(x);
                }
            }
        } catch (IllegalArgumentException e) {
            throw inLayer(layers, i, e);
        }
        return x;
    }

    /** {@inheritDoc} The message of an error names the layer. */
    @Override
    public Shape outputShape(Shape input) {
        return outputShape(layers, input);
    }

    private static Shape outputShape(List<Layer> layers, Shape input) {
        Shape shape = input;
        for (int i = 0; i < layers.size(); i++) {
            try {
                shape = layers.get(i).outputShape(shape);
            } catch (IllegalArgumentException e) {
                throw inLayer(layers, i, e);
            }
        }
        return shape;
    }

    private static IllegalArgumentException inLayer(List<Layer> layers, int index, IllegalArgumentException e) {
        return new IllegalArgumentException(name(layers, index) + ": " + e.getMessage(), e);
    }

    @Override
    public long flops(Shape input) {
        long sum = 0;
        Shape shape = input;
        for (Layer layer : layers) {
            sum += layer.flops(shape);
            shape = layer.outputShape(shape);
        }
        return sum;
    }

    @Override
    public @Nullable Features expects() {
        for (Layer layer : layers) {
            if (layer.expects() != null) {
                return layer.expects();
            }
            if (!(layer instanceof KeepsShape)) {
                return null;
            }
        }
        return null;
    }

    @Override
    public @Nullable Features provides(@Nullable Features input) {
        return features(layers, input);
    }

    private static @Nullable Features features(List<Layer> layers, @Nullable Features input) {
        Features known = input;
        for (int i = 0; i < layers.size(); i++) {
            Features expected = layers.get(i).expects();
            if (known != null && expected != null && !known.mayBe(expected)) {
                throw new IllegalArgumentException(name(layers, i) + ": expects " + expected + ", but " + (i == 0 ? "the input"
                        : name(layers, i - 1)) + " gives it " + (known.multiple() ? known : known.count()) + "; make the two numbers equal");
            }
            known = layers.get(i).provides(known);
        }
        return known;
    }

    private static String name(List<Layer> layers, int index) {
        return "layer " + index + " (" + layers.get(index).getClass().getSimpleName() + ")";
    }
}
