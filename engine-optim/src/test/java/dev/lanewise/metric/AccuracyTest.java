package dev.lanewise.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import org.junit.jupiter.api.Test;

class AccuracyTest {

    private static final Tensor SCORES = Tensor.of(Shape.of(3, 2), 1, 2, 5, 4, 3, 3); // 1, 0, and the first of two equal ones

    @Test
    void countsOverBatches() {
        var accuracy = new Accuracy();
        assertThat(accuracy.value()).isNaN();
        accuracy.add(SCORES, IntTensor.of(1, 1, 0));
        assertThat(accuracy.value()).isEqualTo(2.0 / 3);
        accuracy.add(SCORES, IntTensor.of(1, 0, 0));
        assertThat(accuracy.value()).isEqualTo(5.0 / 6);
        var twin = new Accuracy();
        twin.restore(accuracy.sums());
        assertThat(twin.value()).isEqualTo(5.0 / 6);
        accuracy.reset();
        assertThat(accuracy.value()).isNaN();
    }

    @Test
    void scoresThatAreNotNumbersAreNeverCorrect() {
        var accuracy = new Accuracy();
        Tensor scores = Tensor.of(Shape.of(4, 2), Float.NaN, Float.NaN, Float.NaN, 1, 1, Float.NaN, 1, Float.POSITIVE_INFINITY);
        accuracy.add(scores, IntTensor.of(0, 1, 0, 1));
        assertThat(accuracy.value()).isEqualTo(1.0 / 4);
    }

    @Test
    void shapesAreChecked() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Accuracy().add(SCORES, IntTensor.of(1, 1)))
                .withMessageContaining("expected outputs [batch, classes] for 2 labels, found [3, 2]");
    }
}
