package dev.lanewise.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.lanewise.golden.Golden;
import dev.lanewise.gradient.Gradients;
import dev.lanewise.op.Arithmetic;
import dev.lanewise.op.Reductions;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.api.Test;

class EmbeddingTest {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void valuesAndGradientsAreThoseOfPyTorch(boolean sparse) {
        assertThat(Golden.cases("embedding")).hasSize(2);
        for (Golden.Case golden : Golden.cases("embedding")) {
            Parameter weight = Parameter.of(golden.tensor("weights", "weight"));
            var layer = new Embedding(weight, golden.integer("padding_idx", -1), sparse);
            Tensor weights = golden.tensor("grad_outputs", "y");
            try (var gradients = Gradients.of(() -> {
                Tensor y = layer.forward(golden.integers("inputs", "ids"));
                assertThat(y.shape()).isEqualTo(golden.tensor("outputs", "y").shape());
                assertThat(y.toArray()).as("%s", golden).containsExactly(golden.tensor("outputs", "y").toArray());
                return Reductions.sum(Arithmetic.multiply(y, weights));
            })) {
                assertThat(gradients.findRows(weight).isPresent()).isEqualTo(sparse);
                assertThat(gradients.of(weight).toArray()).as("%s", golden)
                        .containsExactly(golden.tensor("grads", "weight").toArray(), within(1e-6f));
            }
        }
    }

    @Test
    void idsMayBeWholeNumbersInAFloatTensor() {
        var layer = Embedding.of(5, 3, Philox.seeded(1));
        Tensor y = layer.predict(Tensor.of(Shape.of(1, 2), 4, 0));
        assertThat(y.shape()).isEqualTo(layer.outputShape(Shape.of(1, 2))).isEqualTo(Shape.of(1, 2, 3));
        assertThat(y.toArray()).containsExactly(layer.forward(IntTensor.of(4, 0)).toArray());
        assertThatIllegalArgumentException().isThrownBy(() -> layer.forward(Tensor.of(1, 0.5f)))
                .withMessageContaining("embedding: expected whole numbers as ids, found 0.5 at position 1");
        assertThatIllegalArgumentException().isThrownBy(() -> layer.forward(Tensor.of(Float.NaN))).withMessageContaining("found NaN");
        assertThatIllegalArgumentException().isThrownBy(() -> layer.forward(Tensor.of(7))).withMessageContaining("id 7 at position 0");
    }

    @Test
    void thePaddingBeginsWithZeros() {
        var layer = Embedding.of(5, 3, Philox.seeded(1)).padding(1);
        assertThat(layer.forward(IntTensor.of(1)).toArray()).containsExactly(0, 0, 0);
        assertThat(layer.forward(IntTensor.of(2)).toArray()).doesNotContain(0);
        assertThatIllegalArgumentException().isThrownBy(() -> Embedding.of(5, 3, Philox.seeded(1)).padding(5))
                .withMessageContaining("padding 5 is out of range");
        assertThatIllegalArgumentException().isThrownBy(() -> new Embedding(Parameter.of(Tensor.of(1, 2)), -1, true))
                .withMessageContaining("[rows, width], found [2]");
    }
}
