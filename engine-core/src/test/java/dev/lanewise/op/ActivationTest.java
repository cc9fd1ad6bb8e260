package dev.lanewise.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.lanewise.gradient.Gradients;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The activations at the ends and at the corners, where no difference of a reference helps. */
@Tag("kernels")
class ActivationTest {

    private static final Map<String, UnaryOperator<Tensor>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("relu", Relu::relu);
        ALL.put("leakyRelu", x -> LeakyRelu.leakyRelu(x, 0.01f));
        ALL.put("prelu", x -> LeakyRelu.prelu(x, Tensor.of(0.25f)));
        ALL.put("elu", x -> Elu.elu(x, 1));
        ALL.put("selu", Elu::selu);
        ALL.put("gelu", Gelu::gelu);
        ALL.put("geluTanh", Gelu::geluTanh);
        ALL.put("silu", Silu::silu);
        ALL.put("mish", Mish::mish);
        ALL.put("softplus", x -> Softplus.softplus(x, 1, 20));
        ALL.put("logSigmoid", Softplus::logSigmoid);
        ALL.put("softsign", Softsign::softsign);
        ALL.put("hardTanh", x -> Clipped.hardTanh(x, -1, 1));
        ALL.put("relu6", Clipped::relu6);
        ALL.put("hardSigmoid", Clipped::hardSigmoid);
        ALL.put("hardSwish", Clipped::hardSwish);
        ALL.put("sigmoid", Sigmoid::sigmoid);
        ALL.put("tanh", Tanh::tanh);
    }

    private static float[] slopes(UnaryOperator<Tensor> op, float... at) {
        Parameter x = Parameter.of(Tensor.of(at));
        try (Gradients gradients = Gradients.of(() -> Reductions.sum(op.apply(x)))) {
            return gradients.of(x).toArray();
        }
    }

    @Test
    void farFromZeroAllStayFinite() {
        float[] far = {-1e30f, -1000, -100, -60, 60, 100, 1000, 1e30f};
        ALL.forEach((name, op) -> {
            assertThat(op.apply(Tensor.of(far)).toArray()).as(name).doesNotContain(Float.NaN).satisfies(values -> {
                for (float value : values) {
                    assertThat(Float.isFinite(value)).as(name).isTrue();
                }
            });
            for (float slope : slopes(op, far)) {
                assertThat(slope).as("slope of %s", name).isBetween(-0.2f, 1.8f);
            }
        });
    }

    @Test
    void nanStaysNaN() {
        ALL.forEach((name, op) -> assertThat(op.apply(Tensor.of(Float.NaN, 1)).array()[0]).as(name).isNaN());
    }

    @Test
    void logarithmsKeepWhatIsSmall() {
        assertThat(Softplus.softplus(Tensor.of(-100, -20, 0, 20, 100), 1, 20).toArray())
                .containsExactly(3.8e-44f, (float) Math.log1p(Math.exp(-20)), (float) Math.log(2), 20, 100);
        assertThat(Softplus.logSigmoid(Tensor.of(100, 20, 0, -20, -100)).toArray())
                .containsExactly(-3.8e-44f, (float) -Math.log1p(Math.exp(-20)), (float) -Math.log(2), -20, -100);
        assertThat(slopes(Softplus::logSigmoid, -100, 100, 20)).containsExactly(new float[] {1, 0, 2.0611537e-9f}, within(1e-15f));
        assertThat(Elu.elu(Tensor.of(-1e-6f, -1e-20f, -100), 1).toArray()).containsExactly(-9.999995e-7f, -1e-20f, -1);
        assertThat(Mish.mish(Tensor.of(-30)).item()).isCloseTo((float) (-30 * Math.exp(-30)), within(1e-18f));
    }

    @Test
    void wherePiecesMeetTheSlopeIsThatOfPyTorch() {
        assertThat(slopes(Relu::relu, 0f, -0f)).containsOnly(0);
        assertThat(slopes(x -> LeakyRelu.leakyRelu(x, 0.25f), 0f, -0f, 1e-38f)).containsExactly(0.25f, 0.25f, 1);
        assertThat(slopes(x -> LeakyRelu.prelu(x, Tensor.of(0.25f)), 0f, -0f, 1e-38f)).containsExactly(0.25f, 0.25f, 1);
        assertThat(slopes(x -> Elu.elu(x, 0), -1, 0, 1)).containsExactly(0, 0, 1);
        assertThat(slopes(x -> Clipped.hardTanh(x, -1, 2), -1, 2, 1.9999999f)).containsExactly(0, 0, 1);
        assertThat(slopes(Clipped::relu6, 0, 6, 5.9999995f)).containsExactly(0, 0, 1);
        assertThat(slopes(Clipped::hardSigmoid, -3, 3, 0)).containsExactly(0, 0, 1 / 6f);
        assertThat(slopes(Clipped::hardSwish, -3, 3, 0, 2.9999998f, -3.0000002f)).containsExactly(-0.5f, 1, 0.5f, 1.5f, 0);
        assertThat(slopes(x -> Softplus.softplus(x, 1, 0), 0, 1e-6f)).containsExactly(0.5f, 1);
    }

    private static void assertError(ThrowingCallable call, String... parts) {
        assertThatIllegalArgumentException().isThrownBy(call).satisfies(e -> assertThat(e.getMessage()).contains(parts));
    }

    @Test
    void argumentsMustFit() {
        Tensor images = Tensor.zeros(Shape.of(2, 3, 5, 5));
        assertError(() -> LeakyRelu.prelu(images, Tensor.of(1, 2, 3, 4, 5)), "prelu: ", "each channel", "[2, 3, 5, 5]", "[5]");
        assertError(() -> LeakyRelu.prelu(images, Tensor.zeros(Shape.of(1, 3))), "prelu: ", "[1, 3]");
        assertError(() -> LeakyRelu.prelu(Tensor.of(1, 2, 3), Tensor.of(1, 2, 3)), "prelu: ", "[3]");
        assertError(() -> Glu.glu(images, 1), "glu: ", "dimension 1", "[2, 3, 5, 5]", "even");
        assertError(() -> Glu.glu(images, 4), "glu: ", "axis 4");
        assertError(() -> Clipped.hardTanh(images, 1, 1), "hardTanh: ", "1.0 and 1.0");
        assertError(() -> Clipped.hardTanh(images, Float.NaN, 1), "hardTanh: ");
        assertError(() -> Elu.elu(images, -0.5f), "elu: ", "alpha of at least 0", "-0.5");
        assertError(() -> Elu.elu(images, Float.NaN), "elu: ", "NaN");
        assertError(() -> Elu.elu(images, Float.POSITIVE_INFINITY), "elu: ", "Infinity");
        assertError(() -> Softplus.softplus(images, 0, 20), "softplus: ", "beta", "0.0");
        assertError(() -> Softplus.softplus(images, Float.POSITIVE_INFINITY, 20), "softplus: ", "beta");
        assertError(() -> Softplus.softplus(images, 1, -1), "softplus: ", "threshold", "-1.0");
    }

    @Test
    void emptyTensors() {
        ALL.forEach((name, op) -> assertThat(op.apply(Tensor.zeros(Shape.of(0, 3))).shape()).as(name).isEqualTo(Shape.of(0, 3)));
        assertThat(Glu.glu(Tensor.zeros(Shape.of(3, 0)), 1).shape()).isEqualTo(Shape.of(3, 0));
    }
}
