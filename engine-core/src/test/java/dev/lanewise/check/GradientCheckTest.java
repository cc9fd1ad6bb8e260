package dev.lanewise.check;

import static dev.lanewise.gradient.Input.wrt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lanewise.gradient.Operation;
import dev.lanewise.op.Arithmetic;
import dev.lanewise.op.Conv2d;
import dev.lanewise.op.Exponential;
import dev.lanewise.op.Linear;
import dev.lanewise.op.Relu;
import dev.lanewise.op.Softmax;
import dev.lanewise.op.Tanh;
import dev.lanewise.op.Window2d;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class GradientCheckTest {

    private static Tensor normal(int... dimensions) {
        Shape shape = Shape.of(dimensions);
        Philox random = Philox.seeded(5);
        float[] values = new float[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensor.wrap(shape, values);
    }

    private static GradientReport report(Function<Tensor[], Tensor> op, Tensor... inputs) {
        return GradientCheck.of(op, inputs).run();
    }

    @Test
    void rightGradientsPass() {
        GradientCheck.of(x -> Tanh.tanh(x[0]), normal(3, 7)).named("tanh").require();
        GradientCheck.of(x -> Exponential.exp(x[0]), normal(37)).require();
        GradientCheck.of(x -> Softmax.softmax(x[0], 1), normal(5, 11)).require();
        GradientCheck.of(x -> Linear.linear(x[0], x[1], x[2]), normal(3, 7), normal(5, 7), normal(5)).require();
        GradientCheck.of(x -> Arithmetic.multiply(x[0], x[0]), normal(13)).require();
        GradientReport report = report(x -> Arithmetic.divide(x[0], Exponential.exp(x[1])), normal(3, 5), normal(5));
        assertThat(report.passed()).isTrue();
        assertThat(report.elements()).hasSize(20);
        assertThat(report.largestError()).isLessThan(1e-4);
        assertThat(report.toString()).matches("gradient check of op: passed; 0 of 20 elements differ, the largest error is .*, 0\\.0010 is allowed");
    }

    @Test
    void aConvolutionIsCheckedAtSomeOfItsElements() {
        GradientReport report = GradientCheck.of(x -> Conv2d.conv2d(x[0], x[1], x[2], Window2d.square(3), 1),
                        normal(2, 3, 11, 13), normal(5, 3, 3, 3), normal(5))
                .elements(50).run();
        assertThat(report.passed()).as(report.toString()).isTrue();
        assertThat(report.elements()).hasSize(105);
        assertThat(report.elements().stream().map(e -> e.input() + " " + e.index())).doesNotHaveDuplicates();
    }

    /** y = x³ with the gradient {@code factor}·x², of which 3 is right. */
    private static Tensor cube(Tensor x, float factor) {
        Operation op = Operation.begin("cube");
        Tensor y = Tensor.zeros(x.shape());
        for (int i = 0; i < x.size(); i++) {
            y.array()[i] = x.array()[i] * x.array()[i] * x.array()[i];
        }
        return op.differentiable(y, wrt(x, dy -> {
            Tensor dx = Tensor.zeros(x.shape());
            for (int i = 0; i < x.size(); i++) {
                dx.array()[i] = dy.array()[i] * factor * x.array()[i] * x.array()[i];
            }
            return dx;
        }));
    }

    @Test
    void aWrongGradientIsShownWithItsPlace() {
        GradientCheck.of(x -> cube(x[0], 3), normal(2, 7)).require();
        Tensor x = Tensor.wrap(Shape.of(2, 2), new float[] {0, 0, 0, 2});
        GradientReport report = GradientCheck.of(inputs -> cube(inputs[0], 3.1f), x).named("cube").run();
        assertThat(report.passed()).isFalse();
        assertThat(report.wrong()).singleElement().satisfies(wrong -> {
            assertThat(wrong.input()).isZero();
            assertThat(wrong.index()).isEqualTo(List.of(1, 1));
            assertThat(wrong.analytic() / wrong.numeric()).isBetween(1.0333, 1.0334);
        });
        assertThat(report.toString()).startsWith("gradient check of cube: FAILED; 1 of 4 elements differ").hasLineCount(3)
                .contains("input index                      analytic        numeric       error").contains("0     [1, 1]");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> GradientCheck.of(inputs -> cube(inputs[0], 3.1f), normal(29)).require())
                .withMessageContaining("… and ");
    }

    @Test
    void aGradientThatIsMissingOrNotFiniteIsWrong() {
        GradientReport missing = report(x -> {
            Operation op = Operation.begin("forgetful");
            return op.differentiable(x[0].copy(), wrt(x[1], dy -> Tensor.zeros(x[1].shape())));
        }, normal(3), normal(3));
        assertThat(missing.wrong()).extracting(GradientReport.Element::input).containsOnly(0);
        GradientReport notFinite = report(x -> cube(x[0], Float.NaN), normal(3));
        assertThat(notFinite.wrong()).hasSize(3);
    }

    @Test
    void kinksAreLeftOutAndCounted() {
        Tensor x = Tensor.wrap(Shape.of(6), new float[] {-1, 0, 1, 0.02f, -0.003f, 2});
        GradientReport report = report(inputs -> Relu.relu(inputs[0]), x);
        assertThat(report.passed()).isTrue();
        assertThat(report.kinks()).isEqualTo(3);
        assertThat(report.elements()).hasSize(3);
        assertThat(report.toString()).contains("3 left out, because the op has a kink there");
        GradientReport nothing = report(inputs -> Relu.relu(inputs[0]), Tensor.zeros(Shape.of(3)));
        assertThat(nothing.passed()).as("nothing was compared").isFalse();
        assertThat(nothing.toString()).contains("nothing could be compared of input [0]");
    }

    @Test
    void wrongSettingsAreErrors() {
        assertThatIllegalArgumentException().isThrownBy(() -> GradientCheck.of(x -> x[0])).withMessageContaining("at least one input");
        GradientCheck check = GradientCheck.of(x -> x[0], normal(3));
        assertThatIllegalArgumentException().isThrownBy(() -> check.step(0)).withMessageContaining("step above 0, found 0.0");
        assertThatIllegalArgumentException().isThrownBy(() -> check.tolerance(-1)).withMessageContaining("tolerance");
        assertThatIllegalArgumentException().isThrownBy(() -> check.elements(0)).withMessageContaining("number of elements");
    }
}
