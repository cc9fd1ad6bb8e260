package dev.lanewise.samples.preset;

import dev.lanewise.layers.Flatten;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Linear;
import dev.lanewise.layers.Relu;
import dev.lanewise.layers.Sequential;
import dev.lanewise.random.Philox;

/** The smallest network that reads digits well: one hidden layer. */
final class Mlp implements Preset {

    @Override
    public String name() {
        return "mlp";
    }

    @Override
    public String description() {
        return "dense 784-32-10, trained in seconds";
    }

    @Override
    public Layer build(Philox random) {
        return Sequential.of(oneImage(), Preset.pixels(), new Flatten(),    // [n, 784]
                Linear.of(28 * 28, 32, random), new Relu(),                 // [n, 32]
                Linear.of(32, 10, random));                                 // [n, 10] logits
    }
}
