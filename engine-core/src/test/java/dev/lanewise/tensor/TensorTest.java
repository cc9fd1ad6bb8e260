package dev.lanewise.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TensorTest {

    @Test
    void isRowMajor() {
        Tensor tensor = Tensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
        assertThat(tensor.get(0, 2)).isEqualTo(3f);
        assertThat(tensor.get(1, 0)).isEqualTo(4f);
        assertThat(tensor.dimension(-1)).isEqualTo(3);
        assertThat(tensor.size()).isEqualTo(6);
        assertThat(tensor).hasToString("Tensor[2, 3] [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]");
        assertThat(Tensor.zeros(Shape.of(3, 5)).toString()).endsWith(", …]");
    }

    @Test
    void copiesOrWraps() {
        float[] values = {1, 2};
        Tensor copied = Tensor.of(values);
        Tensor wrapped = Tensor.wrap(Shape.of(2), values);
        values[0] = 7;
        assertThat(copied.get(0)).isEqualTo(1f);
        assertThat(wrapped.get(0)).isEqualTo(7f);
        assertThat(wrapped.viewAs(Shape.of(2, 1)).array()).isSameAs(values);
        assertThat(wrapped.copy().array()).isNotSameAs(values);
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatIllegalArgumentException().isThrownBy(() -> Tensor.of(Shape.of(2, 3), 1, 2)).withMessageContaining("6 elements")
                .withMessageContaining("2 values");
        assertThatIllegalArgumentException().isThrownBy(() -> Tensor.of(1, 2).viewAs(Shape.of(3))).withMessageContaining("[2] has 2");
        assertThatThrownBy(() -> Tensor.of(1, 2).get(2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Tensor.of(1, 2).get(0, 0)).isInstanceOf(IndexOutOfBoundsException.class).hasMessageContaining("1 indices");
        assertThatThrownBy(() -> Tensor.of(1, 2).item()).isInstanceOf(IllegalStateException.class).hasMessageContaining("[2]");
        assertThat(Tensor.scalar(3).item()).isEqualTo(3f);
    }

    @Test
    void integersAreRowMajorToo() {
        IntTensor labels = IntTensor.of(3, 1, 2);
        assertThat(labels.shape()).isEqualTo(Shape.of(3));
        assertThat(labels.get(1)).isEqualTo(1);
        assertThat(labels).hasToString("IntTensor[3] [3, 1, 2]");
        assertThatIllegalArgumentException().isThrownBy(() -> IntTensor.wrap(Shape.of(2), new int[3]));
    }

    @Property(tries = 200, seed = "20261107")
    void shapesKnowTheirSizes(@ForAll @Size(max = 5) List<@IntRange(max = 7) Integer> dimensions) {
        int[] lengths = dimensions.stream().mapToInt(Integer::intValue).toArray();
        Shape shape = Shape.of(lengths);
        assertThat(shape.rank()).isEqualTo(lengths.length);
        assertThat(shape.size()).isEqualTo(Arrays.stream(lengths).reduce(1, (a, b) -> a * b));
        assertThat(shape.toArray()).isEqualTo(lengths);
        assertThat(shape).hasToString(dimensions.toString()).isEqualTo(Shape.of(lengths.clone())).hasSameHashCodeAs(Shape.of(lengths));
        for (int axis = 0; axis < lengths.length; axis++) {
            assertThat(shape.dimension(axis)).isEqualTo(shape.dimension(axis - lengths.length)).isEqualTo(lengths[axis]);
            assertThat(shape.without(axis).rank()).isEqualTo(lengths.length - 1);
            assertThat(shape.with(axis, 9).dimension(axis)).isEqualTo(9);
            assertThat(shape.sizeBetween(0, axis) * shape.sizeBetween(axis, lengths.length)).isEqualTo(shape.size());
        }
    }

    @Property(tries = 200, seed = "20261107")
    void broadcastingIsSymmetricAndAllowsOnes(@ForAll @Size(max = 4) List<@IntRange(max = 3) Integer> left,
            @ForAll @Size(max = 4) List<@IntRange(max = 3) Integer> right) {
        Shape a = Shape.of(left.stream().mapToInt(Integer::intValue).toArray());
        Shape b = Shape.of(right.stream().mapToInt(Integer::intValue).toArray());
        boolean fits = true;
        for (int axis = 1; axis <= Math.min(a.rank(), b.rank()); axis++) {
            int m = a.dimension(-axis);
            int n = b.dimension(-axis);
            fits &= m == n || m == 1 || n == 1;
        }
        if (!fits) {
            assertThatIllegalArgumentException().isThrownBy(() -> Shape.broadcast("add", a, b)).withMessageStartingWith("add: ")
                    .withMessageContaining(a.toString()).withMessageContaining(b.toString());
            return;
        }
        Shape joined = Shape.broadcast("add", a, b);
        assertThat(joined).isEqualTo(Shape.broadcast("add", b, a));
        assertThat(joined.rank()).isEqualTo(Math.max(a.rank(), b.rank()));
        for (int axis = 1; axis <= joined.rank(); axis++) {
            int m = axis <= a.rank() ? a.dimension(-axis) : 1;
            int n = axis <= b.rank() ? b.dimension(-axis) : 1;
            assertThat(joined.dimension(-axis)).isEqualTo(m == 1 ? n : m);
        }
    }

    @Test
    void refusesImpossibleShapes() {
        assertThatIllegalArgumentException().isThrownBy(() -> Shape.of(2, -1)).withMessageContaining("[2, -1]");
        assertThatIllegalArgumentException().isThrownBy(() -> Shape.of(65_536, 65_536)).withMessageContaining("smaller batch");
        assertThatThrownBy(() -> Shape.of(2, 3).dimension(2)).isInstanceOf(IndexOutOfBoundsException.class).hasMessageContaining("-2 to 1");
        assertThat(Shape.of()).isSameAs(Shape.scalar());
        int[] mine = {2, 3};
        Shape shape = Shape.of(mine);
        mine[0] = 9;
        assertThat(shape).isEqualTo(Shape.of(2, 3));
    }
}
