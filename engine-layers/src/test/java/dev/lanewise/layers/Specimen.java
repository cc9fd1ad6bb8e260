package dev.lanewise.layers;

import dev.lanewise.gradient.Gradients;
import dev.lanewise.gradient.Inference;
import dev.lanewise.op.Arithmetic;
import dev.lanewise.op.Reductions;
import dev.lanewise.op.Slice;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A layer and inputs for it: numbers of a normal distribution, or ids, of which each example has some at its beginning and 0 behind them.
 *
 * @param name how messages call it
 * @param example the shape of one input, without the batch
 * @param words how many ids there are; 0 for numbers
 */
record Specimen(String name, Layer layer, Shape example, int words) {

    private static final int MEMORY = 11;

    /** A layer that takes numbers. */
    static Specimen numbers(Layer layer, int... example) {
        return new Specimen(layer.getClass().getSimpleName(), layer, Shape.of(example), 0);
    }

    /** A layer that takes ids. */
    static Specimen ids(Layer layer, int words, int steps) {
        return new Specimen(layer.getClass().getSimpleName(), layer, Shape.of(steps), words);
    }

    /** This, where its class does not tell it from others. */
    Specimen named(String other) {
        return new Specimen(other, layer, example, words);
    }

    /** The same inputs for another layer. */
    Specimen with(Layer other) {
        return new Specimen(name, other, example, words);
    }

    /** So many examples, the same at each call. */
    Tensor inputs(int batch) {
        Philox random = Philox.seeded(31);
        int width = example.size();
        float[] values = new float[batch * width];
        for (int n = 0; n < batch; n++) {
            int used = words == 0 ? width : 1 + (7 * n + width / 2) % width;
            for (int i = 0; i < used; i++) {
                values[n * width + i] = words == 0 ? (float) random.nextGaussian() : 1 + random.nextInt(words - 1);
            }
        }
        int[] shape = new int[example.rank() + 1];
        shape[0] = batch;
        System.arraycopy(example.toArray(), 0, shape, 1, example.rank());
        return Tensor.wrap(Shape.of(shape), values);
    }

    /** Some of the examples. */
    static Tensor part(Tensor inputs, int from, int to) {
        return Slice.slice(inputs, 0, from, to);
    }

    /** The output; a decoder's memory is what its input begins with. */
    Tensor forward(Tensor x) {
        return switch (layer) {
            case TransformerDecoder decoder -> decoder.forward(x, Slice.slice(x, 1, 0, MEMORY));
            case TransformerDecoderLayer decoder -> decoder.forward(x, Slice.slice(x, 1, 0, MEMORY));
            default -> layer.forward(x);
        };
    }

    /** The output for an application. */
    Tensor predict(Tensor x) {
        return needsMemory() ? Inference.of(() -> forward(x)) : layer.predict(x);
    }

    /** Whether the layer takes a second input. */
    boolean needsMemory() {
        return layer instanceof TransformerDecoder || layer instanceof TransformerDecoderLayer;
    }

    /** The output of a training step, under "y", and the gradients of Σ wᵢ·yᵢ, of the input under "x" and of parameters under their paths. */
    Map<String, Tensor> trainingStep(int batch) {
        Map<String, Tensor> results = new LinkedHashMap<>();
        Parameter x = Parameter.of(inputs(batch));
        x.setFrozen(words > 0);
        try (var gradients = Gradients.of(() -> {
            Tensor y = forward(x);
            results.put("y", y.copy());
            return Reductions.sum(Arithmetic.multiply(y, Initializers.uniform(-1, 1).values(y.shape(), Philox.seeded(32))));
        })) {
            gradients.find(x).ifPresent(dx -> results.put("x", dx.copy()));
            for (Parameters.Entry entry : layer.parameters().trainable()) {
                results.put(entry.path(), gradients.of(entry.parameter()).copy());
            }
        }
        return results;
    }

    @Override
    public String toString() {
        return name + " of [batch, " + example.toString().substring(1);
    }
}
