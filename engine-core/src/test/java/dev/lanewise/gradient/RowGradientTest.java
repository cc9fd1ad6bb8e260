package dev.lanewise.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lanewise.op.Arithmetic;
import dev.lanewise.op.Embedding;
import dev.lanewise.op.Reductions;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.List;
import java.util.function.Supplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Gradients of some rows: what they add up to, alone and with each other and with gradients of all rows. */
class RowGradientTest {

    private final Parameter table = Parameter.of(Tensor.of(Shape.of(4, 2), 1, 2, 3, 4, 5, 6, 7, 8));

    private Tensor rows(int... ids) {
        return Reductions.sum(Embedding.embedding(table, IntTensor.of(ids), -1, true));
    }

    private Tensor all() {
        return Reductions.sum(Arithmetic.multiply(table, 10));
    }

    @Test
    void onlyTheRowsThatOccurAreKept() {
        try (var gradients = Gradients.of(() -> rows(3, 1, 3))) {
            RowGradient found = gradients.findRows(table).orElseThrow();
            assertThat(found.count()).isEqualTo(2);
            assertThat(new int[] {found.row(0), found.row(1)}).containsExactly(1, 3);
            assertThat(found.values().toArray()).containsExactly(1, 1, 2, 2);
            assertThat(gradients.of(table).toArray()).containsExactly(0, 0, 1, 1, 0, 0, 2, 2);
        }
    }

    @Test
    void usesAddUpWhateverTheirKindAndOrder() {
        check(() -> Arithmetic.add(rows(3, 1), rows(0, 3)), true, 1, 1, 1, 1, 0, 0, 2, 2);
        check(() -> Arithmetic.add(rows(3, 1), all()), false, 10, 10, 11, 11, 10, 10, 11, 11);
        check(() -> Arithmetic.add(all(), rows(3, 1)), false, 10, 10, 11, 11, 10, 10, 11, 11);
        check(() -> Arithmetic.add(Arithmetic.add(rows(2), all()), rows(2, 0)), false, 11, 11, 10, 10, 12, 12, 10, 10);
    }

    private void check(Supplier<Tensor> loss, boolean sparse, float... expected) {
        try (var gradients = Gradients.of(loss)) {
            assertThat(gradients.findRows(table).isPresent()).isEqualTo(sparse);
            assertThat(gradients.of(table).toArray()).containsExactly(expected);
        }
    }

    @Test
    void thePaddingGetsNoGradient() {
        try (var gradients = Gradients.of(() -> Reductions.sum(Embedding.embedding(table, IntTensor.of(0, 2, 0), 0, true)))) {
            assertThat(gradients.of(table).toArray()).containsExactly(0, 0, 0, 0, 1, 1, 0, 0);
        }
        try (var gradients = Gradients.of(() -> Reductions.sum(Embedding.embedding(table, IntTensor.of(0, 0), 0, true)))) {
            assertThat(gradients.findRows(table).orElseThrow().count()).isZero();
            assertThat(gradients.of(table).toArray()).containsOnly(0);
        }
    }

    @Test
    void aFrozenTableGetsNone() {
        table.setFrozen(true);
        Parameter other = Parameter.of(Tensor.scalar(1));
        try (var gradients = Gradients.of(() -> Arithmetic.multiply(other, rows(1)))) {
            assertThat(gradients.findRows(table)).isEmpty();
            assertThat(gradients.find(table)).isEmpty();
            assertThat(gradients.of(other).item()).isEqualTo(7);
        }
    }

    @Test
    void rowsMustAscendAndFit() {
        Shape shape = Shape.of(4, 2);
        assertThatIllegalArgumentException().isThrownBy(() -> RowGradient.of(shape, new int[] {1, 1}, Tensor.zeros(Shape.of(2, 2))))
                .withMessageContaining("ascending rows from 0 to 3, found 1 after 1");
        assertThatIllegalArgumentException().isThrownBy(() -> RowGradient.of(shape, new int[] {4}, Tensor.zeros(Shape.of(1, 2))))
                .withMessageContaining("found 4");
        assertThatIllegalArgumentException().isThrownBy(() -> RowGradient.of(shape, new int[] {1}, Tensor.zeros(Shape.of(1, 3))))
                .withMessageContaining("1 rows of a parameter [4, 2] do not fit values [1, 3]");
    }

    @Property(tries = 200)
    void sumsOfRowsAreSumsOfTensors(
            @ForAll @Size(max = 20) List<@IntRange(max = 9) Integer> left, @ForAll @Size(max = 20) List<@IntRange(max = 9) Integer> right) {
        int[] first = left.stream().mapToInt(Integer::intValue).toArray();
        int[] second = right.stream().mapToInt(Integer::intValue).toArray();
        Parameter weights = Parameter.of(Tensor.zeros(Shape.of(10, 3)));
        for (boolean sparse : new boolean[] {true, false}) {
            float[] expected = new float[30];
            for (int[] ids : new int[][] {first, second}) {
                for (int id : ids) {
                    for (int i = 0; i < 3; i++) {
                        expected[id * 3 + i]++;
                    }
                }
            }
            try (var gradients = Gradients.of(() -> Arithmetic.add(
                    Reductions.sum(Embedding.embedding(weights, IntTensor.of(first), -1, true)),
                    Reductions.sum(Embedding.embedding(weights, IntTensor.of(second), -1, sparse))))) {
                assertThat(gradients.of(weights).toArray()).containsExactly(expected);
            }
        }
    }
}
