package dev.lanewise.samples.preset;

import dev.lanewise.io.augment.Augmentation;
import dev.lanewise.layers.Conv2d;
import dev.lanewise.layers.Flatten;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Linear;
import dev.lanewise.layers.MaxPool2d;
import dev.lanewise.layers.Relu;
import dev.lanewise.layers.Sequential;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Shape;

/** Three rounds of convolution and pooling for photographs, as people write it first; 44,402,442 parameters at 224×224 and ten classes. */
final class ImageCnn implements ImagePreset {

    private static final int LEAST_SIDE = 22; // below, nothing is left after the third pooling

    @Override
    public String name() {
        return "image-cnn";
    }

    @Override
    public String description() {
        return "three times convolution 3×3 and max-pool with 32, 64, 128 channels, dense 512, for photographs of 224×224";
    }

    @Override
    public Shape input() {
        return Shape.of(3, 224, 224);
    }

    @Override
    public boolean takes(Shape image) {
        return image.rank() == 3 && image.dimension(0) == 3 && image.dimension(1) >= LEAST_SIDE && image.dimension(2) >= LEAST_SIDE;
    }

    @Override
    public Layer build(Shape image, int classes, Philox random) {
        int height = sideAfter(image.dimension(1));
        int width = sideAfter(image.dimension(2));
        return Sequential.of(ImagePreset.oneImage(image),                                                        // [n,   3, 224, 224]
                Conv2d.of(image.dimension(0), 32, 3, random), new Relu(), new MaxPool2d(2),                 // [n,  32, 111, 111]
                Conv2d.of(32, 64, 3, random), new Relu(), new MaxPool2d(2),                                 // [n,  64,  54,  54]
                Conv2d.of(64, 128, 3, random), new Relu(), new MaxPool2d(2),                                // [n, 128,  26,  26]
                new Flatten(), Linear.of(128 * height * width, 512, random), new Relu(),                    // [n, 512]
                Linear.of(512, classes, random));                                                           // [n, classes] logits
    }

    /** Each round takes two pixels and halves the rest. */
    private static int sideAfter(int side) {
        return (((side - 2) / 2 - 2) / 2 - 2) / 2;
    }

    /** Photographs may be mirrored. */
    @Override
    public Augmentation augmentation(Shape image) {
        return ImagePreset.ofPhotographs(image);
    }

    @Override
    public int batchSize() {
        return 8;
    }

    @Override
    public double learningRate() {
        return 3e-4;
    }
}
