package dev.lanewise.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lanewise.gradient.Gradients;
import dev.lanewise.op.Reductions;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is needed to go on from a model that was trained for something else. */
class TransferTest {

    private final Philox random = Philox.seeded(2);

    record Classifier(Sequential encoder, Linear head) implements Layer {
        @Override
        public Tensor forward(Tensor x) {
            return head.forward(encoder.forward(x));
        }
    }

    private Classifier classifier(int classes) {
        return new Classifier(Sequential.of(Conv2d.of(1, 3, 3, random), BatchNorm2d.of(3), new Relu(), new Flatten()),
                Linear.of(3 * 2 * 2, classes, random));
    }

    private static List<String> paths(Parameters parameters) {
        return List.copyOf(parameters.asMap().keySet());
    }

    @Test
    void patternsChooseParameters() {
        Parameters parameters = classifier(5).parameters();
        assertThat(paths(parameters.matching("encoder.*"))).containsExactly("encoder.0.weight", "encoder.0.bias", "encoder.1.weight",
                "encoder.1.bias", "encoder.1.running_mean", "encoder.1.running_var");
        assertThat(paths(parameters.matching("*.bias"))).containsExactly("encoder.0.bias", "encoder.1.bias", "head.bias");
        assertThat(paths(parameters.matching("encoder.?.weight", "head.weight")))
                .containsExactly("encoder.0.weight", "encoder.1.weight", "head.weight");
        assertThat(paths(parameters.matching("head.weight"))).containsExactly("head.weight");
        assertThat(paths(parameters.except("encoder.*", "*.bias"))).containsExactly("head.weight");
        assertThat(paths(parameters.matching("*"))).isEqualTo(paths(parameters));
        assertThat(paths(parameters.matching())).isEmpty();
    }

    @Test
    void aPatternThatMatchesNothingIsAMistake() {
        Parameters parameters = classifier(5).parameters();
        assertThatIllegalArgumentException().isThrownBy(() -> parameters.matching("*.bias", "haed.*"))
                .withMessageContaining("no path matches \"haed.*\"").withMessageContaining("head.bias");
        assertThatIllegalArgumentException().isThrownBy(() -> parameters.except("encoder")).withMessageContaining("\"encoder\"");
        assertThatIllegalArgumentException().isThrownBy(() -> parameters.matching("headXbias"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Relu().parameters().matching("*")).withMessageContaining("none at all");
    }

    @Test
    void frozenLayersGetNoGradient() {
        Classifier model = classifier(5);
        model.parameters().matching("encoder.*").freeze();
        assertThat(paths(model.parameters().trainable())).containsExactly("head.weight", "head.bias");
        try (var gradients = Gradients.of(() -> Reductions.sum(model.forward(Tensor.zeros(Shape.of(2, 1, 4, 4)))))) {
            assertThat(gradients.find(model.encoder().parameters().get("0.weight"))).isEmpty();
            assertThat(gradients.of(model.head().weight()).shape()).isEqualTo(Shape.of(5, 12));
        }
    }

    @Test
    void unfreezingLeavesRunningStatisticsAlone() {
        Classifier model = classifier(5);
        List<String> before = paths(model.parameters().trainable());
        model.parameters().freeze();
        assertThat(model.parameters().trainable().size()).isZero();
        model.parameters().matching("encoder.*").unfreeze();
        model.parameters().unfreeze();
        assertThat(paths(model.parameters().trainable())).isEqualTo(before);
        // whoever made them: a model that was loaded has parameters of its own
        Layer loaded = LayerTypes.builtIn().build(LayerTypes.describe(model.encoder()), (path, shape, frozen) -> {
            Parameter parameter = Parameter.of(Tensor.zeros(shape));
            parameter.setFrozen(frozen);
            return parameter;
        });
        loaded.parameters().unfreeze();
        assertThat(paths(loaded.parameters().trainable())).containsExactly("0.weight", "0.bias", "1.weight", "1.bias");
    }

    @Test
    void whatFitsIsLoadedAndTheRestReported() {
        Classifier trained = classifier(10);
        Classifier model = classifier(5);
        float[] bias = model.head().bias().toArray();
        Map<String, Tensor> values = new LinkedHashMap<>(trained.parameters().asMap());
        values.remove("encoder.1.bias");
        values.put("decoder.weight", Tensor.zeros(Shape.of(2, 3)));

        LoadReport report = model.parameters().load(values);

        assertThat(report.isComplete()).isFalse();
        assertThat(report.paths(LoadReport.Outcome.LOADED)).containsExactly("encoder.0.weight", "encoder.0.bias", "encoder.1.weight",
                "encoder.1.running_mean", "encoder.1.running_var");
        assertThat(report.paths(LoadReport.Outcome.MISSING)).containsExactly("encoder.1.bias");
        assertThat(report.paths(LoadReport.Outcome.OTHER_SHAPE)).containsExactly("head.weight", "head.bias");
        assertThat(report.paths(LoadReport.Outcome.UNEXPECTED)).containsExactly("decoder.weight");
        assertThat(model.parameters().get("encoder.0.weight").toArray()).isEqualTo(trained.parameters().get("encoder.0.weight").toArray());
        assertThat(model.head().bias().toArray()).isEqualTo(bias);
        assertThat(report.toString()).isEqualTo("""
                5 loaded, 1 missing, 1 unexpected, 2 of another shape
                               path                    parameter     given
                ─────────────────────────────────────────────────────────────────
                loaded         encoder.0.weight        [3, 1, 3, 3]  [3, 1, 3, 3]
                loaded         encoder.0.bias          [3]           [3]
                loaded         encoder.1.weight        [3]           [3]
                missing        encoder.1.bias          [3]           –
                loaded         encoder.1.running_mean  [3]           [3]
                loaded         encoder.1.running_var   [3]           [3]
                another shape  head.weight             [5, 12]       [10, 12]
                another shape  head.bias               [5]           [10]
                unexpected     decoder.weight          –             [2, 3]""");
    }

    @Test
    void aPartOfAModelTakesAPartOfTheValues() {
        Classifier trained = classifier(10);
        Classifier model = classifier(5);
        LoadReport report = model.encoder().parameters().load(trained.encoder().parameters().asMap());
        assertThat(report.isComplete()).isTrue();
        assertThat(model.encoder().parameters().fingerprint()).isEqualTo(trained.encoder().parameters().fingerprint());
    }

    @Test
    void nothingAtAllIsAMistake() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> classifier(5).parameters().load(Map.of("module.head.bias", Tensor.of(1, 2, 3, 4, 5))))
                .withMessage("parameters: nothing was loaded, since no given tensor has the path and the shape of a parameter: given are "
                        + "module.head.bias, expected encoder.0.weight, encoder.0.bias, encoder.1.weight and 5 more; rename the paths, or "
                        + "load into another part of the model");
    }
}
