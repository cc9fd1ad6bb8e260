package dev.lanewise.samples.preset;

import dev.lanewise.layers.Flatten;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Linear;
import dev.lanewise.layers.Relu;
import dev.lanewise.layers.Sequential;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Shape;

/** Two wide hidden layers: nearly all of the work is matrix products. */
final class MlpWide implements ImagePreset {

    @Override
    public String name() {
        return "mlp-wide";
    }

    @Override
    public String description() {
        return "dense 784-512-512-10";
    }

    @Override
    public Layer build(Shape image, int classes, Philox random) {
        return Sequential.of(ImagePreset.oneImage(image), ImagePreset.pixels(), new Flatten(),  // [n, 784]
                Linear.of(28 * 28, 512, random), new Relu(),                                    // [n, 512]
                Linear.of(512, 512, random), new Relu(),                                        // [n, 512]
                Linear.of(512, classes, random));                                               // [n, classes] logits
    }
}
