package dev.lanewise.bench;

import dev.lanewise.layers.Conv2d;
import dev.lanewise.layers.Embedding;
import dev.lanewise.layers.Flatten;
import dev.lanewise.layers.Gru;
import dev.lanewise.layers.LastStep;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Linear;
import dev.lanewise.layers.Lstm;
import dev.lanewise.layers.MaxPool2d;
import dev.lanewise.layers.RecurrentClassifier;
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
import java.util.Set;

/** The models that every engine is measured with. */
public final class ReferenceModels {

    private static final int VOCABULARY = 65;
    private static final int CONTEXT = 128;

    /** The names that {@link #named} knows. */
    public static final Set<String> NAMES = Set.of("gpt", "cnn", "cnn224", "lstm", "gru", "bilstm", "mlp32", "mlp512");

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

    /** W4: a GPT of 65 characters, width 128, 4 heads, 4 layers that normalize first, 512 features and gelu between; context 128. */
    static TransformerLanguageModel languageModel() {
        return TransformerLanguageModel.of(VOCABULARY, CONTEXT, TransformerSettings.of(128, 4).layers(4).preNorm().gelu(), Philox.seeded(1));
    }

    /** W3: LSTM(128) over 32 features, the last step, Linear 128-10. */
    static Sequential lstm() {
        Philox random = Philox.seeded(1);
        return Sequential.of(Lstm.of(32, 128, random), new LastStep(), Linear.of(128, 10, random));
    }

    /** W3: GRU(128) over 32 features, the last step, Linear 128-10. */
    static Sequential gru() {
        Philox random = Philox.seeded(1);
        return Sequential.of(Gru.of(32, 128, random), new LastStep(), Linear.of(128, 10, random));
    }

    /** W3 and W6: Embedding 10000-64 with a gradient of all rows, LSTM(64) in both directions, Linear 128-64 relu, Linear 64-10. */
    static Sequential bidirectionalLstm() {
        Philox random = Philox.seeded(1);
        return Sequential.of(new RecurrentClassifier(
                Embedding.of(10_000, 64, random).dense(), Lstm.of(64, 64, 1, true, random),
                Sequential.of(Linear.of(128, 64, random), new Relu(), Linear.of(64, 10, random))));
    }

    /** The model of this name, as in the parameters of the benchmarks. */
    public static Layer named(String name) {
        return switch (name) {
            case "gpt" -> languageModel();
            case "cnn" -> cnn();
            case "cnn224" -> largeCnn();
            case "lstm" -> lstm();
            case "gru" -> gru();
            case "bilstm" -> bidirectionalLstm();
            case "mlp32" -> smallPerceptron();
            case "mlp512" -> widePerceptron();
            default -> throw new IllegalArgumentException("no reference model " + name);
        };
    }

    /** A batch of normally distributed numbers in the shape that the model of this name takes, or of random tokens. */
    public static Tensor inputs(String name, int batch) {
        Philox random = Philox.seeded(2);
        Shape shape = inputShape(name, batch);
        float[] values = new float[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (name) {
                case "gpt" -> random.nextInt(VOCABULARY);
                case "bilstm" -> random.nextInt(10_000);
                default -> (float) random.nextGaussian();
            };
        }
        return Tensor.wrap(shape, values);
    }

    /** The shape of that batch. */
    public static Shape inputShape(String name, int batch) {
        return switch (name) {
            case "gpt" -> Shape.of(batch, CONTEXT);
            case "cnn" -> Shape.of(batch, 1, 28, 28);
            case "cnn224" -> Shape.of(batch, 3, 224, 224);
            case "lstm", "gru" -> Shape.of(batch, 100, 32);
            case "bilstm" -> Shape.of(batch, 100);
            default -> Shape.of(batch, 784);
        };
    }

    /** The loss that the model of this name is trained with. */
    public static Loss loss(String name) {
        return name.equals("gpt") ? Loss.ofSteps(Losses::crossEntropy) : Losses::crossEntropy;
    }

    /** A batch of random labels: of ten classes, or a token for each step. */
    public static IntTensor labels(String name, int batch) {
        Philox random = Philox.seeded(3);
        boolean steps = name.equals("gpt");
        int[] values = new int[steps ? batch * CONTEXT : batch];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(steps ? VOCABULARY : 10);
        }
        return IntTensor.wrap(steps ? Shape.of(batch, CONTEXT) : Shape.of(batch), values);
    }
}
