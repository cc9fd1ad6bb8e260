package dev.lanewise.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.lanewise.op.CellActivation;
import dev.lanewise.op.Interpolation;
import dev.lanewise.op.PaddingMode;
import dev.lanewise.op.Window2d;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LayerTypesTest {

    private final Philox random = Philox.seeded(1);

    private static Layer rebuilt(LayerTypes types, Layer model) {
        Parameters parameters = model.parameters();
        return types.build(LayerTypes.describe(model), (path, shape, frozen) -> {
            Parameter original = parameters.get(path);
            assertThat(shape).isEqualTo(original.shape());
            return frozen ? Parameter.frozen(original) : Parameter.of(original);
        });
    }

    private void roundTrip(LayerTypes types, Layer model) {
        Layer twin = rebuilt(types, model);
        assertThat(LayerTypes.describe(twin)).isEqualTo(LayerTypes.describe(model));
        assertThat(twin.getClass()).isEqualTo(model.getClass());
        assertThat(twin.parameters()).hasToString(model.parameters().toString());
        assertThat(twin.parameters().fingerprint()).isEqualTo(model.parameters().fingerprint());
    }

    @Test
    void everyLayerOfTheEngineComesBack() {
        roundTrip(LayerTypes.builtIn(), Sequential.of(
                Conv2d.of(2, 4, new Window2d(3, 2, 2, 1, 1, 0, 1, 2), 2, random), BatchNorm2d.of(4), new Gelu(), new MaxPool2d(3).stride(2),
                new AveragePool2d(2).padding(1), Conv2d.of(4, 3, 1, random).withoutBias(), new Tanh(), new Sigmoid(), new Relu(),
                Dropout.of(0.1, random), new Flatten(), Sequential.of(Linear.of(3, 5, random)), new Softmax(), new LogSoftmax(1)));
        roundTrip(LayerTypes.builtIn(), Sequential.of(
                new LeakyRelu(0.2f), Prelu.of(5), Prelu.of(), new Elu(0.5f), new Selu(), new GeluTanh(), new Silu(), new Mish(),
                new Softplus(2, 10), new Softsign(), new HardSigmoid(), new HardSwish(), new HardTanh(-2, 3), new Relu6(), new LogSigmoid(),
                new Glu(1), new Identity(), Reshape.of(3, -1, 2), Unflatten.of(-1, 2, 3), Permute.of(0, 2, 1), new Concat(List.of(
                        Linear.of(2, 3, random), new Identity(), Residual.of(Linear.of(2, 2, random))), -1),
                Residual.of(Linear.of(3, 4, random)).withShortcut(Linear.of(3, 4, random).withoutBias())));
    }

    @Test
    void everyLayerOfImagesAndSequencesComesBack() {
        var layers = new Layer[] {
            Conv1d.of(2, 4, 3, random).same(), Conv1d.of(2, 4, 2, random).same(), Conv2d.of(2, 4, 3, random).padding(1, PaddingMode.REFLECT),
            ConvTranspose1d.of(2, 3, 3, random), ConvTranspose2d.of(2, 3, 3, random).stride(2).outputPadding(1).withoutBias(),
            new MaxPool1d(2), new AveragePool1d(3).padding(1), new MaxPool1d(2).inCeilMode(), new AveragePool2d(2).inCeilMode(), new AdaptiveAveragePool1d(5), new AdaptiveAveragePool2d(3, 2),
            new AdaptiveMaxPool1d(3), new AdaptiveMaxPool2d(2), new GlobalAveragePool(), new GlobalMaxPool(), new Pad1d(1, PaddingMode.REPLICATE),
            new Pad2d(2, PaddingMode.ZEROS), new Upsample1d(2), new Upsample2d(2, 3, Interpolation.LINEAR_ALIGNED),
            Dropout1d.of(0.1, random), Dropout2d.of(0.2, random)};
        for (Layer layer : layers) {
            roundTrip(LayerTypes.builtIn(), layer);
        }
    }

    @Test
    void everyRecurrentLayerComesBack() {
        var layers = new Layer[] {
            Lstm.of(3, 5, 2, true, random).dropout(0.2, random), Lstm.of(3, 5, random).withoutBias().activation(CellActivation.RELU),
            Gru.of(2, 3, 1, true, random), Rnn.of(2, 3, 2, false, random).activation(CellActivation.RELU),
            Sequential.of(Gru.of(2, 3, random), new LastStep()), RecurrentClassifier.of(11, 3, 5, 2, random)};
        for (Layer layer : layers) {
            roundTrip(LayerTypes.builtIn(), layer);
        }
    }

    @Test
    void filesFromBeforeThePoolingsHadACeilModeAreRead() {
        var description = new HashMap<String, Object>(LayerTypes.describe(new AveragePool2d(3).inCeilMode()));
        assertThat(description.remove("ceilMode")).isEqualTo(true);
        assertThat(LayerTypes.builtIn().build(description, (path, shape, frozen) -> Parameter.of(Tensor.zeros(shape)))).isEqualTo(new AveragePool2d(3));
        description.remove("countIncludePadding");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LayerTypes.builtIn().build(description, (path, shape, frozen) -> Parameter.of(Tensor.zeros(shape))))
                .withMessageContaining("needs \"countIncludePadding\", which is missing");
    }

    @Test
    void aConvolutionFromBeforeThereWereBordersHasNone() {
        var description = new HashMap<String, Object>(LayerTypes.describe(Conv2d.of(2, 3, 3, random)));
        assertThat(description.containsKey("border")).isTrue();
        description.remove("border");
        var twin = (Conv2d) LayerTypes.builtIn().build(description, (path, shape, frozen) -> Parameter.of(Tensor.zeros(shape)));
        assertThat(twin.border()).isEmpty();
    }

    @Test
    void everyNormalizationComesBack() {
        roundTrip(LayerTypes.builtIn(), Sequential.of(
                LayerNorm.of(Shape.of(3, 5)).epsilon(1e-6), LayerNorm.of(5).withoutBias(), RmsNorm.of(5).withoutAffine(), GroupNorm.of(2, 4),
                InstanceNorm1d.of(4), InstanceNorm2d.of(4).affine(), BatchNorm1d.of(4).withoutAffine(), BatchNorm2d.of(4).withoutAffine()));
    }

    @Test
    void anEmbeddingComesBackWithItsSettings() {
        roundTrip(LayerTypes.builtIn(), Sequential.of(Embedding.of(7, 3, random).padding(2).dense(), Linear.of(3, 5, random)));
        roundTrip(LayerTypes.builtIn(), Embedding.of(5, 3, random));
    }

    @Test
    void everyLayerOfTheEngineIsKnown() {
        var layers = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.lanewise.layers").stream()
                .filter(type -> type.isRecord() && type.isAssignableTo(Layer.class))
                .map(JavaClass::getSimpleName)
                .sorted()
                .toList();
        assertThat(LayerTypes.builtIn().names()).containsExactlyElementsOf(layers).hasSizeGreaterThanOrEqualTo(14);
    }

    @Test
    void aLayerOfAProgramComesBackIfTheProgramSaysSo() {
        var model = Sequential.of(Highway.of(3, random));
        roundTrip(LayerTypes.builtIn().with(Highway.class), model);
        assertThatIllegalArgumentException().isThrownBy(() -> rebuilt(LayerTypes.builtIn(), model))
                .withMessageContaining("model.layers.0: the layer type dev.lanewise.layers.Highway is not known");
    }

    enum Mode { PLAIN, FANCY }

    record Everything(Mode mode, long seed, double rate, String note, boolean on, Shape shape, Optional<Linear> maybe, Layer[] row,
            List<Parameter> weights, Parameter absent) implements Layer {
        @Override
        public Tensor forward(Tensor x) {
            return x;
        }
    }

    @Test
    void everyKindOfComponentComesBack() {
        var tied = Parameter.of(Tensor.of(1, 2));
        var model = new Everything(Mode.FANCY, Long.MIN_VALUE, 0.1, "ok", true, Shape.of(2, 3), Optional.of(Linear.of(1, 2, random)),
                new Layer[] {new Relu(), Linear.of(2, 2, random)}, List.of(tied, Parameter.frozen(tied), tied), null);
        var types = LayerTypes.builtIn().with(Everything.class);
        roundTrip(types, model);
        var twin = (Everything) rebuilt(types, model);
        assertThat(twin.weights().get(0)).isSameAs(twin.weights().get(2)).isNotSameAs(twin.weights().get(1));
        assertThat(twin.mode()).isEqualTo(Mode.FANCY);
        assertThat(twin.row()).hasSize(2);
    }

    @Test
    void dropoutKeepsItsRandomState() {
        var dropout = Dropout.of(0.5, random);
        dropout.random().nextLong();
        var twin = (Dropout) rebuilt(LayerTypes.builtIn(), dropout);
        assertThat(twin.random().key()).isEqualTo(dropout.random().key());
        assertThat(twin.random().position()).isEqualTo(1);
    }

    private static void fails(Map<String, ?> description, String... message) {
        var thrown = assertThatIllegalArgumentException().isThrownBy(
                () -> LayerTypes.builtIn().build(description, (path, shape, frozen) -> Parameter.of(Tensor.zeros(shape))));
        for (String part : message) {
            thrown.withMessageContaining(part);
        }
    }

    @Test
    void nothingElseCanBeMade() {
        fails(Map.of("type", "java.io.File", "path", "x"), "java.io.File is not known");
        fails(Map.of("type", "dev.lanewise.layers.Summary"), "not known");
        fails(Map.of("type", "Window2d"), "not known");
        fails(Map.of("layers", List.of()), "name of its \"type\"");
        fails(Map.of("type", 3), "name of its \"type\"");
    }

    @Test
    void badDescriptionsAreReportedWithTheirPlace() {
        fails(Map.of("type", "Softmax"), "model: Softmax needs \"axis\"");
        fails(Map.of("type", "Relu", "slope", 1), "Relu has no [slope]");
        fails(Map.of("type", "Softmax", "axis", 0.5), "model.axis: expected a whole number that fits int, found 0.5");
        fails(Map.of("type", "Softmax", "axis", 1L << 40), "model.axis");
        fails(Map.of("type", "Softmax", "axis", "one"), "model.axis: expected a number, found one");
        fails(Map.of("type", "Sequential", "layers", List.of(Map.of("type", "Relu"), 7)), "model.layers.1: expected a map, found 7");
        fails(Map.of("type", "Sequential", "layers", Map.of()), "model.layers: expected a list");
        fails(Map.of("type", "Dropout", "probability", 2, "random", Map.of("key", 1, "position", 0)), "probability must be");
        fails(Map.of("type", "Dropout", "probability", 0.5, "random", Map.of("key", 1)), "model.random: expected a number, found null");
        fails(Map.of("type", "MaxPool2d", "window", Map.of("height", 1)), "model.window: ", "needs \"width\"");
    }

    @Test
    void partsThatDoNotFitTogetherAreReportedWithTheirPlace() {
        fails(linear(shaped(3), null), "architecture: model: linear: expected a weight of shape [out, in], found [3]");
        fails(linear(shaped(2, 3), shaped(3)), "expected a bias of shape [2] for the weight [2, 3], found [3]");
        fails(linear(shaped(2, 3), shaped(2, 1)), "expected a bias of shape [2] for the weight [2, 3], found [2, 1]");
        fails(linear(null, shaped(2)), "model: Linear needs a value for \"weight\", found null");
        Map<String, ?> window = window(3, 2, 0);
        fails(convolution(shaped(4, 3, 2), shaped(4), window, 1), "conv2d: expected a weight of shape [out, in/groups,");
        fails(convolution(shaped(4, 1, 3, 3), shaped(4), window, 1), "for a window of 3×2, found [4, 1, 3, 3]");
        fails(convolution(shaped(4, 1, 3, 2), shaped(5), window, 1), "expected a bias of shape [4]");
        fails(convolution(shaped(4, 1, 3, 2), shaped(4), window, 3), "a number of groups that divides the 4 filters, found 3");
        fails(convolution(shaped(4, 1, 3, 2), shaped(4), window, 0), "found 0");
        fails(batchNorm(shaped(3), shaped(2)), "batch norm: expected a running mean of shape [3], found [2]");
        fails(batchNorm(shaped(3, 1), shaped(3)), "batch norm: expected a weight of shape [channels], found [3, 1]");
        fails(Map.of("type", "MaxPool2d", "window", window(3, 2, 2)), "max pool: expected a padding of at most half the window of 3×2, found 2×2");
        fails(Map.of("type", "AveragePool2d", "window", window(1, 1, 1), "countIncludePadding", true), "average pool: expected a padding");
    }

    private static Map<String, ?> shaped(Integer... dimensions) {
        return Map.of("shape", List.of(dimensions));
    }

    private static Map<String, ?> linear(Map<String, ?> weight, Map<String, ?> bias) {
        var map = new HashMap<String, Object>(Map.of("type", "Linear"));
        map.put("weight", weight);
        map.put("bias", bias);
        return map;
    }

    private static Map<String, ?> window(int height, int width, int padding) {
        return Map.of("height", height, "width", width, "strideHeight", 1, "strideWidth", 1, "paddingHeight", padding,
                "paddingWidth", padding, "dilationHeight", 1, "dilationWidth", 1);
    }

    private static Map<String, ?> convolution(Map<String, ?> weight, Map<String, ?> bias, Map<String, ?> window, int groups) {
        return Map.of("type", "Conv2d", "weight", weight, "bias", bias, "window", window, "groups", groups);
    }

    private static Map<String, ?> batchNorm(Map<String, ?> weight, Map<String, ?> mean) {
        return Map.of("type", "BatchNorm2d", "weight", weight, "bias", weight, "runningMean", mean, "runningVariance", weight,
                "momentum", 0.1, "epsilon", 1e-5);
    }

    record Picky(int size) implements Layer {
        Picky {
            throw new ArrayIndexOutOfBoundsException("no " + size);
        }

        @Override
        public Tensor forward(Tensor x) {
            return x;
        }
    }

    @Test
    void anEluWithANegativeFloorIsRefused() {
        for (float alpha : new float[] {-1, Float.NaN, Float.POSITIVE_INFINITY}) {
            assertThatIllegalArgumentException().isThrownBy(() -> new Elu(alpha)).withMessage("elu: expected a finite alpha of at least 0, found " + alpha);
        }
        assertThat(new Elu(0).alpha()).isZero();
    }

    @Test
    void whateverAConstructorThrowsIsReportedWithItsPlace() {
        var types = LayerTypes.builtIn().with(Picky.class);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> types.build(Map.of("type", Picky.class.getName(), "size", 5), (path, shape, frozen) -> null))
                .withMessageContaining("architecture: model: ").withMessageContaining("Picky cannot be made of these values (")
                .withMessageContaining("no 5");
    }

    private record WithLambda(Runnable action) implements Layer {
        @Override
        public Tensor forward(Tensor x) {
            return x;
        }
    }

    @Test
    void whatCannotBeDescribedIsNamed() {
        assertThatIllegalArgumentException().isThrownBy(() -> LayerTypes.describe(Sequential.of(new WithLambda(() -> {}))))
                .withMessageContaining("0.action is a").withMessageContaining("cannot be written as plain data");
    }
}
