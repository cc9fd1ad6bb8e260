package dev.lanewise.samples.preset;

import dev.lanewise.layers.BatchNorm2d;
import dev.lanewise.layers.Conv2d;
import dev.lanewise.layers.Dropout;
import dev.lanewise.layers.Flatten;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Linear;
import dev.lanewise.layers.MaxPool2d;
import dev.lanewise.layers.Relu;
import dev.lanewise.layers.Sequential;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Shape;

/** Two rounds of convolution and pooling like LeNet-5 (LeCun et al. 1998), with batch norm and dropout as people add today. */
final class Lenet implements ImagePreset {

    @Override
    public String name() {
        return "lenet";
    }

    @Override
    public String description() {
        return "twice convolution, batch norm and max-pool, then dense 128 with dropout, dense 10";
    }

    @Override
    public Layer build(Shape image, int classes, Philox random) {
        return Sequential.of(ImagePreset.oneImage(image), ImagePreset.pixels(),                         // [n,  1, 28, 28]
                Conv2d.of(1, 16, 5, random), BatchNorm2d.of(16), new Relu(), new MaxPool2d(2),          // [n, 16, 12, 12]
                Conv2d.of(16, 32, 5, random), BatchNorm2d.of(32), new Relu(), new MaxPool2d(2),         // [n, 32,  4,  4]
                new Flatten(), Linear.of(32 * 4 * 4, 128, random), new Relu(),                          // [n, 128]
                Dropout.of(0.4f, random), Linear.of(128, classes, random));                             // [n, classes] logits
    }
}
