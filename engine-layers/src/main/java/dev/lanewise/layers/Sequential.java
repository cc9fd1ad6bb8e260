package dev.lanewise.layers;

import static dev.lanewise.op.ConvolutionBlock.convolutionBlock;

import dev.lanewise.gradient.Gradients;
import dev.lanewise.gradient.Inference;
import dev.lanewise.op.FusedActivation;
import dev.lanewise.op.Window2d;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Layers one after the other: {@code for (Layer layer : layers) x = layer.forward(x)}. Parameter paths begin with a layer's number:
 * {@code 0.weight}. A {@link Relu} directly after a linear layer or a convolution runs as a part of it, and so does 2×2 max-pooling after
 * that; the bits are the same.
 */
public record Sequential(@SavedAs("") List<Layer> layers) implements Layer {

    private static final Window2d HALVING = Window2d.square(2).stride(2);

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
        Sequential model = of(layers);
        model.outputShape(input);
        return model;
    }

    @Override
    public Tensor forward(Tensor x) {
        return Gradients.areRecorded() ? run(x) : Inference.of(() -> run(x));
    }

    private Tensor run(Tensor input) {
        Tensor x = input;
        for (int i = 0; i < layers.size(); i++) {
            boolean activated = i + 1 < layers.size() && layers.get(i + 1) instanceof Relu;
            if (activated && layers.get(i) instanceof Conv2d layer && i + 2 < layers.size()
                    && layers.get(i + 2) instanceof MaxPool2d pool && pool.window().equals(HALVING)) {
                x = convolutionBlock(x, layer.weight(), layer.bias(), layer.window(), layer.groups());
                i += 2;
            } else if (activated && layers.get(i) instanceof FusesActivation layer) {
                x = layer.forward(x, FusedActivation.RELU);
                i++;
            } else {
                x = layers.get(i).forward(x);
            }
        }
        return x;
    }

    /** {@inheritDoc} The message of an error names the layer. */
    @Override
    public Shape outputShape(Shape input) {
        Shape shape = input;
        for (int i = 0; i < layers.size(); i++) {
            try {
                shape = layers.get(i).outputShape(shape);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(name(layers, i) + ": " + e.getMessage(), e);
            }
        }
        return shape;
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
            if (known != null && expected != null && known.axis() == expected.axis() && known.count() != expected.count()) {
                throw new IllegalArgumentException(name(layers, i) + ": expects " + expected + ", but " + (i == 0 ? "the input"
                        : name(layers, i - 1)) + " gives it " + known.count() + "; make the two numbers equal");
            }
            known = layers.get(i).provides(known);
        }
        return known;
    }

    private static String name(List<Layer> layers, int index) {
        return "layer " + index + " (" + layers.get(index).getClass().getSimpleName() + ")";
    }
}
