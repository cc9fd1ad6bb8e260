package dev.lanewise.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ParametersTest {

    private static final Philox RANDOM = Philox.seeded(5);

    private static Parameter parameter(float... values) {
        return Parameter.of(Tensor.of(values));
    }

    private static List<String> pathsOf(Layer model) {
        return List.copyOf(model.parameters().asMap().keySet());
    }

    @Test
    void pathsAreNumbersInSequences() {
        var model = Sequential.of(
                Conv2d.of(1, 2, 3, RANDOM), new Relu(), new Flatten(), Sequential.of(new Tanh(), Linear.of(4, 5, RANDOM).withoutBias()));
        assertThat(pathsOf(model)).containsExactly("0.weight", "0.bias", "3.1.weight");
    }

    @Test
    void pathsAreComponentsOfAUsersOwnLayer() {
        assertThat(pathsOf(Highway.of(3, RANDOM))).containsExactly("gate.weight", "gate.bias", "candidate.weight", "candidate.bias");
    }

    @Test
    void batchNormHasTheNamesOfPyTorch() {
        assertThat(pathsOf(BatchNorm2d.of(3))).containsExactly("weight", "bias", "running_mean", "running_var");
    }

    private record Inner(Parameter outProj) {}

    private record Everything(
            List<Layer> stack, Layer[] row, Optional<Parameter> maybe, Optional<Layer> never, Parameter absent, Inner inner,
            @SavedAs("weight_ih_l0") Parameter inputWeight, Parameter hiddenWeight2d, int size, String note) implements Layer {

        @Override
        public Tensor forward(Tensor x) {
            return x;
        }
    }

    @Test
    void everyKindOfComponentIsFound() {
        var model = new Everything(
                List.of(new Relu(), Linear.of(1, 1, RANDOM).withoutBias()),
                new Layer[] {Linear.of(1, 1, RANDOM).withoutBias()},
                Optional.of(parameter(1)), Optional.empty(), null, new Inner(parameter(2)), parameter(3), parameter(4), 7, "note");
        assertThat(pathsOf(model)).containsExactly(
                "stack.1.weight", "row.0.weight", "maybe", "inner.out_proj", "weight_ih_l0", "hidden_weight2d");
    }

    @Test
    void aSharedParameterIsListedOnce() {
        var shared = Linear.of(3, 3, RANDOM);
        assertThat(pathsOf(Sequential.of(shared, new Tanh(), shared))).containsExactly("0.weight", "0.bias");
    }

    @Test
    void countsAndTrainableOnes() {
        var parameters = Sequential.of(Conv2d.of(2, 3, 5, RANDOM), BatchNorm2d.of(3)).parameters();
        assertThat(parameters.size()).isEqualTo(6);
        assertThat(parameters.count()).isEqualTo(3 * 2 * 25 + 3 + 4 * 3);
        assertThat(parameters.trainable().count()).isEqualTo(3 * 2 * 25 + 3 + 2 * 3);
        assertThat(parameters.toString()).contains("0.weight [3, 2, 5, 5]").contains("1.running_mean [3] (frozen)");
    }

    @Test
    void anUnknownPathIsAnsweredWithTheNearest() {
        var parameters = Highway.of(2, RANDOM).parameters();
        assertThat(parameters.get("gate.bias").shape()).isEqualTo(Shape.of(2));
        assertThatIllegalArgumentException().isThrownBy(() -> parameters.get("gates.wieght"))
                .withMessageContaining("\"gates.wieght\"").withMessageContaining("the nearest are gate.weight");
    }

    @Test
    void theFingerprintSeesEveryBitPathAndShape() {
        var one = new Linear(Parameter.of(Tensor.of(Shape.of(1, 2), 1, -0f)), null);
        // sha256 of "weight" 00 02000000 01000000 02000000 0000803f 00000080
        assertThat(one.parameters().fingerprint()).isEqualTo("167a206f5367b07aacf78920d87aef3a4487a32ca13a742ab57bcba1f00c3af5");
        var otherZero = new Linear(Parameter.of(Tensor.of(Shape.of(1, 2), 1, 0f)), null);
        var otherShape = new Linear(Parameter.of(Tensor.of(Shape.of(2, 1), 1, -0f)), null);
        assertThat(List.of(otherZero, otherShape, Sequential.of(one)))
                .noneMatch(other -> other.parameters().fingerprint().equals(one.parameters().fingerprint()));
    }

    @Test
    void aLayerThatIsNoRecordIsReported() {
        Layer lambda = x -> x;
        assertThatIllegalArgumentException().isThrownBy(() -> Sequential.of(new Relu(), lambda).parameters())
                .withMessageContaining("at 1 is not a record");
    }

    private record Clash(@SavedAs("w") Parameter first, @SavedAs("w") Parameter second) implements Layer {
        @Override
        public Tensor forward(Tensor x) {
            return x;
        }
    }

    @Test
    void twoParametersAtOnePathAreReported() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Clash(parameter(1), parameter(2)).parameters())
                .withMessageContaining("the path w");
    }

    @Test
    void generatorsAreFoundByTheirPaths() {
        var dropout = Dropout.of(0.5, RANDOM);
        assertThat(Parameters.generatorsOf(Sequential.of(new Relu(), dropout))).containsOnlyKeys("1.random")
                .containsValue(dropout.random());
    }
}
