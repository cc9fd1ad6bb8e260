package dev.lanewise.samples.preset;

import dev.lanewise.layers.Flatten;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Linear;
import dev.lanewise.layers.Relu;
import dev.lanewise.layers.Sequential;
import dev.lanewise.random.Philox;

/** Two wide hidden layers: nearly all of the work is matrix products. */
final class MlpWide implements Preset {

    @Override
    public String name() {
        return "mlp-wide";
    }

    @Override
    public String description() {
        return "dense 784-512-512-10";
    }

    @Override
    public Layer build(Philox random) {
        return Sequential.of(oneImage(), Preset.pixels(), new Flatten(),    // [n, 784]
                Linear.of(28 * 28, 512, random), new Relu(),                // [n, 512]
                Linear.of(512, 512, random), new Relu(),                    // [n, 512]
                Linear.of(512, 10, random));                                // [n, 10] logits
    }
}
