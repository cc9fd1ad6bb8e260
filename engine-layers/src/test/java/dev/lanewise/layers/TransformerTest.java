package dev.lanewise.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.lanewise.check.GradientCheck;
import dev.lanewise.gradient.Gradients;
import dev.lanewise.op.Arithmetic;
import dev.lanewise.op.AttentionMask;
import dev.lanewise.op.Reductions;
import dev.lanewise.op.RotaryPairs;
import dev.lanewise.op.Slice;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The laws of attention and transformers, and what the two language-like models promise. */
class TransformerTest {

    private static final int WIDTH = 12;
    private static final int VOCABULARY = 11;
    private static final int CONTEXT = 40;

    private final Philox random = Philox.seeded(23);

    private static Tensor input(Philox random, int... dimensions) {
        return Initializers.normal(0, 1).values(Shape.of(dimensions), random);
    }

    private Tensor input(int... dimensions) {
        return input(random, dimensions);
    }

    private static IntTensor ids(Philox random, int batch, int steps) {
        int[] ids = new int[batch * steps];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = random.nextInt(VOCABULARY);
        }
        return IntTensor.wrap(Shape.of(batch, steps), ids);
    }

    private static Tensor floats(IntTensor ids) {
        Tensor floats = Tensor.zeros(ids.shape());
        for (int i = 0; i < ids.size(); i++) {
            floats.array()[i] = ids.get(i);
        }
        return floats;
    }

    private static TransformerSettings settings() {
        return TransformerSettings.of(WIDTH, 3).layers(2).feedForward(20).preNorm().gelu();
    }

    private static TransformerLanguageModel languageModel(TransformerSettings settings) {
        TransformerLanguageModel model = TransformerLanguageModel.of(VOCABULARY, CONTEXT, settings, Philox.seeded(7));
        model.parameters().initialize(Initializers.normal(0, 0.3), Philox.seeded(8)); // far from uniform predictions
        return model;
    }

    private static float[] step(Tensor x, int n, int t) {
        int width = x.dimension(2);
        int at = (n * x.dimension(1) + t) * width;
        return Arrays.copyOfRange(x.array(), at, at + width);
    }

    @Property(tries = 30)
    void anEncoderWithoutPositionsDoesNotKnowTheOrder(@ForAll @IntRange(min = 1, max = 9) int steps, @ForAll @IntRange(max = 8) int seed) {
        Philox own = Philox.seeded(seed);
        TransformerEncoder encoder = TransformerEncoder.of(TransformerSettings.of(WIDTH, 2).layers(2), own);
        Tensor x = input(own, 1, steps, WIDTH);
        Tensor turned = Tensor.zeros(x.shape());
        for (int t = 0; t < steps; t++) {
            System.arraycopy(x.array(), t * WIDTH, turned.array(), (t + seed) % steps * WIDTH, WIDTH);
        }
        Tensor y = encoder.predict(x);
        Tensor z = encoder.predict(turned);
        for (int t = 0; t < steps; t++) {
            assertThat(step(z, 0, (t + seed) % steps)).containsExactly(step(y, 0, t), within(1e-5f));
        }
    }

    @Property(tries = 30)
    void aCausalModelDoesNotLookAhead(@ForAll @IntRange(min = 2, max = CONTEXT) int steps, @ForAll @IntRange(max = 1000) int seed) {
        Philox own = Philox.seeded(seed);
        TransformerLanguageModel model = languageModel(settings().keyHeads(1));
        IntTensor ids = ids(own, 2, steps);
        int changed = own.nextInt(steps);
        int[] others = ids.array().clone();
        others[changed] = (others[changed] + 1) % VOCABULARY; // of the first sequence
        Tensor y = model.predict(floats(ids));
        Tensor z = model.predict(floats(IntTensor.wrap(ids.shape(), others)));
        for (int t = 0; t < steps; t++) {
            assertThat(step(z, 1, t)).isEqualTo(step(y, 1, t));
            if (t < changed) {
                assertThat(step(z, 0, t)).isEqualTo(step(y, 0, t));
            }
        }
        assertThat(step(z, 0, changed)).isNotEqualTo(step(y, 0, changed));
    }

    @Property(tries = 30)
    void theCacheGivesTheBitsOfTheWholeSequence(
            @ForAll @IntRange(min = 1, max = 12) int first, @ForAll @IntRange(min = 1, max = 20) int second, @ForAll @IntRange(max = 1000) int seed) {
        for (TransformerLanguageModel model : List.of(languageModel(settings()), languageModel(settings().keyHeads(1).rotary()).tied())) {
            Philox own = Philox.seeded(seed);
            IntTensor ids = ids(own, 3, first + second);
            LanguageModel.State state = model.begin(3);
            assertLogits(model, ids, first, state.advance(TokenIds.first(ids, first)));
            for (int t = first; t < first + second; t++) {
                int[] next = {ids.get(t), ids.get(first + second + t), ids.get(2 * (first + second) + t)};
                assertLogits(model, ids, t + 1, state.advance(IntTensor.wrap(Shape.of(3, 1), next)));
            }
            assertThat(state.length()).isEqualTo(first + second);
        }
    }

    private static void assertLogits(TransformerLanguageModel model, IntTensor ids, int steps, Tensor found) {
        Tensor whole = model.predict(floats(TokenIds.first(ids, steps)));
        assertThat(found.shape()).isEqualTo(Shape.of(3, VOCABULARY));
        for (int n = 0; n < 3; n++) {
            assertThat(Arrays.copyOfRange(found.array(), n * VOCABULARY, (n + 1) * VOCABULARY)).isEqualTo(step(whole, n, steps - 1));
        }
    }

    @Test
    void selectedSequencesGoOnByThemselves() {
        TransformerLanguageModel model = languageModel(settings());
        IntTensor ids = ids(random, 3, 5);
        LanguageModel.State state = model.begin(3);
        state.advance(ids);
        LanguageModel.State selected = state.select(2, 0, 2, 2);
        assertThat(selected.sequences()).isEqualTo(4);
        assertThat(selected.length()).isEqualTo(5);
        Tensor before = state.select(0, 1, 2).advance(IntTensor.wrap(Shape.of(3, 1), new int[] {1, 2, 3}));
        Tensor logits = selected.advance(IntTensor.wrap(Shape.of(4, 1), new int[] {3, 1, 4, 3}));
        assertThat(Arrays.copyOfRange(logits.array(), 0, VOCABULARY)).isEqualTo(Arrays.copyOfRange(before.array(), 2 * VOCABULARY, 3 * VOCABULARY))
                .isEqualTo(Arrays.copyOfRange(logits.array(), 3 * VOCABULARY, 4 * VOCABULARY));
        assertThat(Arrays.copyOfRange(logits.array(), VOCABULARY, 2 * VOCABULARY)).isEqualTo(Arrays.copyOfRange(before.array(), 0, VOCABULARY));
        assertThat(state.advance(IntTensor.wrap(Shape.of(3, 1), new int[] {1, 2, 3})).toArray()).isEqualTo(before.toArray());
    }

    @Test
    void afterAnErrorAStateIsAsItWas() {
        TransformerLanguageModel model = languageModel(settings());
        LanguageModel.State state = model.begin(1);
        state.advance(ids(random, 1, 30));
        fails(() -> state.advance(ids(random, 1, 11)), "11 tokens after 30 are more than the context of 40");
        fails(() -> state.advance(IntTensor.wrap(Shape.of(1, 1), new int[] {VOCABULARY})), "id 11 at position 0", "rows 0 to 10");
        fails(() -> state.advance(IntTensor.of(1)), "tokens [1, steps]", "found [1]");
        fails(() -> state.select(), "sequences 0 to 0");
        fails(() -> state.select(1), "found [1]");
        assertThat(state.length()).isEqualTo(30);
        state.advance(ids(random, 1, 10));
        fails(() -> model.begin(0), "at least 1 sequence");
    }

    @Test
    void aDecoderLayerIsItsParts() {
        for (TransformerSettings settings : List.of(TransformerSettings.of(WIDTH, 3).feedForward(20), settings())) {
            TransformerDecoderLayer layer = TransformerDecoderLayer.of(settings, random);
            Tensor x = input(2, 5, WIDTH);
            Tensor memory = input(2, 7, WIDTH);
            IntTensor lengths = IntTensor.of(7, 4);
            AttentionMask memoryMask = AttentionMask.none().keyLengths(lengths);
            Tensor own = layer.forward(x, memory, AttentionMask.none(), memoryMask);
            Layer activation = settings.activation();
            boolean first = settings.normFirst();
            Tensor g = after(first, layer.norm1(), x, v -> layer.attention().forward(v, AttentionMask.none().causal()));
            Tensor h = after(first, layer.norm2(), g, v -> layer.memoryAttention().forward(v, memory, memory, memoryMask));
            Tensor y = after(first, layer.norm3(), h, v -> layer.linear2().forward(activation.forward(layer.linear1().forward(v))));
            assertThat(own.toArray()).isEqualTo(y.toArray());
            GradientCheck.of(inputs -> layer.forward(inputs[0], inputs[1], AttentionMask.none(), memoryMask), x, memory)
                    .named("decoder layer").tolerance(5e-3).require();
            Tensor longer = input(2, 9, WIDTH); // the memory of a sequence alone
            System.arraycopy(memory.array(), 7 * WIDTH, longer.array(), 9 * WIDTH, 4 * WIDTH);
            Tensor padded = layer.forward(x, longer, AttentionMask.none(), memoryMask);
            assertThat(step(padded, 1, 4)).isEqualTo(step(own, 1, 4));
        }
        assertThat(TransformerDecoderLayer.of(settings(), random).parameters().asMap().keySet()).containsExactly(
                "self_attn.in_proj_weight", "self_attn.in_proj_bias", "self_attn.out_proj.weight", "self_attn.out_proj.bias",
                "multihead_attn.in_proj_weight", "multihead_attn.in_proj_bias", "multihead_attn.out_proj.weight", "multihead_attn.out_proj.bias",
                "linear1.weight", "linear1.bias", "linear2.weight", "linear2.bias", "norm1.weight", "norm1.bias", "norm2.weight", "norm2.bias",
                "norm3.weight", "norm3.bias");
    }

    private interface Part {
        Tensor of(Tensor x);
    }

    private static Tensor after(boolean normFirst, LayerNorm norm, Tensor x, Part part) {
        return normFirst ? Arithmetic.add(x, part.of(norm.forward(x))) : norm.forward(Arithmetic.add(x, part.of(x)));
    }

    @Test
    void aStackIsItsLayersAndANorm() {
        Tensor x = input(2, 5, WIDTH);
        Tensor memory = input(2, 3, WIDTH);
        TransformerDecoder decoder = TransformerDecoder.of(settings(), random);
        Tensor y = x;
        for (TransformerDecoderLayer layer : decoder.layers()) {
            y = layer.forward(y, memory);
        }
        assertThat(decoder.norm()).isNotNull();
        assertThat(decoder.forward(x, memory).toArray()).isEqualTo(decoder.norm().forward(y).toArray());
        TransformerEncoder encoder = TransformerEncoder.of(TransformerSettings.of(WIDTH, 2).layers(3), random);
        Tensor z = x;
        for (TransformerEncoderLayer layer : encoder.layers()) {
            z = layer.forward(z);
        }
        assertThat(encoder.norm()).isNull();
        assertThat(encoder.forward(x).toArray()).isEqualTo(z.toArray());
        assertThat(encoder.parameters().asMap()).containsKeys("layers.0.self_attn.in_proj_weight", "layers.2.norm2.bias");
    }

    /* One head of keys for all is the plain layer whose key and value heads are equal. */
    @Test
    void groupedQueriesAreEqualHeads() {
        int heads = 3;
        int d = WIDTH / heads;
        MultiHeadAttention grouped = MultiHeadAttention.of(WIDTH, heads, 1, 0, random);
        MultiHeadAttention plain = MultiHeadAttention.of(WIDTH, heads, random);
        Tensor weight = Tensor.zeros(plain.inputWeight().shape());
        System.arraycopy(grouped.inputWeight().array(), 0, weight.array(), 0, WIDTH * WIDTH);
        for (int head = 0; head < 2 * heads; head++) {
            System.arraycopy(grouped.inputWeight().array(), (WIDTH + head / heads * d) * WIDTH, weight.array(), (WIDTH + head * d) * WIDTH, d * WIDTH);
        }
        plain.inputWeight().assign(weight);
        plain.outputProjection().weight().assign(grouped.outputProjection().weight());
        Tensor x = input(2, 5, WIDTH);
        assertThat(grouped.forward(x).toArray()).isEqualTo(plain.forward(x).toArray());
        Tensor twin = x.copy();
        Tensor crossed = grouped.forward(x, twin, twin, AttentionMask.none());
        assertThat(crossed.toArray()).containsExactly(grouped.forward(x).toArray(), within(1e-6f));
    }

    /* Turned queries and keys know distances: what comes before a window moves it, and changes nothing in a window of the same steps. */
    @Test
    void rotaryAttentionKnowsTheOrderByDistances() {
        MultiHeadAttention plain = MultiHeadAttention.of(WIDTH, 3, random);
        MultiHeadAttention turned = plain.rotary(RotaryPositions.standard());
        Tensor x = input(1, 2, WIDTH);
        Tensor swapped = Tensor.zeros(x.shape());
        System.arraycopy(x.array(), 0, swapped.array(), WIDTH, WIDTH);
        System.arraycopy(x.array(), WIDTH, swapped.array(), 0, WIDTH);
        assertThat(step(plain.forward(swapped), 0, 0)).containsExactly(step(plain.forward(x), 0, 1), within(1e-6f));
        assertThat(step(turned.forward(swapped), 0, 0)).isNotEqualTo(step(turned.forward(x), 0, 1));
        Tensor later = Tensor.zeros(Shape.of(1, 7, WIDTH));
        System.arraycopy(x.array(), 0, later.array(), 5 * WIDTH, 2 * WIDTH);
        Tensor y = turned.forward(later, AttentionMask.none().paddedKeys(IntTensor.wrap(Shape.of(1, 7), new int[] {1, 1, 1, 1, 1, 0, 0})));
        assertThat(step(y, 0, 6)).containsExactly(step(turned.forward(x), 0, 1), within(1e-5f));
        Tensor twin = x.copy();
        assertThat(step(turned.forward(x, twin, twin, AttentionMask.none()), 0, 1)).containsExactly(step(turned.forward(x), 0, 1), within(1e-6f));
        fails(() -> MultiHeadAttention.of(WIDTH, 4, random).rotary(RotaryPositions.standard()), "even width, found 3 (12/4)");
    }

    @Test
    void paddingChangesNoBitOfAClassifier() {
        for (AttentionClassifier model : List.of(AttentionClassifier.of(VOCABULARY, 50, 3, TransformerSettings.of(WIDTH, 2).layers(2), random),
                AttentionClassifier.pooling(VOCABULARY, WIDTH, 5, 3, 0.2, random))) {
            Tensor alone = Tensor.of(Shape.of(1, 4), 3, 0, 5, 1); // a padding inside counts
            Tensor padded = Tensor.of(Shape.of(3, 7), 3, 0, 5, 1, 0, 0, 0, 9, 8, 7, 6, 5, 4, 0, 0, 0, 0, 0, 0, 0, 0);
            float[] y = model.predict(padded).toArray();
            assertThat(Arrays.copyOf(y, 3)).isEqualTo(model.predict(alone).toArray());
            assertThat(y).doesNotContain(Float.NaN);
            assertThat(model.predict(Tensor.of(Shape.of(1, 40), Arrays.copyOf(alone.toArray(), 40))).toArray())
                    .isEqualTo(model.predict(alone).toArray());
            assertThat(model.outputShape(padded.shape())).isEqualTo(Shape.of(3, 3));
        }
    }

    @Test
    void everyParameterIsTrainedAndDropoutOnlyWhileTraining() {
        Tensor ids = floats(ids(random, 2, 9));
        for (Layer model : List.of(languageModel(settings().dropout(0.3)), languageModel(settings()).tied(),
                AttentionClassifier.of(VOCABULARY, 50, 3, settings().dropout(0.3), random))) {
            float inferred = Reductions.sum(Arithmetic.square(model.predict(ids))).item();
            try (var gradients = Gradients.of(() -> Reductions.sum(Arithmetic.square(model.forward(ids))))) {
                for (Parameters.Entry entry : model.parameters().trainable()) {
                    float[] values = gradients.of(entry.parameter()).toArray();
                    assertThat(values).as(entry.path()).doesNotContain(Float.NaN).matches(TransformerTest::someNotZero);
                }
                boolean drops = Parameters.generatorsOf(model).values().stream().anyMatch(generator -> generator.position() > 0);
                assertThat(gradients.loss() == inferred).isEqualTo(!drops);
            }
            assertThat(Reductions.sum(Arithmetic.square(model.predict(ids))).item()).isEqualTo(inferred);
        }
    }

    private static boolean someNotZero(float... values) {
        for (float value : values) {
            if (value != 0) {
                return true;
            }
        }
        return false;
    }

    @Test
    void modelsComeBackFromTheirDescription() {
        Tensor ids = floats(ids(random, 2, 9));
        for (Layer model : List.of(languageModel(settings().keyHeads(1).dropout(0.1).rotary()), languageModel(settings()).tied(),
                AttentionClassifier.of(VOCABULARY, 50, 3, settings(), random), AttentionClassifier.pooling(VOCABULARY, WIDTH, 5, 3, 0.2, random))) {
            Layer twin = LayerTypes.builtIn().build(LayerTypes.describe(model), (path, shape, frozen) -> {
                Parameter original = model.parameters().get(path);
                return frozen ? Parameter.frozen(original) : Parameter.of(original);
            });
            assertThat(twin.parameters().fingerprint()).isEqualTo(model.parameters().fingerprint());
            assertThat(twin.predict(ids).toArray()).isEqualTo(model.predict(ids).toArray());
            assertThat(LayerTypes.describe(twin)).isEqualTo(LayerTypes.describe(model));
        }
    }

    @Test
    void manyThreadsInferOnOneModel() throws Exception {
        TransformerLanguageModel model = languageModel(settings());
        Tensor ids = floats(ids(random, 3, 17));
        float[] expected = model.predict(ids).toArray();
        Callable<Boolean> work = () -> {
            LanguageModel.State state = model.begin(1);
            boolean same = true;
            for (int i = 0; i < 20; i++) {
                same &= Arrays.equals(model.predict(ids).toArray(), expected);
                float[] last = state.advance(IntTensor.wrap(Shape.of(1, 1), new int[] {(int) ids.array()[i % 17]})).toArray();
                same &= i != 16 || Arrays.equals(last, Arrays.copyOfRange(expected, 16 * VOCABULARY, 17 * VOCABULARY));
            }
            return same;
        };
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var caller : executor.invokeAll(List.of(work, work, work, work))) {
                assertThat(caller.get()).isTrue();
            }
        }
    }

    private static void fails(Runnable work, String... message) {
        var thrown = assertThatIllegalArgumentException().isThrownBy(work::run);
        for (String part : message) {
            thrown.withMessageContaining(part);
        }
    }

    @Test
    void whatDoesNotFitIsReported() {
        TransformerLanguageModel model = languageModel(settings());
        fails(() -> model.predict(Tensor.zeros(Shape.of(1, CONTEXT + 1))), "[1, 41] have 41 steps, the model's context is 40; cut them");
        fails(() -> model.predict(Tensor.of(Shape.of(1, 2), 3, VOCABULARY)), "id 11 at position 1 is out of range", "rows 0 to 10");
        fails(() -> model.predict(Tensor.of(Shape.of(1, 2), 3, 0.5f)), "whole numbers as ids, found 0.5 at position 1");
        fails(() -> model.predict(Tensor.of(1, 2)), "expected ids [batch, steps]", "found [2]");
        fails(() -> model.outputShape(Shape.of(2, 0)), "at least one step");
        TransformerEncoder encoder = TransformerEncoder.of(settings(), random);
        Tensor x = input(2, 5, WIDTH);
        fails(() -> encoder.forward(x, AttentionMask.none().keyLengths(IntTensor.of(1, 2, 3))), "2 sequences need key lengths [2], found [3]");
        fails(() -> encoder.forward(x, AttentionMask.none().additive(input(5, 4))), "mask [5, 5]", "found [5, 4]");
        fails(() -> encoder.forward(input(2, 5, WIDTH + 1)), "features=12]");
        fails(() -> encoder.forward(input(5, WIDTH)), "did you leave out the batch or the steps?");
        fails(() -> MultiHeadAttention.of(WIDTH, 5, random), "divides the width 12, found 5");
        fails(() -> MultiHeadAttention.of(WIDTH, 6, 4, 0, random), "divides the 6 heads, found 4");
        fails(() -> TransformerSettings.of(WIDTH, 5), "a width of 12, 5 heads");
        fails(() -> settings().activation(Prelu.of()), "without parameters, found Prelu");
        fails(() -> TransformerDecoder.of(settings(), random).forward(x), "a memory is missing");
        fails(() -> new TransformerLanguageModel(model.tokens(), model.positions(), model.dropout(), encoder, null, CONTEXT), "do not look ahead");
        fails(() -> new TransformerLanguageModel(model.tokens(), null, model.dropout(), model.blocks(), Linear.of(WIDTH, 4, random), CONTEXT),
                "head [vocabulary, 12]", "[4, 12]");
        AttentionClassifier classifier = AttentionClassifier.of(VOCABULARY, 5, 3, settings(), random);
        fails(() -> classifier.predict(floats(IntTensor.wrap(Shape.of(1, 6), new int[] {1, 2, 3, 4, 5, 6}))), "have 6 steps", "cut them");
        fails(() -> new AttentionClassifier(classifier.tokens(), null, null, AttentionPooling.of(5, random), classifier.dropout(), classifier.head()),
                "AttentionPooling expects 5 features, the tokens have 12");
    }

    @Test
    void aDecoderTakesTheOperationsOfAnEncoderAndOfTheAttentionToItsMemory() {
        TransformerSettings settings = settings().layers(3).preNorm();
        Shape input = Shape.of(2, 7, WIDTH);
        TransformerDecoder decoder = TransformerDecoder.of(settings, random);
        TransformerDecoderLayer layer = decoder.layers().getFirst();
        assertThat(decoder.flops(input)).isEqualTo(TransformerEncoder.of(settings, random).causal().flops(input)
                + 3 * (layer.memoryAttention().flops(input) + layer.norm3().flops(input) + input.size()));
    }

    @Test
    void rotarySettingsMayHaveAnotherBase() {
        RotaryPositions far = new RotaryPositions(500_000, RotaryPairs.HALVES);
        assertThat(settings().rotary(far).rotaryPositions()).isEqualTo(far);
        assertThat(TransformerEncoder.of(settings().rotary(far), random).layers().getFirst().attention().rotaryPositions()).isEqualTo(far);
        assertThat(settings().rotary().rotaryPositions()).isEqualTo(RotaryPositions.standard());
        for (double base : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            fails(() -> new RotaryPositions(base, RotaryPairs.HALVES), "rotary positions: expected a base above 0, found " + base);
        }
    }

    @Test
    void aLanguageModelTellsWhatItIs() {
        TransformerLanguageModel model = TransformerLanguageModel.of(VOCABULARY, 8, settings(), random);
        assertThat(model.parameters().get("blocks.layers.0.linear1.bias").toArray()).containsOnly(0);
        assertThat(model.summary(Shape.of(2, 8)).toString()).contains("TransformerLanguageModel");
        assertThat(model.flops(Shape.of(2, 8))).isGreaterThan(2L * 16 * model.parameters().matching("blocks.*weight").count());
        Tensor whole = model.predict(Tensor.of(Shape.of(1, 3), 1, 2, 3));
        assertThat(whole.shape()).isEqualTo(Shape.of(1, 3, VOCABULARY)).isEqualTo(model.outputShape(Shape.of(1, 3)));
        assertThat(Slice.slice(whole, 1, 0, 1).toArray()).isEqualTo(model.predict(Tensor.of(Shape.of(1, 1), 1)).toArray());
    }
}
