package dev.lanewise.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lanewise.gradient.Gradients;
import dev.lanewise.op.Arithmetic;
import dev.lanewise.op.Reductions;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The layers that join, branch and move. */
class StructureTest {

    private final Philox random = Philox.seeded(6);

    private Tensor input(int... dimensions) {
        return Initializers.normal(0, 1).values(Shape.of(dimensions), random);
    }

    @Test
    void aResidualAddsTheInputOrWhatAShortcutMakesOfIt() {
        Linear body = Linear.of(5, 5, random);
        Tensor x = input(3, 5);
        assertThat(Residual.of(body, new Tanh()).predict(x).toArray())
                .isEqualTo(Arithmetic.add(new Tanh().predict(body.predict(x)), x).toArray());
        Linear wider = Linear.of(5, 7, random);
        Linear shortcut = Linear.of(5, 7, random).withoutBias();
        Residual projected = Residual.of(wider).withShortcut(shortcut);
        assertThat(projected.predict(x).toArray()).isEqualTo(Arithmetic.add(wider.predict(x), shortcut.predict(x)).toArray());
        assertThat(projected.parameters().asMap()).containsOnlyKeys("body.0.weight", "body.0.bias", "shortcut.weight");
    }

    @Test
    void aGradientPassesAResidualOnBothWays() {
        Parameter x = Parameter.of(input(2, 3));
        Residual layer = Residual.of(Linear.of(3, 3, Initializers.constant(2), random));
        try (var gradients = Gradients.of(() -> Reductions.sum(layer.forward(x)))) {
            assertThat(gradients.of(x).toArray()).containsOnly(3 * 2 + 1);
        }
    }

    @Test
    void aResidualOfDifferentShapesSaysWhatToDo() {
        Residual narrowing = Residual.of(Linear.of(5, 1, random)); // [3, 1] + [3, 5] would broadcast
        assertThatIllegalArgumentException().isThrownBy(() -> narrowing.predict(input(3, 5)))
                .withMessage("residual: the body makes [3, 1] of the input [3, 5], but the input is added as it is; let the body keep the "
                        + "shape, or add a shortcut that changes it, such as a convolution with windows of one pixel");
        assertThatIllegalArgumentException().isThrownBy(() -> narrowing.outputShape(Shape.of(3, 5))).withMessageContaining("[3, 1]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> narrowing.withShortcut(Linear.of(5, 2, random)).outputShape(Shape.of(3, 5)))
                .withMessageContaining("[3, 1]").withMessageContaining("the shortcut makes [3, 2]");
    }

    @Test
    void branchesStandSideBySide() {
        Conv2d two = Conv2d.of(3, 2, 1, random);
        Concat layer = Concat.of(new Identity(), two);
        Tensor x = input(2, 3, 1, 2);
        float[] in = x.toArray();
        float[] made = two.predict(x).toArray();
        float[] y = layer.predict(x).toArray();
        assertThat(y).hasSize(2 * 5 * 2);
        for (int n = 0; n < 2; n++) {
            for (int i = 0; i < 6; i++) {
                assertThat(y[n * 10 + i]).isEqualTo(in[n * 6 + i]);
            }
            for (int i = 0; i < 4; i++) {
                assertThat(y[n * 10 + 6 + i]).isEqualTo(made[n * 4 + i]);
            }
        }
        assertThat(layer.parameters().asMap()).containsOnlyKeys("branches.1.weight", "branches.1.bias");
    }

    @Test
    void branchesMustFit() {
        Concat layer = Concat.of(new Identity(), new MaxPool2d(2));
        String message = "concat: branch 0 makes [1, 3, 4, 4] of the input [1, 3, 4, 4], but branch 1 makes [1, 3, 2, 2]; let them differ in "
                + "dimension 1 only";
        assertThatIllegalArgumentException().isThrownBy(() -> layer.outputShape(Shape.of(1, 3, 4, 4))).withMessage(message);
        assertThatIllegalArgumentException().isThrownBy(() -> layer.predict(input(1, 3, 4, 4))).withMessageStartingWith("concat: ");
        assertThatIllegalArgumentException().isThrownBy(() -> Concat.of()).withMessageContaining("at least one branch");
        assertThatIllegalArgumentException().isThrownBy(() -> new Concat(List.of(new Relu()), 2).outputShape(Shape.of(3, 4)))
                .withMessageContaining("axis 2").withMessageContaining("[3, 4]");
    }

    @Test
    void channelsOfBranchesAreCountedWithoutAnInput() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sequential.of(Conv2d.of(1, 3, 1, random), Concat.of(Conv2d.of(3, 4, 1, random), new Identity()),
                        Conv2d.of(8, 2, 1, random)))
                .withMessageContaining("layer 2 (Conv2d): expects 8 channels, but layer 1 (Concat) gives it 7");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sequential.of(Linear.of(3, 4, random), Residual.of(Linear.of(5, 5, random))))
                .withMessageContaining("layer 1 (Residual): expects 5 features");
    }

    @Test
    void shapesAreChangedAsAsked() {
        Tensor x = input(2, 12);
        assertThat(Reshape.of(3, 4).predict(x).shape()).isEqualTo(Shape.of(2, 3, 4));
        assertThat(Reshape.of(-1, 2).predict(x).shape()).isEqualTo(Shape.of(2, 6, 2));
        assertThat(Reshape.of().predict(input(2, 1)).shape()).isEqualTo(Shape.of(2));
        assertThat(Unflatten.of(1, 2, -1, 3).predict(x).shape()).isEqualTo(Shape.of(2, 2, 2, 3));
        assertThat(Unflatten.of(-2, 1, 2).predict(x).shape()).isEqualTo(Shape.of(1, 2, 12));
        assertThat(Reshape.of(3, 4).predict(x).toArray()).isEqualTo(x.toArray());
        assertThat(Permute.of(0, 2, 1).predict(Reshape.of(3, 4).predict(x)).get(1, 3, 2)).isEqualTo(x.get(1, 2 * 4 + 3));
    }

    @Test
    void shapesThatDoNotFitAreReported() {
        assertThatIllegalArgumentException().isThrownBy(() -> Reshape.of(3, 5).predict(input(2, 12)))
                .withMessage("reshape: the 12 elements of dimensions 1 to 1 of [2, 12] do not fit [3, 5]; choose lengths whose product is 12");
        assertThatIllegalArgumentException().isThrownBy(() -> Reshape.of(5, -1).outputShape(Shape.of(2, 12))).withMessageContaining("[5, -1]");
        assertThatIllegalArgumentException().isThrownBy(() -> Reshape.of(-1, -1)).withMessageContaining("one may be −1");
        assertThatIllegalArgumentException().isThrownBy(() -> Reshape.of(-2)).withMessageContaining("[-2]");
        assertThatIllegalArgumentException().isThrownBy(() -> Unflatten.of(2, 3).predict(input(2, 12))).withMessageContaining("axis 2");
        assertThatIllegalArgumentException().isThrownBy(() -> Permute.of(0, 1, 1)).withMessageContaining("[0, 1, 1]");
        assertThatIllegalArgumentException().isThrownBy(() -> Permute.of(1, 0)).withMessageContaining("begins with 0");
        assertThatIllegalArgumentException().isThrownBy(() -> Permute.of(0, 2, 1).predict(input(2, 12)))
                .withMessageContaining("3 dimensions").withMessageContaining("[2, 12]");
        assertThatIllegalArgumentException().isThrownBy(() -> new Glu().outputShape(Shape.of(2, 5))).withMessageContaining("even");
        assertThatIllegalArgumentException().isThrownBy(() -> Prelu.of(3).outputShape(Shape.of(2, 5))).withMessageContaining("3 channels");
        assertThatIllegalArgumentException().isThrownBy(() -> new HardTanh(1, 0)).withMessageContaining("1.0 and 0.0");
        assertThatIllegalArgumentException().isThrownBy(() -> new Softplus(0, 1)).withMessageContaining("0.0 and 1.0");
        assertThatIllegalArgumentException().isThrownBy(() -> new Prelu(Parameter.of(input(2, 2)))).withMessageContaining("[2, 2]");
    }
}
