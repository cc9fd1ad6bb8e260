package dev.lanewise.samebits;

import static dev.lanewise.loss.Losses.crossEntropy;

import dev.lanewise.engine.Engine;
import dev.lanewise.gradient.Gradients;
import dev.lanewise.layers.AdaptiveAveragePool1d;
import dev.lanewise.layers.AdaptiveAveragePool2d;
import dev.lanewise.layers.AdditiveAttention;
import dev.lanewise.layers.AttentionPooling;
import dev.lanewise.layers.AveragePool1d;
import dev.lanewise.layers.AveragePool2d;
import dev.lanewise.layers.BatchNorm1d;
import dev.lanewise.layers.BatchNorm2d;
import dev.lanewise.layers.Concat;
import dev.lanewise.layers.Conv1d;
import dev.lanewise.layers.Conv2d;
import dev.lanewise.layers.ConvTranspose1d;
import dev.lanewise.layers.ConvTranspose2d;
import dev.lanewise.layers.Dropout;
import dev.lanewise.layers.Dropout1d;
import dev.lanewise.layers.Dropout2d;
import dev.lanewise.layers.Elu;
import dev.lanewise.layers.Embedding;
import dev.lanewise.layers.Flatten;
import dev.lanewise.layers.Gelu;
import dev.lanewise.layers.Gru;
import dev.lanewise.layers.GlobalAveragePool;
import dev.lanewise.layers.GlobalMaxPool;
import dev.lanewise.layers.GroupNorm;
import dev.lanewise.layers.Identity;
import dev.lanewise.layers.InstanceNorm1d;
import dev.lanewise.layers.InstanceNorm2d;
import dev.lanewise.layers.LastStep;
import dev.lanewise.layers.LayerNorm;
import dev.lanewise.layers.LearnedPositions;
import dev.lanewise.layers.Linear;
import dev.lanewise.layers.Lstm;
import dev.lanewise.layers.LuongAttention;
import dev.lanewise.layers.MaxPool1d;
import dev.lanewise.layers.MaxPool2d;
import dev.lanewise.layers.MultiHeadAttention;
import dev.lanewise.layers.Prelu;
import dev.lanewise.layers.RecurrentClassifier;
import dev.lanewise.layers.Relu;
import dev.lanewise.layers.Residual;
import dev.lanewise.layers.RmsNorm;
import dev.lanewise.layers.Rnn;
import dev.lanewise.layers.Sequential;
import dev.lanewise.layers.Sigmoid;
import dev.lanewise.layers.Silu;
import dev.lanewise.layers.SinusoidalPositions;
import dev.lanewise.layers.Tanh;
import dev.lanewise.layers.TransformerEncoder;
import dev.lanewise.layers.TransformerEncoderLayer;
import dev.lanewise.layers.TransformerSettings;
import dev.lanewise.layers.Upsample1d;
import dev.lanewise.layers.Upsample2d;
import dev.lanewise.op.Interpolation;
import dev.lanewise.op.PaddingMode;
import dev.lanewise.op.Window1d;
import dev.lanewise.op.Window2d;
import dev.lanewise.loss.CrossEntropyLoss;
import dev.lanewise.loss.Loss;
import dev.lanewise.loss.Penalties;
import dev.lanewise.optim.Adadelta;
import dev.lanewise.optim.Adagrad;
import dev.lanewise.optim.Adam;
import dev.lanewise.optim.AdamW;
import dev.lanewise.optim.Clipping;
import dev.lanewise.optim.Lion;
import dev.lanewise.optim.NAdam;
import dev.lanewise.optim.Optimizer;
import dev.lanewise.optim.RmsProp;
import dev.lanewise.optim.Rule;
import dev.lanewise.optim.Sgd;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * Trains small networks that use every layer with a sum in it, for each number of threads, and prints the fingerprints of their
 * weights. Layers are large enough to be split over threads; lengths are no multiples of any lane count.
 */
public final class SameBitsProgram {

    private static final int STEPS = 5;
    private static final int FEW_STEPS = 2;
    private static final int BATCH = 37;
    private static final int[] THREADS = {1, 2, 3, 5};

    private SameBitsProgram() {}

    /** Prints a line {@code name threads fingerprint} for each training, and one for each comparison of predictions. */
    public static void main(String[] arguments) {
        System.out.println("# " + Engine.describe().replace("\n", " | "));
        for (int threads : THREADS) {
            Engine.useThreads(threads);
            Sequential convolutional = train(convolutional(), Shape.of(BATCH, 2, 27, 29), STEPS);
            System.out.println("cnn " + threads + " " + convolutional.parameters().fingerprint());
            Sequential perceptron = train(perceptron(), Shape.of(BATCH, 307), STEPS);
            System.out.println("mlp " + threads + " " + perceptron.parameters().fingerprint());
            Sequential images = train(images(), Shape.of(13, 4, 23, 25), FEW_STEPS);
            System.out.println("images " + threads + " " + images.parameters().fingerprint());
            Sequential signals = train(signals(), Shape.of(13, 3, 301), FEW_STEPS);
            System.out.println("signals " + threads + " " + signals.parameters().fingerprint());
            Sequential pooled = train(pooled(), Shape.of(BATCH, 1, 25, 23), FEW_STEPS);
            System.out.println("pooled " + threads + " " + pooled.parameters().fingerprint());
            Sequential transformer = train(transformer(), Shape.of(13, 37, 24), FEW_STEPS);
            System.out.println("transformer " + threads + " " + transformer.parameters().fingerprint());
            Sequential sequences = train(sequences(), Shape.of(BATCH, 31, 5), FEW_STEPS);
            System.out.println("sequences " + threads + " " + sequences.parameters().fingerprint());
            System.out.println("texts " + threads + " " + texts());
            System.out.println("table " + threads + " " + table());
            System.out.println("prediction " + threads + " " + predictions(convolutional, Shape.of(64, 2, 27, 29)) + " "
                    + predictions(perceptron, Shape.of(64, 307)) + " " + predictions(images, Shape.of(15, 4, 23, 25)) + " "
                    + predictions(signals, Shape.of(15, 3, 301)) + " " + predictions(pooled, Shape.of(15, 1, 25, 23)) + " "
                    + predictions(transformer, Shape.of(15, 37, 24)) + " " + predictions(sequences, Shape.of(15, 31, 5)));
        }
    }

    private static Sequential convolutional() {
        Philox random = Philox.seeded(11);
        return Sequential.of(
                Conv2d.of(2, 16, 3, random).padding(1), BatchNorm2d.of(16), new Relu(),
                new MaxPool2d(2),
                Conv2d.of(16, 16, 3, random).padding(1), new Relu(), // in tiles
                Conv2d.of(16, 24, 5, random).stride(2), new Relu(),
                Dropout.of(0.3, random),
                Residual.of(Conv2d.of(24, 24, 3, random).padding(1), Prelu.of(24)),
                Concat.of(new Identity(), Conv2d.of(24, 8, 1, random), new Silu()), Conv2d.of(56, 24, 1, random), new Elu(),
                Conv2d.of(24, 20, 1, random), new Gelu(),
                new AveragePool2d(2),
                new Flatten(),
                Linear.of(20 * 2 * 2, 10, random));
    }

    /* The normalizations, and what works with windows or changes sizes. */
    private static Sequential images() {
        Philox random = Philox.seeded(13);
        return Sequential.of(
                Conv2d.of(4, 12, Window2d.square(3), 4, random).same(), GroupNorm.of(3, 12), new Relu(),
                new MaxPool2d(3).stride(2).padding(1), Dropout2d.of(0.2, random),
                Conv2d.of(12, 12, Window2d.square(3).stride(2).padding(1), 12, random), InstanceNorm2d.of(12).affine(),
                new Upsample2d(2, Interpolation.LINEAR),
                ConvTranspose2d.of(12, 10, 3, random).stride(2), new AveragePool2d(3).stride(2),
                new AdaptiveAveragePool2d(5, 3), LayerNorm.of(Shape.of(5, 3)),
                new GlobalAveragePool(), RmsNorm.of(10), BatchNorm1d.of(10),
                Linear.of(10, 10, random));
    }

    /* Convolution, relu and pooling as one op, without and with a gradient of its input; then a small layer behind many features. */
    private static Sequential pooled() {
        Philox random = Philox.seeded(15);
        return Sequential.of(
                Conv2d.of(1, 3, 3, random), new Relu(), new MaxPool2d(2),
                Conv2d.of(3, 21, 3, random).padding(1), new Relu(), new MaxPool2d(2),
                new Flatten(), Linear.of(21 * 5 * 5, 83, random), new Relu(),
                Linear.of(83, 10, random));
    }

    /* Every attention, with shared key heads, dropout of weights and both orders of normalization. */
    private static Sequential transformer() {
        Philox random = Philox.seeded(16);
        TransformerSettings settings = TransformerSettings.of(24, 3).feedForward(83).dropout(0.1);
        return Sequential.of(
                SinusoidalPositions.of(41, 24), LearnedPositions.of(37, 24, random),
                MultiHeadAttention.of(24, 4, 2, 0.2, random), AdditiveAttention.of(24, 24, 7, random), LuongAttention.general(24, 24, random),
                TransformerEncoder.of(settings.layers(2).preNorm().gelu(), random).causal(), TransformerEncoderLayer.of(settings, random),
                AttentionPooling.of(24, 11, random), Linear.of(24, 10, random));
    }

    private static Sequential signals() {
        Philox random = Philox.seeded(14);
        return Sequential.of(
                Conv1d.of(3, 8, 5, random).padding(2, PaddingMode.REFLECT), new MaxPool1d(3).stride(2),
                Conv1d.of(8, 16, Window1d.of(4), 8, random).same(), InstanceNorm1d.of(16), new Upsample1d(2),
                ConvTranspose1d.of(16, 6, 4, random).stride(2), BatchNorm1d.of(6), new AveragePool1d(3),
                Dropout1d.of(0.1, random), new AdaptiveAveragePool1d(7), new GlobalMaxPool(),
                Linear.of(6, 10, random));
    }

    private static Sequential sequences() {
        Philox random = Philox.seeded(16);
        return Sequential.of(
                Lstm.of(5, 67, 2, true, random).dropout(0.2, random), Gru.of(134, 71, random), Rnn.of(71, 37, random),
                new LastStep(), Linear.of(37, 10, random));
    }

    /* Sequences of different lengths; their predictions, alone and padded, are compared too. */
    private static String texts() {
        Philox random = Philox.seeded(17);
        RecurrentClassifier model = RecurrentClassifier.of(101, 13, 67, 10, random);
        Optimizer optimizer = Optimizer.of(model.parameters(), Adam.withLearningRate(1e-2));
        Tensor ids = Tensor.zeros(Shape.of(BATCH, 29));
        for (int step = 0; step < FEW_STEPS; step++) {
            for (int i = 0; i < ids.size(); i++) {
                ids.array()[i] = i % 29 > i / 29 % 31 ? 0 : random.nextInt(101);
            }
            IntTensor labels = labels(BATCH, step);
            try (var gradients = Gradients.of(() -> crossEntropy(model.forward(ids), labels))) {
                optimizer.step(gradients);
            }
        }
        float[] together = model.predict(ids).toArray();
        for (int row = 0; row < BATCH; row++) {
            int length = Math.min(29, row % 31 + 1);
            float[] own = Arrays.copyOfRange(ids.array(), row * 29, row * 29 + length);
            float[] alone = model.predict(Tensor.wrap(Shape.of(1, length), own)).toArray();
            if (!Arrays.equals(alone, Arrays.copyOfRange(together, row * 10, row * 10 + 10))) {
                return "differs-without-padding-in-row-" + row;
            }
        }
        return model.parameters().fingerprint();
    }

    private static Sequential perceptron() {
        Philox random = Philox.seeded(12);
        return Sequential.of(
                Linear.of(307, 257, random), new Relu(),
                Dropout.of(0.2, random),
                Linear.of(257, 131, random), new Tanh(),
                Linear.of(131, 67, random), new Sigmoid(),
                Linear.of(67, 10, random));
    }

    /** Every rule, on a table of which a part is used, with what can be put around a rule and a loss. */
    private static String table() {
        StringBuilder fingerprints = new StringBuilder();
        for (Rule rule : List.of(Sgd.withLearningRate(1e-2).nesterov(0.9), Adam.withLearningRate(1e-2).withAmsgrad(),
                AdamW.withLearningRate(1e-2), NAdam.withLearningRate(1e-2), Adagrad.withLearningRate(1e-2), Adadelta.withLearningRate(1),
                RmsProp.withLearningRate(1e-3).momentum(0.9).withCentering(), Lion.withLearningRate(1e-3))) {
            Philox random = Philox.seeded(13);
            Embedding words = Embedding.of(1009, 67, random).padding(3);
            Sequential model = Sequential.of(words, new Flatten(), Linear.of(29 * 67, 10, random));
            Optimizer optimizer = Optimizer.of(model.parameters(), rule).clip(Clipping.globalNorm(1)).average(0.9);
            Loss loss = Penalties.added(CrossEntropyLoss.standard().smoothing(0.1f), () -> Penalties.l2(1e-3f, words.weight()));
            for (int step = 0; step < STEPS; step++) {
                Tensor ids = Tensor.zeros(Shape.of(BATCH, 29));
                for (int i = 0; i < ids.size(); i++) {
                    ids.array()[i] = random.nextInt(i % 2 == 0 ? 7 : 1009);
                }
                IntTensor labels = labels(BATCH, step);
                Loss used = step % 2 == 0 ? loss : CrossEntropyLoss.standard(); // the penalty uses all rows
                try (var gradients = Gradients.of(() -> used.of(model.forward(ids), labels))) {
                    optimizer.step(gradients);
                }
            }
            fingerprints.append(optimizer.withAverages(() -> model.parameters().fingerprint()), 0, 16);
        }
        return fingerprints.toString();
    }

    private static Sequential train(Sequential model, Shape shape, int steps) {
        Optimizer optimizer = Optimizer.of(model.parameters(), Adam.withLearningRate(1e-2f));
        for (int step = 0; step < steps; step++) {
            Tensor inputs = inputs(shape, step);
            IntTensor labels = labels(shape.dimension(0), step);
            try (var gradients = Gradients.of(() -> crossEntropy(model.forward(inputs), labels))) {
                optimizer.step(gradients);
            }
        }
        return model;
    }

    /** The hash of the predictions for single samples, after a check that batches of 7 and 64 give the same bits. */
    private static String predictions(Sequential model, Shape shape) {
        Tensor all = inputs(shape, 99);
        float[] together = model.predict(all).toArray();
        for (int batch : new int[] {1, 7}) {
            float[] apart = new float[together.length];
            int samples = shape.dimension(0);
            int width = all.size() / samples;
            for (int first = 0; first < samples; first += batch) {
                int count = Math.min(batch, samples - first);
                float[] part = Arrays.copyOfRange(all.array(), first * width, (first + count) * width);
                float[] predicted = model.predict(Tensor.wrap(shape.with(0, count), part)).toArray();
                System.arraycopy(predicted, 0, apart, first * 10, predicted.length);
            }
            if (!Arrays.equals(together, apart)) {
                return "differs-in-batches-of-" + batch;
            }
        }
        return Integer.toHexString(Arrays.hashCode(together));
    }

    private static Tensor inputs(Shape shape, int step) {
        Philox random = Philox.seeded(1000 + step);
        float[] values = new float[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensor.wrap(shape, values);
    }

    private static IntTensor labels(int count, int step) {
        Philox random = Philox.seeded(2000 + step);
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextInt(10);
        }
        return IntTensor.of(values);
    }
}
