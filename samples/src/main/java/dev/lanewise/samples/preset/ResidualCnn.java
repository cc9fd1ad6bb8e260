package dev.lanewise.samples.preset;

import dev.lanewise.io.augment.Augmentation;
import dev.lanewise.layers.AveragePool2d;
import dev.lanewise.layers.BatchNorm2d;
import dev.lanewise.layers.Conv2d;
import dev.lanewise.layers.Flatten;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Linear;
import dev.lanewise.layers.Relu;
import dev.lanewise.layers.Residual;
import dev.lanewise.layers.Sequential;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Shape;

/**
 * A small residual network (He, Zhang, Ren and Sun, <i>Deep residual learning for image recognition</i>, CVPR 2016) for images of 32×32 in colour or of
 * 28×28 in grey.
 */
final class ResidualCnn implements ImagePreset {

    @Override
    public String name() {
        return "residual-cnn";
    }

    @Override
    public String description() {
        return "convolutions with batch norm, 32, 64, 128 channels, two residual blocks, average over all places, dense";
    }

    @Override
    public Shape input() {
        return Shape.of(3, 32, 32);
    }

    /** It halves the image twice. */
    @Override
    public boolean takes(Shape image) {
        return image.rank() == 3 && image.dimension(1) == image.dimension(2) && image.dimension(1) % 4 == 0;
    }

    @Override
    public Layer build(Shape image, int classes, Philox random) {
        return Sequential.of(ImagePreset.oneImage(image), ImagePreset.pixels(),                               // [n,   3, 32, 32]
                convolution(image.dimension(0), 32, 1, random), BatchNorm2d.of(32), new Relu(),     // [n,  32, 32, 32]
                convolution(32, 64, 2, random), BatchNorm2d.of(64), new Relu(),                     // [n,  64, 16, 16]
                block(64, random), new Relu(),
                convolution(64, 128, 2, random), BatchNorm2d.of(128), new Relu(),                   // [n, 128,  8,  8]
                block(128, random), new Relu(),
                new AveragePool2d(image.dimension(1) / 4), new Flatten(),                           // [n, 128]
                Linear.of(128, classes, random));                                                   // [n, classes] logits
    }

    private static Residual block(int channels, Philox random) {
        return Residual.of(
                convolution(channels, channels, 1, random), BatchNorm2d.of(channels), new Relu(),
                convolution(channels, channels, 1, random), BatchNorm2d.of(channels));
    }

    /** 3×3 with a border of zeros; batch norm, which follows, has a bias of its own. */
    private static Conv2d convolution(int in, int out, int stride, Philox random) {
        return Conv2d.of(in, out, 3, random).padding(1).stride(stride).withoutBias();
    }

    /** Photographs, and clothes, may be mirrored. */
    @Override
    public Augmentation augmentation(Shape image) {
        return ImagePreset.ofPhotographs(image);
    }

    @Override
    public int batchSize() {
        return 64;
    }

    @Override
    public double learningRate() {
        return 2e-3;
    }

    @Override
    public int epochs() {
        return 15;
    }
}
