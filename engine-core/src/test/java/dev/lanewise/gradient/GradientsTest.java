package dev.lanewise.gradient;

import static dev.lanewise.gradient.Input.wrt;
import static dev.lanewise.gradient.Input.wrtOptional;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lanewise.op.Arithmetic;
import dev.lanewise.op.Logarithm;
import dev.lanewise.op.Reductions;
import dev.lanewise.op.Relu;
import dev.lanewise.op.Reshape;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GradientsTest {

    private final Parameter x = Parameter.of(Tensor.of(1f, -2f, 3f));
    private final Parameter y = Parameter.of(Tensor.of(4f, 5f, -6f));

    @Test
    void differentiatesAProduct() {
        try (Gradients gradients = Gradients.of(() -> Reductions.sum(Arithmetic.multiply(x, y)))) {
            assertThat(gradients.loss()).isEqualTo(4 - 10 - 18);
            assertThat(gradients.of(x).toArray()).containsExactly(4, 5, -6);
            assertThat(gradients.of(y).toArray()).containsExactly(1, -2, 3);
            assertThat(gradients.of(x).shape()).isEqualTo(x.shape());
        }
    }

    @Test
    void addsUpTheUsesOfATensor() {
        try (Gradients gradients = Gradients.of(() -> {
            Tensor square = Arithmetic.multiply(x, x); // twice in one op
            Tensor twice = Arithmetic.add(square, x); // and in two
            return Reductions.sum(Arithmetic.add(twice, Arithmetic.multiply(square, y)));
        })) {
            // d/dx (x² + x + x²y) = 2x + 1 + 2xy
            assertThat(gradients.of(x).toArray()).containsExactly(2 + 1 + 8, -4 + 1 - 20, 6 + 1 - 36);
        }
    }

    @Test
    void aViewOfAGradientIsNotWrittenOver() {
        try (Gradients gradients = Gradients.of(() -> {
            Tensor sum = Arithmetic.add(x, y); // both receive the very same gradient
            Tensor flat = Reshape.reshape(sum, Shape.of(3, 1));
            return Arithmetic.add(Reductions.sum(Arithmetic.multiply(flat, flat)), Reductions.sum(x));
        })) {
            assertThat(gradients.of(y).toArray()).containsExactly(10, 6, -6);
            assertThat(gradients.of(x).toArray()).containsExactly(11, 7, -5);
        }
    }

    @Test
    void recordsOnlyInside() {
        assertThat(Gradients.areRecorded()).isFalse();
        Gradients.of(() -> {
            assertThat(Gradients.areRecorded()).isTrue();
            return Reductions.sum(x);
        }).close();
        assertThat(Gradients.areRecorded()).isFalse();
    }

    @Test
    void aParameterCanBeTheLoss() {
        Parameter loss = Parameter.of(Tensor.scalar(3f));
        try (Gradients gradients = Gradients.of(() -> loss)) {
            assertThat(gradients.of(loss).item()).isEqualTo(1f);
        }
    }

    @Test
    void aClosedScopeCannotBeUsed() {
        Gradients gradients = Gradients.of(() -> Reductions.sum(x));
        Tensor gradient = gradients.of(x);
        gradients.close();
        gradients.close(); // closing again is harmless
        assertThatThrownBy(() -> gradients.of(x)).isInstanceOf(IllegalStateException.class).hasMessageContaining("this scope is closed");
        assertThatThrownBy(gradients::loss).isInstanceOf(IllegalStateException.class).hasMessageContaining("this scope is closed");
        assertThatThrownBy(gradient::toArray).isInstanceOf(IllegalStateException.class).hasMessageContaining("has ended");
    }

    @Test
    void aTensorCannotBeUsedAfterItsScope() {
        Tensor[] kept = new Tensor[2];
        Gradients.of(() -> {
            kept[0] = Relu.relu(x);
            kept[1] = Reshape.reshape(kept[0], Shape.of(3, 1));
            return Reductions.sum(kept[0]);
        }).close();
        for (Tensor tensor : kept) {
            assertThatThrownBy(() -> Relu.relu(tensor)).isInstanceOf(IllegalStateException.class).hasMessageContaining("copy()");
            assertThat(tensor.toString()).contains("its scope has ended");
        }
    }

    @Test
    void aParameterWithoutAGradientIsAnError() {
        try (Gradients gradients = Gradients.of(() -> Reductions.sum(x))) {
            assertThat(gradients.find(y)).isEmpty();
            assertThatThrownBy(() -> gradients.of(y)).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("[3]").hasMessageContaining("does not depend on it; use it in forward(), or freeze it");
        }
    }

    @Test
    void aFrozenParameterGetsNoGradientAndItsFormulaDoesNotRun() {
        AtomicInteger formulas = new AtomicInteger();
        y.setFrozen(true);
        try (Gradients gradients = Gradients.of(() -> {
            Tensor product = Arithmetic.multiply(x, y);
            Tensor counted = Operation.begin("count").differentiable(product.copy(), wrt(product, dy -> dy), wrt(y, dy -> {
                formulas.incrementAndGet();
                return dy;
            }));
            return Reductions.sum(counted);
        })) {
            assertThat(formulas).hasValue(0);
            assertThat(gradients.of(x).toArray()).containsExactly(4, 5, -6);
            assertThatThrownBy(() -> gradients.of(y)).isInstanceOf(IllegalStateException.class).hasMessageContaining("frozen");
        }
    }

    @Test
    void nothingIsDifferentiatedWithoutAParameter() {
        Tensor constant = Tensor.of(1f, 2f);
        try (Gradients gradients = Gradients.of(() -> Operation.begin("constant")
                .differentiable(Tensor.scalar(5f), wrt(constant, dy -> {
                    throw new AssertionError("a constant needs no gradient");
                })))) {
            assertThat(gradients.loss()).isEqualTo(5f);
        }
    }

    @Test
    void anInputThatWasNotGivenHasNoGradient() {
        Tensor constant = Tensor.of(1f, 2f);
        try (Gradients gradients = Gradients.of(() -> {
            var op = Operation.begin("biased");
            assertThat(op.carriesGradient(constant, null)).isFalse();
            assertThat(op.carriesGradient(null, x, constant)).isTrue();
            return Reductions.sum(op.differentiable(Tensor.of(5f, 3f, -3f), wrtOptional(null, dy -> {
                throw new AssertionError("nobody gave this input");
            }), wrtOptional(x, dy -> dy)));
        })) {
            assertThat(gradients.of(x).toArray()).containsExactly(1, 1, 1);
        }
        assertThat(Operation.begin("inferred").carriesGradient(x)).isFalse();
    }

    @Test
    void theLossMustHaveOneElement() {
        assertThatThrownBy(() -> Gradients.of(() -> Relu.relu(x))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one element").hasMessageContaining("[3]");
    }

    @Test
    void aLossThatIsNotANumberNamesTheFirstOp() {
        Parameter weight = Parameter.of(Tensor.of(2f, 2f, 2f));
        NonFiniteLossException e = catchThrowableOfType(NonFiniteLossException.class, () -> Gradients.of(() -> {
            Tensor product = Arithmetic.multiply(weight, x); // −4 is among them
            return Reductions.sum(Arithmetic.multiply(Logarithm.log(product), 2));
        }));
        assertThat(e).hasMessageContaining("NaN").hasMessageContaining("log").hasMessageContaining("[3]");
        assertThat(e.op()).isEqualTo("log");
        assertThat(e.nearestParameter()).get().isSameAs(x);
    }

    @Test
    void aParameterThatIsNotFiniteIsNamed() {
        Parameter weight = Parameter.of(Tensor.of(2f, Float.POSITIVE_INFINITY, 2f));
        NonFiniteLossException e = catchThrowableOfType(NonFiniteLossException.class,
                () -> Gradients.of(() -> Reductions.sum(Arithmetic.multiply(weight, x))));
        assertThat(e.op()).isEqualTo("multiply");
        assertThat(e.nearestParameter()).get().isSameAs(weight);
    }

    @Test
    void scopesNest() {
        try (Gradients outer = Gradients.of(() -> {
            Tensor before = Arithmetic.multiply(x, 2);
            try (Gradients inner = Gradients.of(() -> Reductions.sum(Arithmetic.square(y)))) {
                assertThat(inner.of(y).toArray()).containsExactly(8, 10, -12);
                return Reductions.sum(Arithmetic.add(before, inner.of(y).copy()));
            }
        })) {
            assertThat(outer.loss()).isEqualTo(4 + 6);
            assertThat(outer.of(x).toArray()).containsExactly(2, 2, 2);
            assertThat(outer.find(y)).isEmpty();
        }
    }

    @Test
    void aFailureInsideLeavesTheNextScopeAlone() {
        assertThatThrownBy(() -> Gradients.of(() -> {
            Relu.relu(x);
            throw new UnsupportedOperationException("mine");
        })).isInstanceOf(UnsupportedOperationException.class).hasMessage("mine");
        differentiatesAProduct();
    }

    @Test
    void aFusedStepIsTakenBackOnceForAllInputs() {
        AtomicInteger times = new AtomicInteger();
        try (Gradients gradients = Gradients.of(() -> {
            Tensor sum = Tensor.of(5f, 3f, -3f);
            return Reductions.sum(Operation.begin("fused").differentiable(sum, dy -> {
                times.incrementAndGet();
                return Arithmetic.multiply(dy, 3).copy();
            }, wrt(x, dz -> dz), wrt(y, dz -> dz)));
        })) {
            assertThat(times).hasValue(1);
            assertThat(gradients.of(x).toArray()).containsExactly(3, 3, 3);
            assertThat(gradients.of(y).toArray()).containsExactly(3, 3, 3);
        }
    }

    @Test
    void anErrorBeginsWithTheNameOfTheOp() {
        assertThatThrownBy(() -> Operation.begin("mine").require(false, "expected %d, found %s", 3, Shape.of(2, 5)))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("mine: expected 3, found [2, 5]");
    }

    @Test
    void inferenceReturnsAnOrdinaryTensor() {
        Tensor[] between = new Tensor[1];
        Tensor result = Inference.of(() -> {
            assertThat(Gradients.areRecorded()).isFalse();
            between[0] = Relu.relu(x);
            return Inference.of(() -> Arithmetic.multiply(between[0], 2));
        });
        assertThat(result.toArray()).containsExactly(2, 0, 6);
        assertThatThrownBy(() -> between[0].array()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void outsideOfAnyScopeTensorsAreOrdinary() {
        Tensor result = Relu.relu(x);
        Gradients.of(() -> Reductions.sum(x)).close();
        assertThat(result.toArray()).containsExactly(1, 0, 3);
    }
}
