package dev.lanewise.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WorkspaceTest {

    private static <T> T inScope(Supplier<T> work) {
        Workspace workspace = Workspace.open();
        try {
            return workspace.run(work);
        } finally {
            workspace.close();
        }
    }

    @Property(tries = 500, seed = "20261107")
    void aSizeClassWastesAtMostAnEighth(@ForAll @IntRange(max = Integer.MAX_VALUE - 8) int size) {
        int sizeClass = Workspace.sizeClassOf(size);
        assertThat(Workspace.lengthOf(sizeClass)).isBetween(size, (int) Math.min(Math.max(8, size + size / 8L), Integer.MAX_VALUE - 8));
        if (sizeClass > 0) {
            assertThat(Workspace.lengthOf(sizeClass - 1)).as("the class below is too small").isLessThan(Math.max(size, 8));
        }
    }

    @Test
    void sizeClassesGrow() {
        for (int sizeClass = 1; sizeClass < 27 * 8; sizeClass++) {
            assertThat(Workspace.lengthOf(sizeClass)).isGreaterThan(Workspace.lengthOf(sizeClass - 1));
            assertThat(Workspace.sizeClassOf(Workspace.lengthOf(sizeClass))).isEqualTo(sizeClass);
        }
    }

    @Test
    void storageIsLentAgainInTheNextScope() {
        float[] first = inScope(() -> Workspace.tensor(Shape.of(5, 7)).array());
        float[] second = inScope(() -> Workspace.tensor(Shape.of(36)).array());
        assertThat(second).as("an array of the same size class").isSameAs(first);
    }

    @Test
    void twoTensorsOfAScopeShareNothing() {
        List<float[]> arrays = inScope(() -> {
            List<float[]> lent = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                lent.add(Workspace.tensor(Shape.of(11)).array());
            }
            return lent;
        });
        for (int i = 0; i < arrays.size(); i++) {
            for (int j = 0; j < i; j++) {
                assertThat(arrays.get(i)).isNotSameAs(arrays.get(j));
            }
        }
    }

    @Test
    void anInnerScopeSharesNothingWithTheOuterOne() {
        inScope(() -> {
            Tensor outer = Workspace.tensor(Shape.of(13));
            Tensor inner = inScope(() -> {
                Tensor tensor = Workspace.tensor(Shape.of(13));
                assertThat(tensor.array()).isNotSameAs(outer.array());
                return tensor;
            });
            assertThatThrownBy(inner::array).isInstanceOf(IllegalStateException.class);
            assertThat(outer.array()).isNotNull();
            return outer;
        });
    }

    @Test
    void aTensorThrowsAfterItsScope() {
        Tensor tensor = inScope(() -> Workspace.tensor(Shape.of(2, 3)));
        Tensor view = inScope(() -> Workspace.tensor(Shape.of(2, 3)).viewAs(Shape.of(6)));
        for (Tensor ended : List.of(tensor, view)) {
            assertThatThrownBy(ended::array).isInstanceOf(IllegalStateException.class).hasMessageContaining("scope that has ended");
            assertThatThrownBy(ended::copy).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> ended.viewAs(Shape.of(3, 2))).isInstanceOf(IllegalStateException.class);
        }
        assertThatThrownBy(() -> tensor.get(0, 0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aCopyOutlivesTheScope() {
        Tensor copy = inScope(() -> {
            Tensor tensor = Workspace.tensor(Shape.of(2));
            tensor.array()[0] = 3;
            tensor.array()[1] = 4;
            return tensor.copy();
        });
        assertThat(copy.toArray()).containsExactly(3, 4);
    }

    @Test
    void outsideOfScopesStorageIsNew() {
        assertThat(Workspace.isOpen()).isFalse();
        Tensor a = Workspace.tensor(Shape.of(3));
        Tensor b = Workspace.tensor(Shape.of(3));
        assertThat(a.array()).hasSize(3).isNotSameAs(b.array());
        inScope(() -> {
            assertThat(Workspace.isOpen()).isTrue();
            return a;
        });
        assertThat(a.array()).hasSize(3);
    }

    @Test
    void anArrayThatNobodyNeedsAnyMoreIsLetGo() {
        Shape rare = Shape.of(1_000_003);
        float[] once = inScope(() -> Workspace.tensor(rare).array());
        for (int scope = 0; scope < 600; scope++) {
            inScope(() -> Workspace.tensor(Shape.of(2)));
        }
        assertThat(inScope(() -> Workspace.tensor(rare).array())).isNotSameAs(once);
    }

    @Test
    void anArrayThatIsNeededNowAndThenIsKept() {
        Shape shape = Shape.of(1_000_003);
        float[] first = inScope(() -> Workspace.tensor(shape).array());
        for (int scope = 0; scope < 600; scope++) {
            boolean needed = scope % 100 == 0;
            inScope(() -> Workspace.tensor(needed ? shape : Shape.of(2)));
        }
        assertThat(inScope(() -> Workspace.tensor(shape).array())).isSameAs(first);
    }

    @Test
    void anEndedScopeLendsNothing() {
        Workspace workspace = Workspace.open();
        workspace.close();
        workspace.close(); // harmless
        assertThatThrownBy(() -> workspace.run(() -> Workspace.tensor(Shape.of(2)))).isInstanceOf(IllegalStateException.class);
    }
}
