package dev.lanewise.bench.scaling;

import dev.lanewise.layers.Conv2d;
import dev.lanewise.layers.Flatten;
import dev.lanewise.layers.LastStep;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Linear;
import dev.lanewise.layers.Lstm;
import dev.lanewise.layers.MaxPool2d;
import dev.lanewise.layers.Relu;
import dev.lanewise.layers.Sequential;
import dev.lanewise.layers.TransformerLanguageModel;
import dev.lanewise.layers.TransformerSettings;
import dev.lanewise.loss.Loss;
import dev.lanewise.loss.Losses;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * A model of one family in one size, with a batch.
 *
 * @param axis what differs from the family's middle size: batch, width or length
 * @param width hidden features, or channels
 * @param length steps of a sequence; 1 where there are none
 */
record Workload(String family, String axis, int batch, int width, int length) {

    private static final int CLASSES = 10;
    private static final int FEATURES = 32;
    private static final int VOCABULARY = 65;

    static final List<String> FAMILIES = List.of("mlp", "cnn", "lstm", "gpt");

    /** The sizes of a family: each axis by itself, the others in the middle. */
    static List<Workload> of(String family) {
        return switch (family) {
            case "mlp" -> axes(family, 128, 256, 1, new int[] {1, 8, 32, 128, 512}, new int[] {32, 128, 256, 512, 1024}, new int[0]);
            case "cnn" -> axes(family, 32, 32, 1, new int[] {1, 8, 32, 128}, new int[] {8, 16, 32, 64}, new int[0]);
            case "lstm" -> axes(family, 32, 128, 50, new int[] {1, 8, 32, 128}, new int[] {32, 64, 128, 256}, new int[] {10, 50, 200});
            case "gpt" -> axes(family, 4, 128, 64, new int[] {1, 4, 16}, new int[] {32, 64, 128, 256}, new int[] {16, 64, 256});
            default -> throw new IllegalArgumentException("expected one of " + FAMILIES + ", found " + family);
        };
    }

    private static List<Workload> axes(String family, int batch, int width, int length, int[] batches, int[] widths, int[] lengths) {
        List<Workload> all = new ArrayList<>();
        for (int value : batches) {
            all.add(new Workload(family, "batch", value, width, length));
        }
        for (int value : widths) {
            all.add(new Workload(family, "width", batch, value, length));
        }
        for (int value : lengths) {
            all.add(new Workload(family, "length", batch, width, value));
        }
        return all;
    }

    /** The size along the axis. */
    int size() {
        return switch (axis) {
            case "batch" -> batch;
            case "width" -> width;
            default -> length;
        };
    }

    Layer model() {
        Philox random = Philox.seeded(1);
        return switch (family) {
            case "mlp" -> Sequential.of(
                    Linear.of(784, width, random), new Relu(),
                    Linear.of(width, width, random), new Relu(),
                    Linear.of(width, CLASSES, random));
            case "cnn" -> Sequential.of(
                    Conv2d.of(1, width, 3, random), new Relu(),
                    new MaxPool2d(2), new Flatten(),
                    Linear.of(width * 13 * 13, 128, random), new Relu(),
                    Linear.of(128, CLASSES, random));
            case "lstm" -> Sequential.of(Lstm.of(FEATURES, width, random), new LastStep(), Linear.of(width, CLASSES, random));
            default -> TransformerLanguageModel.of(VOCABULARY, length, TransformerSettings.of(width, 4).layers(2).preNorm().gelu(), random);
        };
    }

    Tensor inputs() {
        Philox random = Philox.seeded(2);
        boolean tokens = family.equals("gpt");
        Shape shape = switch (family) {
            case "mlp" -> Shape.of(batch, 784);
            case "cnn" -> Shape.of(batch, 1, 28, 28);
            case "lstm" -> Shape.of(batch, length, FEATURES);
            default -> Shape.of(batch, length);
        };
        float[] values = new float[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = tokens ? random.nextInt(VOCABULARY) : (float) random.nextGaussian();
        }
        return Tensor.wrap(shape, values);
    }

    IntTensor labels() {
        Philox random = Philox.seeded(3);
        boolean steps = family.equals("gpt");
        Shape shape = steps ? Shape.of(batch, length) : Shape.of(batch);
        int[] values = new int[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(steps ? VOCABULARY : CLASSES);
        }
        return IntTensor.wrap(shape, values);
    }

    Loss loss() {
        return family.equals("gpt") ? Loss.ofSteps(Losses::crossEntropy) : Losses::crossEntropy;
    }
}
