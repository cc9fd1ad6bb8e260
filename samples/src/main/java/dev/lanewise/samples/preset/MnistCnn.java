package dev.lanewise.samples.preset;

import dev.lanewise.layers.Conv2d;
import dev.lanewise.layers.Flatten;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Linear;
import dev.lanewise.layers.MaxPool2d;
import dev.lanewise.layers.Relu;
import dev.lanewise.layers.Sequential;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Shape;

/** One convolution, one pooling, two linear layers: the classic first network for MNIST. 693,962 parameters. */
final class MnistCnn implements ImagePreset {

    @Override
    public String name() {
        return "mnist-cnn";
    }

    @Override
    public String description() {
        return "convolution 32 3×3, max-pool, dense 128, dense 10";
    }

    @Override
    public Layer build(Shape image, int classes, Philox random) {
        return Sequential.of(ImagePreset.oneImage(image), ImagePreset.pixels(),     // [n,  1, 28, 28]
                Conv2d.of(1, 32, 3, random), new Relu(),                            // [n, 32, 26, 26]
                new MaxPool2d(2), new Flatten(),                                    // [n, 5408]
                Linear.of(32 * 13 * 13, 128, random), new Relu(),                   // [n, 128]
                Linear.of(128, classes, random));                                   // [n, classes] logits
    }
}
