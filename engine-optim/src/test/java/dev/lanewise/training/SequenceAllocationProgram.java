package dev.lanewise.training;

import dev.lanewise.engine.Engine;
import dev.lanewise.gradient.Gradients;
import dev.lanewise.layers.Gru;
import dev.lanewise.layers.LastStep;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Linear;
import dev.lanewise.layers.Lstm;
import dev.lanewise.layers.RecurrentClassifier;
import dev.lanewise.layers.Sequential;
import dev.lanewise.layers.TransformerLanguageModel;
import dev.lanewise.layers.TransformerSettings;
import dev.lanewise.loss.Loss;
import dev.lanewise.loss.Losses;
import dev.lanewise.optim.Adam;
import dev.lanewise.optim.Clipping;
import dev.lanewise.optim.Optimizer;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.Set;

/** Prints what warm steps of training of sequence models allocate, and warm predictions beyond their result. See {@link WarmWork}. */
final class SequenceAllocationProgram {

    /** What an op itself needs, such as shapes and the formulas of its gradients, is 100 to 200 bytes, and these models have up to 40 ops. */
    static final long PREDICTION_BAR = 12 * 1024;

    private static final int BATCH = 7;
    private static final int STEPS = 19;
    private static final int FEATURES = 11;
    private static final int HIDDEN = 29;
    private static final int CLASSES = 5;
    private static final int TOKENS = 61;

    private static final WarmWork WARM = new WarmWork(40);

    private static Set<String> chosen = Set.of();

    private SequenceAllocationProgram() {}

    /** Prints a line {@code name bytes} for each kind of work, {@code model-step} and {@code model-prediction}, of the models with these names. */
    public static void main(String[] arguments) {
        Engine.useThreads(2);
        Philox random = Philox.seeded(1);
        Tensor signals = Batches.inputs(Shape.of(BATCH, STEPS, FEATURES), 2);
        IntTensor classes = Batches.labels(BATCH, CLASSES, 3);
        Tensor ids = ids(STEPS - 8, BATCH);
        IntTensor next = IntTensor.wrap(Shape.of(BATCH, STEPS), Batches.labels(BATCH * STEPS, TOKENS, 5).array());
        TransformerSettings settings = TransformerSettings.of(24, 3).layers(2).feedForward(53).dropout(0.1).preNorm().gelu();

        chosen = Set.of(arguments);
        report("lstm", Sequential.of(Lstm.of(FEATURES, HIDDEN, random), new LastStep(), Linear.of(HIDDEN, CLASSES, random)),
                signals, classes, Losses::crossEntropy);
        report("gru", Sequential.of(Gru.of(FEATURES, HIDDEN, 2, false, random).dropout(0.1, random), new LastStep(), Linear.of(HIDDEN, CLASSES, random)),
                signals, classes, Losses::crossEntropy);
        report("bidirectional-classifier", RecurrentClassifier.of(TOKENS, FEATURES, HIDDEN, CLASSES, random), ids, classes, Losses::crossEntropy);
        report("transformer-language-model", TransformerLanguageModel.of(TOKENS, STEPS, settings, random), ids, next,
                Loss.ofSteps(Losses::crossEntropy));
    }

    /** Sequences of different lengths, with zeros behind the end of each. */
    private static Tensor ids(int least, int batch) {
        Philox random = Philox.seeded(4);
        Tensor ids = Tensor.zeros(Shape.of(batch, STEPS));
        for (int n = 0; n < batch; n++) {
            for (int t = 0; t < Math.min(STEPS, least + n * 2); t++) {
                ids.array()[n * STEPS + t] = 1 + random.nextInt(TOKENS - 1);
            }
        }
        return ids;
    }

    private static void report(String name, Layer model, Tensor inputs, IntTensor labels, Loss loss) {
        if (!chosen.contains(name)) {
            return;
        }
        Optimizer optimizer = Optimizer.of(model.parameters(), Adam.withLearningRate(1e-3)).clip(Clipping.globalNorm(1));
        System.out.println(name + "-step " + WARM.bytes(() -> {
            try (var gradients = Gradients.of(() -> loss.of(model.forward(inputs), labels))) {
                optimizer.step(gradients);
            }
        }, AllocationProgram.STEP_BAR));
        Shape one = inputs.shape().with(0, 1);
        Tensor alone = Tensor.wrap(one, Arrays.copyOf(inputs.array(), one.size()));
        long result = 4L * model.predict(alone).size();
        System.out.println(name + "-prediction " + (WARM.bytes(() -> model.predict(alone), PREDICTION_BAR + result) - result));
    }
}
