package dev.lanewise.samples.preset;

import dev.lanewise.layers.Flatten;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Linear;
import dev.lanewise.layers.Relu;
import dev.lanewise.layers.Sequential;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Shape;

/** The smallest network that reads digits well: one hidden layer. */
final class Mlp implements ImagePreset {

    @Override
    public String name() {
        return "mlp";
    }

    @Override
    public String description() {
        return "dense 784-32-10, trained in seconds";
    }

    @Override
    public Layer build(Shape image, int classes, Philox random) {
        return Sequential.of(ImagePreset.oneImage(image), ImagePreset.pixels(), new Flatten(),  // [n, 784]
                Linear.of(28 * 28, 32, random), new Relu(),                                     // [n, 32]
                Linear.of(32, classes, random));                                                // [n, classes] logits
    }
}
