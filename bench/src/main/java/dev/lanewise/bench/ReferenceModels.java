package dev.lanewise.bench;

import dev.lanewise.layers.Conv2d;
import dev.lanewise.layers.Flatten;
import dev.lanewise.layers.Linear;
import dev.lanewise.layers.MaxPool2d;
import dev.lanewise.layers.Relu;
import dev.lanewise.layers.Sequential;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/** The models that every engine is measured with. */
final class ReferenceModels {

    private ReferenceModels() {}

    /** W1: Conv(1, 32, 3×3) relu, max-pool 2, Linear 5408-128 relu, Linear 128-10. */
    static Sequential cnn() {
        Philox random = Philox.seeded(1);
        return Sequential.of(
                Conv2d.of(1, 32, 3, random), new Relu(),
                new MaxPool2d(2), new Flatten(),
                Linear.of(32 * 13 * 13, 128, random), new Relu(),
                Linear.of(128, 10, random));
    }

    /** W5: 784-32-10. */
    static Sequential smallPerceptron() {
        Philox random = Philox.seeded(1);
        return Sequential.of(Linear.of(784, 32, random), new Relu(), Linear.of(32, 10, random));
    }

    /** W5: 784-512-512-10. */
    static Sequential widePerceptron() {
        Philox random = Philox.seeded(1);
        return Sequential.of(
                Linear.of(784, 512, random), new Relu(),
                Linear.of(512, 512, random), new Relu(),
                Linear.of(512, 10, random));
    }

    /** W2: three times Conv 3×3 relu and max-pool 2 with 32, 64, 128 channels, Linear 86528-512 relu, Linear 512-10. */
    static Sequential largeCnn() {
        Philox random = Philox.seeded(1);
        return Sequential.of(                                                   // [n,   3, 224, 224]
                Conv2d.of(3, 32, 3, random), new Relu(), new MaxPool2d(2),      // [n,  32, 111, 111]
                Conv2d.of(32, 64, 3, random), new Relu(), new MaxPool2d(2),     // [n,  64,  54,  54]
                Conv2d.of(64, 128, 3, random), new Relu(), new MaxPool2d(2),    // [n, 128,  26,  26]
                new Flatten(),
                Linear.of(128 * 26 * 26, 512, random), new Relu(),
                Linear.of(512, 10, random));
    }

    static Sequential named(String name) {
        return switch (name) {
            case "cnn" -> cnn();
            case "cnn224" -> largeCnn();
            case "mlp32" -> smallPerceptron();
            case "mlp512" -> widePerceptron();
            default -> throw new IllegalArgumentException("no reference model " + name);
        };
    }

    /** A batch of normally distributed numbers in the shape that the model of this name takes. */
    static Tensor inputs(String name, int batch) {
        Philox random = Philox.seeded(2);
        Shape shape = switch (name) {
            case "cnn" -> Shape.of(batch, 1, 28, 28);
            case "cnn224" -> Shape.of(batch, 3, 224, 224);
            default -> Shape.of(batch, 784);
        };
        float[] values = new float[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensor.wrap(shape, values);
    }

    /** A batch of random labels of ten classes. */
    static IntTensor labels(int batch) {
        Philox random = Philox.seeded(3);
        int[] values = new int[batch];
        for (int i = 0; i < batch; i++) {
            values[i] = random.nextInt(10);
        }
        return IntTensor.of(values);
    }
}
