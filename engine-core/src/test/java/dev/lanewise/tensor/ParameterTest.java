package dev.lanewise.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ParameterTest {

    private final Parameter parameter = Parameter.of(Tensor.of(1f, 2f));

    @Test
    void startsWithACopy() {
        Tensor initial = Tensor.of(1f, 2f);
        Parameter copy = Parameter.of(initial);
        initial.array()[0] = 9;
        assertThat(copy.toArray()).containsExactly(1, 2);
        assertThat(copy.isFrozen()).isFalse();
        assertThat(Parameter.frozen(initial).isFrozen()).isTrue();
    }

    @Test
    void canBeFrozenAndTakenInAgain() {
        parameter.setFrozen(true);
        assertThat(parameter.isFrozen()).isTrue();
        parameter.setFrozen(false);
        assertThat(parameter.isFrozen()).isFalse();
    }

    @Test
    void whatIsDerivedIsKeptUntilTheNextWrite() {
        AtomicInteger computed = new AtomicInteger();
        for (int i = 0; i < 3; i++) {
            assertThat(sum(computed)).isEqualTo(3f);
        }
        assertThat(computed).hasValue(1);
        parameter.update(values -> values[0] = 5);
        assertThat(sum(computed)).isEqualTo(7f);
        parameter.assign(Tensor.of(1f, 1f));
        assertThat(sum(computed)).isEqualTo(2f);
        parameter.array()[1] = 8;
        parameter.touch();
        assertThat(sum(computed)).isEqualTo(9f);
        assertThat(computed).hasValue(4);
    }

    @Test
    void aWriteThatFailsHalfwayIsAWrite() {
        AtomicInteger computed = new AtomicInteger();
        assertThat(sum(computed)).isEqualTo(3f);
        assertThatIllegalStateException().isThrownBy(() -> parameter.update(values -> {
            values[0] = 5;
            throw new IllegalStateException("on purpose");
        }));
        assertThat(sum(computed)).isEqualTo(7f);
    }

    private float sum(AtomicInteger computed) {
        return parameter.derived(Float.class, values -> {
            computed.incrementAndGet();
            return values.get(0) + values.get(1);
        });
    }

    @Test
    void aWriteDuringTheComputationIsNoticed() {
        AtomicInteger computed = new AtomicInteger();
        parameter.derived(Float.class, values -> {
            parameter.update(array -> array[0] = 10);
            return 3f;
        });
        assertThat(sum(computed)).isEqualTo(12f);
    }

    @Test
    void anotherKindReplacesTheOneBefore() {
        assertThat(parameter.derived(String.class, values -> "text")).isEqualTo("text");
        assertThat(parameter.derived(Float.class, values -> 3f)).isEqualTo(3f);
    }

    @Test
    void anotherShapeIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> parameter.assign(Tensor.of(1f))).withMessageContaining("expected shape [2]")
                .withMessageContaining("[1]");
    }
}
