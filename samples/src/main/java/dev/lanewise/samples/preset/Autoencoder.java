package dev.lanewise.samples.preset;

import dev.lanewise.layers.Flatten;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Linear;
import dev.lanewise.layers.Relu;
import dev.lanewise.layers.Sequential;
import dev.lanewise.layers.Sigmoid;
import dev.lanewise.layers.Unflatten;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Shape;

/**
 * Squeezes an image into 32 numbers and draws it again from them (Hinton and Salakhutdinov, <i>Reducing the dimensionality of data with neural
 * networks</i>, Science 2006). What it learns from are the images alone; their classes are not looked at.
 */
final class Autoencoder implements ImagePreset {

    @Override
    public String name() {
        return "autoencoder";
    }

    @Override
    public String description() {
        return "dense 784-256-32-256-784: draws an image again from 32 numbers";
    }

    @Override
    public boolean reconstructs() {
        return true;
    }

    @Override
    public boolean takes(Shape image) {
        return image.rank() == 3;
    }

    @Override
    public Layer build(Shape image, int classes, Philox random) {
        int pixels = image.size();
        return Sequential.of(ImagePreset.oneImage(image), new Flatten(),                             // [n, 784]
                Linear.of(pixels, 256, random), new Relu(),                                     // [n, 256]
                Linear.of(256, 32, random), new Relu(),                                         // [n,  32]
                Linear.of(32, 256, random), new Relu(),                                         // [n, 256]
                Linear.of(256, pixels, random), new Sigmoid(),                                  // [n, 784]
                Unflatten.of(1, image.dimension(0), image.dimension(1), image.dimension(2)));   // [n,   1, 28, 28]
    }
}
