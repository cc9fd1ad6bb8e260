package dev.lanewise.io.checkpoint;

import static dev.lanewise.train.Trainer.batchSize;
import static dev.lanewise.train.Trainer.epochs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.io.data.ArrayExamples;
import dev.lanewise.io.text.Tokens;
import dev.lanewise.layers.AdditiveAttention;
import dev.lanewise.layers.AttentionClassifier;
import dev.lanewise.layers.AttentionPooling;
import dev.lanewise.layers.Embedding;
import dev.lanewise.layers.Gru;
import dev.lanewise.layers.LastStep;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.LayerTypes;
import dev.lanewise.layers.LearnedPositions;
import dev.lanewise.layers.Linear;
import dev.lanewise.layers.Lstm;
import dev.lanewise.layers.LuongAttention;
import dev.lanewise.layers.MultiHeadAttention;
import dev.lanewise.layers.RecurrentClassifier;
import dev.lanewise.layers.RecurrentLanguageModel;
import dev.lanewise.layers.Rnn;
import dev.lanewise.layers.Sequential;
import dev.lanewise.layers.SinusoidalPositions;
import dev.lanewise.layers.TransformerDecoder;
import dev.lanewise.layers.TransformerDecoderLayer;
import dev.lanewise.layers.TransformerEncoder;
import dev.lanewise.layers.TransformerEncoderLayer;
import dev.lanewise.layers.TransformerLanguageModel;
import dev.lanewise.layers.TransformerSettings;
import dev.lanewise.loss.Loss;
import dev.lanewise.loss.Losses;
import dev.lanewise.op.CellActivation;
import dev.lanewise.op.Slice;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.train.Dataset;
import dev.lanewise.train.History;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Models of sequences come back from files, and a training of one goes on from a file in the middle of an epoch. */
class SequenceModelsTest {

    private static final int TOKENS = 13;
    private static final int WIDTH = 12;
    private static final int STEPS = 7;

    @TempDir
    Path folder;

    private static Philox random() {
        return Philox.seeded(3);
    }

    private static TransformerSettings settings() {
        return TransformerSettings.of(WIDTH, 3).layers(2).feedForward(17).dropout(0.1);
    }

    private static Tensor signals() {
        Philox random = Philox.seeded(8);
        Tensor x = Tensor.zeros(Shape.of(2, STEPS, WIDTH));
        for (int i = 0; i < x.size(); i++) {
            x.array()[i] = (float) random.nextGaussian();
        }
        return x;
    }

    private static Tensor ids() {
        return Tensor.wrap(Shape.of(2, STEPS), new float[] {5, 2, 12, 1, 1, 7, 3, 4, 9, 8, 11, 0, 0, 0}); // 0 fills up
    }

    /** What reads vectors. */
    private static Map<String, Layer> ofSignals() {
        Philox random = random();
        Map<String, Layer> layers = new LinkedHashMap<>();
        layers.put("lstm", Lstm.of(WIDTH, 5, random));
        layers.put("deep lstm", Lstm.of(WIDTH, 5, 2, true, random).dropout(0.2, random));
        layers.put("relu lstm", Lstm.of(WIDTH, 5, random).withoutBias().activation(CellActivation.RELU));
        layers.put("gru", Gru.of(WIDTH, 5, 2, true, random).dropout(0.2, random));
        layers.put("rnn", Rnn.of(WIDTH, 5, 2, false, random));
        layers.put("relu rnn", Rnn.of(WIDTH, 5, random).activation(CellActivation.RELU));
        layers.put("last step", Sequential.of(Gru.of(WIDTH, 5, random), new LastStep(), Linear.of(5, 3, random)));
        layers.put("multi-head attention", MultiHeadAttention.of(WIDTH, 3, random));
        layers.put("grouped attention", MultiHeadAttention.of(WIDTH, 6, 2, 0.1, random));
        layers.put("additive attention", AdditiveAttention.of(WIDTH, WIDTH, 5, random));
        layers.put("luong dot", LuongAttention.dot());
        layers.put("luong general", LuongAttention.general(WIDTH, WIDTH, random));
        layers.put("luong concat", LuongAttention.concat(WIDTH, WIDTH, 5, random));
        layers.put("attention pooling", AttentionPooling.of(WIDTH, random));
        layers.put("attention pooling with units", AttentionPooling.of(WIDTH, 5, random));
        layers.put("encoder layer", TransformerEncoderLayer.of(settings(), random));
        layers.put("encoder", TransformerEncoder.of(settings().preNorm().gelu(), random).causal());
        layers.put("rotary encoder", TransformerEncoder.of(settings().rotary().keyHeads(1), random));
        layers.put("learned positions", LearnedPositions.of(9, WIDTH, random));
        layers.put("sinusoidal positions", SinusoidalPositions.of(9, WIDTH));
        return layers;
    }

    /** What reads ids. */
    private static Map<String, Layer> ofIds() {
        Philox random = random();
        Map<String, Layer> layers = new LinkedHashMap<>();
        layers.put("embedding", Embedding.of(TOKENS, WIDTH, random).padding(0));
        layers.put("recurrent classifier", RecurrentClassifier.of(TOKENS, WIDTH, 5, 3, random));
        layers.put("gru classifier", new RecurrentClassifier(Embedding.of(TOKENS, WIDTH, random).padding(0), Gru.of(WIDTH, 5, 2, true, random).dropout(0.1, random),
                Linear.of(10, 3, random)));
        layers.put("attention classifier", AttentionClassifier.of(TOKENS, STEPS, 3, settings(), random));
        layers.put("recurrent language model", RecurrentLanguageModel.lstm(TOKENS, WIDTH, 5, 2, random).dropout(0.1, random));
        layers.put("gru language model", RecurrentLanguageModel.gru(TOKENS, WIDTH, 5, 1, random));
        layers.put("transformer language model", TransformerLanguageModel.of(TOKENS, STEPS, settings().preNorm().gelu(), random));
        layers.put("tied, rotary language model", TransformerLanguageModel.of(TOKENS, STEPS, settings().preNorm().rotary(), random).tied());
        return layers;
    }

    private static Stream<Map.Entry<String, Layer>> layers() {
        return Stream.concat(ofSignals().entrySet().stream(), ofIds().entrySet().stream());
    }

    private Layer throughAFile(Layer model) throws IOException {
        Path file = folder.resolve("model.json");
        Checkpoint.save(file, model);
        Layer loaded = Checkpoint.load(file);
        assertThat(LayerTypes.describe(loaded)).isEqualTo(LayerTypes.describe(model));
        assertThat(loaded.parameters().fingerprint()).isEqualTo(model.parameters().fingerprint());
        assertThat(loaded.parameters().asMap().keySet()).isEqualTo(model.parameters().asMap().keySet());
        assertThat(loaded.parameters().trainable().asMap().keySet()).isEqualTo(model.parameters().trainable().asMap().keySet());
        return loaded;
    }

    @ParameterizedTest
    @MethodSource("layers")
    void aLayerComesBackFromAFileWithTheSamePredictions(Map.Entry<String, Layer> named) throws IOException {
        Layer model = named.getValue();
        Tensor x = ofSignals().containsKey(named.getKey()) ? signals() : ids();
        assertThat(throughAFile(model).predict(x).toArray()).isEqualTo(model.predict(x).toArray());
    }

    @Test
    void aDecoderComesBackToo() throws IOException {
        Tensor memory = signals();
        Tensor x = Slice.slice(signals(), 1, 2, 5);
        var decoder = TransformerDecoder.of(settings().preNorm(), random());
        assertThat(((TransformerDecoder) throughAFile(decoder)).forward(x, memory).toArray()).isEqualTo(decoder.forward(x, memory).toArray());
        var layer = TransformerDecoderLayer.of(settings(), random());
        assertThat(((TransformerDecoderLayer) throughAFile(layer)).forward(x, memory).toArray()).isEqualTo(layer.forward(x, memory).toArray());
    }

    /* Each class has tokens of its own. */
    private static Dataset texts() {
        Philox random = Philox.seeded(5);
        int count = 60;
        float[] values = new float[count * STEPS];
        int[] classes = new int[count];
        for (int n = 0; n < count; n++) {
            int length = STEPS - random.nextInt(3);
            for (int t = 0; t < length; t++) {
                values[n * STEPS + t] = 1 + n % 3 + 3 * random.nextInt(4);
            }
            classes[n] = n % 3;
        }
        return ArrayExamples.classified(Shape.of(STEPS), values, classes, 3);
    }

    static Stream<SequenceTraining> trainings() {
        Tokens tokens = Tokens.of(IntStream.range(0, 700).map(i -> i * i % TOKENS).toArray());
        Dataset windows = tokens.randomWindows(STEPS, 60);
        Loss classes = Losses::crossEntropy;
        Loss steps = Loss.ofSteps(Losses::crossEntropy);
        return Stream.of(
                new SequenceTraining("lstm", random -> Sequential.of(Embedding.of(TOKENS, WIDTH, random), Lstm.of(WIDTH, 9, 2, false, random).dropout(0.2, random), new LastStep(),
                        Linear.of(9, 3, random)), texts(), classes),
                new SequenceTraining("gru", random -> new RecurrentClassifier(Embedding.of(TOKENS, WIDTH, random).padding(0),
                        Gru.of(WIDTH, 9, 2, true, random).dropout(0.2, random), Linear.of(18, 3, random)), texts(), classes),
                new SequenceTraining("attention", random -> AttentionClassifier.of(TOKENS, STEPS, 3, settings().preNorm(), random), texts(), classes),
                new SequenceTraining("recurrent language model", random -> RecurrentLanguageModel.gru(TOKENS, WIDTH, 19, 1, random).dropout(0.1, random), windows, steps),
                new SequenceTraining("transformer language model", random -> TransformerLanguageModel.of(TOKENS, STEPS, settings().preNorm().gelu(), random), windows, steps));
    }

    @ParameterizedTest
    @MethodSource("trainings")
    void aTrainingGoesOnInTheMiddleOfAnEpochAndLearns(SequenceTraining training) {
        Layer whole = training.model().apply(random());
        History expected = training.trainer(whole, folder.resolve("whole")).fit(training.train(), epochs(8), batchSize(16));
        assertThat(expected.last().train().loss()).isLessThan(0.9 * expected.epochs().getFirst().train().loss());

        for (int steps : new int[] {2, 5, 11}) { // of 4 in an epoch
            Layer interrupted = training.model().apply(random());
            String part = "part" + steps;
            assertThatThrownBy(() -> training.trainer(interrupted, folder.resolve(part)).progress(SequenceTraining.stopAfter(steps))
                    .fit(training.train(), epochs(8), batchSize(16)))
                    .hasMessage("stop");
            Layer resumed = training.model().apply(random());
            History found = training.trainer(resumed, folder.resolve(part)).resume().fit(training.train(), epochs(8), batchSize(16));
            assertThat(resumed.parameters().fingerprint()).as("after %d steps", steps).isEqualTo(whole.parameters().fingerprint());
            assertThat(found.last().train()).isEqualTo(expected.last().train());
        }
    }
}
