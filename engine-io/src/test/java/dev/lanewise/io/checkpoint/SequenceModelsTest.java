package dev.lanewise.io.checkpoint;

import static dev.lanewise.train.Trainer.batchSize;
import static dev.lanewise.train.Trainer.epochs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lanewise.io.data.DataLoader;
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
import dev.lanewise.optim.AdamW;
import dev.lanewise.optim.Clipping;
import dev.lanewise.optim.Optimizer;
import dev.lanewise.optim.Schedule;
import dev.lanewise.optim.Sgd;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.train.Batch;
import dev.lanewise.train.Batches;
import dev.lanewise.train.Dataset;
import dev.lanewise.train.History;
import dev.lanewise.train.Order;
import dev.lanewise.train.Progress;
import dev.lanewise.train.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
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
        return new Stored(Tensor.wrap(Shape.of(count, STEPS), values), classes);
    }

    /** Examples in memory. */
    private record Stored(Tensor inputs, int... classes) implements Dataset {

        @Override
        public int size() {
            return classes.length;
        }

        @Override
        public Batches batches(int batchSize, Order order) {
            int[] numbers = order.of(size());
            int row = inputs.size() / size();
            return new Batches() {
                @Override
                public int examples() {
                    return numbers.length;
                }

                @Override
                public int count() {
                    return Math.ceilDiv(numbers.length, batchSize);
                }

                @Override
                public Iterator<Batch> from(int first) {
                    return IntStream.range(first, count()).mapToObj(b -> {
                        int[] chosen = IntStream.range(b * batchSize, Math.min(numbers.length, (b + 1) * batchSize)).map(i -> numbers[i]).toArray();
                        Tensor x = Tensor.zeros(inputs.shape().with(0, chosen.length));
                        for (int i = 0; i < chosen.length; i++) {
                            System.arraycopy(inputs.array(), chosen[i] * row, x.array(), i * row, row);
                        }
                        return new Batch(x, IntTensor.of(IntStream.of(chosen).map(n -> classes[n]).toArray()));
                    }).iterator();
                }
            };
        }
    }

    private record Case(String name, Function<Philox, Layer> model, Dataset train, Loss loss) {

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> trainings() {
        Tokens tokens = Tokens.of(IntStream.range(0, 700).map(i -> i * i % TOKENS).toArray());
        Dataset windows = tokens.randomWindows(STEPS, 60);
        Loss classes = Losses::crossEntropy;
        Loss steps = Loss.ofSteps(Losses::crossEntropy);
        return Stream.of(
                new Case("lstm", random -> Sequential.of(Embedding.of(TOKENS, WIDTH, random), Lstm.of(WIDTH, 9, 2, false, random).dropout(0.2, random), new LastStep(),
                        Linear.of(9, 3, random)), texts(), classes),
                new Case("gru", random -> new RecurrentClassifier(Embedding.of(TOKENS, WIDTH, random).padding(0),
                        Gru.of(WIDTH, 9, 2, true, random).dropout(0.2, random), Linear.of(18, 3, random)), texts(), classes),
                new Case("attention", random -> AttentionClassifier.of(TOKENS, STEPS, 3, settings().preNorm(), random), texts(), classes),
                new Case("recurrent language model", random -> RecurrentLanguageModel.gru(TOKENS, WIDTH, 19, 1, random).dropout(0.1, random), windows, steps),
                new Case("transformer language model", random -> TransformerLanguageModel.of(TOKENS, STEPS, settings().preNorm().gelu(), random), windows, steps));
    }

    @ParameterizedTest
    @MethodSource("trainings")
    void aTrainingGoesOnInTheMiddleOfAnEpochAndLearns(Case training) {
        Layer whole = training.model.apply(random());
        History expected = trainer(training, whole, "whole").fit(training.train, epochs(8), batchSize(16));
        assertThat(expected.last().train().loss()).isLessThan(0.9 * expected.epochs().getFirst().train().loss());

        for (int steps : new int[] {2, 5, 11}) { // of 4 in an epoch
            Layer interrupted = training.model.apply(random());
            String part = "part" + steps;
            assertThatThrownBy(() -> trainer(training, interrupted, part).progress(stopAfter(steps)).fit(training.train, epochs(8), batchSize(16)))
                    .hasMessage("stop");
            Layer resumed = training.model.apply(random());
            History found = trainer(training, resumed, part).resume().fit(training.train, epochs(8), batchSize(16));
            assertThat(resumed.parameters().fingerprint()).as("after %d steps", steps).isEqualTo(whole.parameters().fingerprint());
            assertThat(found.last().train()).isEqualTo(expected.last().train());
        }
    }

    /** To go on through a text in four rows; 25 windows each, and nothing is left over. */
    private static final Tokens TEXT = Tokens.of(IntStream.range(0, 4 * 25 * STEPS + 1).map(i -> i * i % TOKENS).toArray());

    static Stream<Case> carrying() {
        Dataset windows = TEXT.consecutiveWindows(STEPS);
        Loss steps = Loss.ofSteps(Losses::crossEntropy);
        return Stream.of(
                new Case("lstm", random -> RecurrentLanguageModel.lstm(TOKENS, WIDTH, 19, 2, random), windows, steps),
                new Case("gru", random -> RecurrentLanguageModel.gru(TOKENS, WIDTH, 19, 1, random), windows, steps));
    }

    @ParameterizedTest
    @MethodSource("carrying")
    void carriedStatesGiveTheLossOfTheWholeText(Case training) {
        Layer model = training.model.apply(random());
        Optimizer still = Optimizer.of(model.parameters(), Sgd.withLearningRate(1e-30));
        double carried = Trainer.of(model, still, training.loss).carryState().fit(training.train, epochs(2), batchSize(4)).last().train().loss();
        assertThat(Trainer.of(model, still, training.loss).carryState().fit(DataLoader.of(training.train, 1), epochs(1), batchSize(4)).last().train()
                .loss()).isEqualTo(carried);
        double anew = Trainer.of(model, still, training.loss).fit(training.train, epochs(1), batchSize(4)).last().train().loss();
        int length = 25 * STEPS;
        Tensor ids = Tensor.wrap(Shape.of(4, length), Arrays.copyOf(TEXT.input().array(), 4 * length));
        IntTensor next = IntTensor.wrap(Shape.of(4, length), Arrays.copyOfRange(TEXT.toArray(), 1, 4 * length + 1));
        assertThat(carried).isCloseTo(training.loss.of(model.predict(ids), next).item(), within(1e-5));
        assertThat(Math.abs(anew - carried)).isGreaterThan(1e-4);
    }

    @ParameterizedTest
    @MethodSource("carrying")
    void aCarriedStateIsSavedInTheMiddleOfAnEpoch(Case training) {
        Layer whole = training.model.apply(random());
        trainer(training, whole, "whole").carryState().fit(training.train, epochs(2), batchSize(4));
        for (int steps : new int[] {3, 25, 31}) { // of 25 in an epoch
            Layer interrupted = training.model.apply(random());
            String part = "part" + steps;
            assertThatThrownBy(() -> trainer(training, interrupted, part).carryState().progress(stopAfter(steps))
                    .fit(training.train, epochs(2), batchSize(4))).hasMessage("stop");
            Layer resumed = training.model.apply(random());
            trainer(training, resumed, part).carryState().resume().fit(training.train, epochs(2), batchSize(4));
            assertThat(resumed.parameters().fingerprint()).as("after %d steps", steps).isEqualTo(whole.parameters().fingerprint());
        }
    }

    @Test
    void whatCannotCarryAStateIsRefused() {
        Case windows = trainings().filter(training -> training.name.startsWith("recurrent")).findFirst().orElseThrow();
        Layer model = windows.model.apply(random());
        for (Dataset unrelated : List.of(windows.train, TEXT.windows(STEPS), TEXT.randomWindows(STEPS, 8), DataLoader.of(TEXT.windows(STEPS), 1))) {
            assertThatThrownBy(() -> trainer(windows, model, "a").carryState().fit(unrelated, epochs(1), batchSize(16)))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("expected examples whose rows go on from batch to batch");
        }
        Dataset uneven = new Dataset() {
            @Override
            public int size() {
                return windows.train.size();
            }

            @Override
            public boolean rowsGoOn() {
                return true;
            }

            @Override
            public Batches batches(int batchSize, Order order) {
                return windows.train.batches(batchSize, order);
            }
        };
        assertThatThrownBy(() -> trainer(windows, model, "a").carryState().fit(uneven, epochs(1), batchSize(16)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("a batch of 12 sequences follows one of 16");
        Layer transformer = TransformerLanguageModel.of(TOKENS, STEPS, settings(), random());
        assertThatThrownBy(() -> trainer(windows, transformer, "b").carryState()).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected a model that goes on where it ended").hasMessageContaining("found TransformerLanguageModel");
        RecurrentLanguageModel lstm = RecurrentLanguageModel.lstm(TOKENS, WIDTH, 5, 1, random());
        assertThatThrownBy(() -> lstm.forward(ids(), List.of(Tensor.zeros(Shape.of(1, 2, 5))))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected 2 states or none, found 1");
    }

    private Trainer trainer(Case training, Layer model, String name) {
        Optimizer optimizer = Optimizer.of(model.parameters(), AdamW.withLearningRate(1e-2)).clip(Clipping.globalNorm(1));
        return Trainer.of(model, optimizer, training.loss).schedule(Schedule.cosine()).seed(5).checkpoint(folder.resolve(name)).checkpointEvery(1);
    }

    private static Progress stopAfter(int steps) {
        return new Progress() {
            private int left = steps;

            @Override
            public void onStep(Step step) {
                if (left-- == 0) {
                    throw new IllegalStateException("stop");
                }
            }
        };
    }
}
