package dev.lanewise.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lanewise.gradient.Gradients;
import dev.lanewise.op.Reductions;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SequentialTest {

    private final Philox random = Philox.seeded(3);

    private Tensor input(int... dimensions) {
        return Initializers.normal(0, 1).values(Shape.of(dimensions), random);
    }

    @Test
    void aFusedReluGivesTheBitsOfASeparateOne() {
        var model = Sequential.of(Conv2d.of(2, 5, 3, random), new Relu(), new Flatten(), Linear.of(5 * 5 * 3, 7, random), new Relu());
        var x = input(3, 2, 7, 5);
        Tensor separately = x;
        for (Layer layer : model.layers()) {
            separately = layer.forward(separately);
        }
        assertThat(model.forward(x).toArray()).containsExactly(separately.toArray());
        var weights = model.parameters();
        List<float[]> fused;
        try (var gradients = Gradients.of(() -> Reductions.sum(model.forward(x)))) {
            fused = IntStream.range(0, 4).mapToObj(i -> gradients.of(List.copyOf(weights.asMap().values()).get(i)).toArray()).toList();
        }
        try (var gradients = Gradients.of(() -> {
            Tensor y = x;
            for (Layer layer : model.layers()) {
                y = layer.forward(y);
            }
            return Reductions.sum(y);
        })) {
            for (int i = 0; i < 4; i++) {
                assertThat(fused.get(i)).containsExactly(gradients.of(List.copyOf(weights.asMap().values()).get(i)).toArray());
            }
        }
    }

    @Test
    void theResultOfInferenceIsAnOrdinaryTensor() {
        var model = Sequential.of(Linear.of(3, 5, random), new Tanh());
        var x = input(2, 3);
        Tensor first = model.forward(x);
        float[] before = first.toArray();
        model.forward(input(2, 3));
        assertThat(Workspace.isOpen()).isFalse();
        assertThat(first.toArray()).containsExactly(before);
    }

    @Test
    void anEmptyModelIsTheIdentity() {
        assertThat(Sequential.of().outputShape(Shape.of(2, 3))).isEqualTo(Shape.of(2, 3));
        assertThat(Sequential.of().predict(input(2, 3)).shape()).isEqualTo(Shape.of(2, 3));
    }

    @Test
    void featuresThatDoNotFitAreReportedWithoutAnInput() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sequential.of(Linear.of(7, 128, random), new Relu(), Dropout.of(0.5, random), Linear.of(100, 10, random)))
                .withMessage("layer 3 (Linear): expects 100 features, but layer 2 (Dropout) gives it 128; make the two numbers equal");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sequential.of(Conv2d.of(1, 32, 3, random), new MaxPool2d(2), BatchNorm2d.of(64)))
                .withMessageContaining("layer 2 (BatchNorm2d): expects 64 channels").withMessageContaining("gives it 32");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sequential.of(Linear.of(3, 5, random), Sequential.of(new Relu(), Linear.of(4, 2, random))))
                .withMessageContaining("layer 1 (Sequential): expects 4 features").withMessageContaining("gives it 5");
    }

    @Test
    void whatTheInputDecidesIsNotReportedWithoutOne() {
        // along different axes nothing is known, and behind a Flatten only that each of the 3 channels is there at every place
        Sequential.of(Conv2d.of(1, 3, 3, random), Linear.of(26, 5, random));
        Sequential.of(Conv2d.of(1, 3, 3, random), new Flatten(), Linear.of(5403, 5, random));
        Sequential.of(Linear.of(3, 4, random), new MaxPool2d(2), Linear.of(2, 4, random));
    }

    @Test
    void behindAFlattenEachChannelIsThereAtEveryPlace() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sequential.of(Conv2d.of(1, 32, 3, random), new Relu(), new MaxPool2d(2), new Flatten(),
                        Linear.of(5400, 128, random)))
                .withMessage("layer 4 (Linear): expects 5400 features, but layer 3 (Flatten) gives it a multiple of 32; make the two "
                        + "numbers equal");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sequential.of(Linear.of(3, 7, random), new Flatten(), Dropout.of(0.5, random), Linear.of(20, 2, random)))
                .withMessageContaining("layer 3 (Linear): expects 20 features, but layer 2 (Dropout) gives it a multiple of 7");
    }

    @Test
    void whatOnlyAnInputShowsIsReportedWithItsLayerWhenOneComes() {
        var model = Sequential.of(Conv2d.of(1, 4, 3, random), new Relu(), new Flatten(), Sequential.of(new Tanh(), Linear.of(64, 2, random)));
        assertThat(model.predict(input(2, 1, 6, 6)).shape()).isEqualTo(Shape.of(2, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> model.predict(input(2, 1, 7, 6)))
                .withMessage("layer 3 (Sequential): layer 1 (Linear): linear: input [2, 80] must have 64 features in its last dimension, "
                        + "as weight [out=2, in=64] expects; did the image size change?");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Gradients.of(() -> Reductions.sum(model.forward(input(2, 3, 6, 6)))))
                .withMessageStartingWith("layer 0 (Conv2d): conv2d: ");
    }

    @Test
    void anotherHeadSharesTheParametersOfTheRest() {
        var model = Sequential.of(Linear.of(3, 5, random), new Tanh(), Linear.of(5, 7, random));
        var other = model.withLast(Linear.of(5, 2, random));
        assertThat(other.layers().subList(0, 2)).isEqualTo(model.layers().subList(0, 2));
        assertThat(other.parameters().get("0.weight")).isSameAs(model.parameters().get("0.weight"));
        assertThat(other.outputShape(Shape.of(1, 3))).isEqualTo(Shape.of(1, 2));
        assertThat(model.outputShape(Shape.of(1, 3))).as("the model itself stays").isEqualTo(Shape.of(1, 7));
        assertThat(model.with(1, new Relu()).layers().get(1)).isEqualTo(new Relu());
        assertThat(model.first(-1)).isEqualTo(model.first(2)).isEqualTo(Sequential.of(model.layers().get(0), model.layers().get(1)));
        assertThat(model.first(2).then(model.layers().get(2))).isEqualTo(model);
        assertThatIllegalArgumentException().isThrownBy(() -> model.withLast(Linear.of(6, 2, random)))
                .withMessageContaining("layer 2 (Linear): expects 6 features").withMessageContaining("gives it 5");
        assertThatIllegalArgumentException().isThrownBy(() -> model.with(3, new Relu())).withMessageContaining("layer 3 does not exist");
        assertThatIllegalArgumentException().isThrownBy(() -> model.first(4)).withMessageContaining("up to 3, found 4");
    }

    @Test
    void aWrongDimensionIsReportedWhenTheModelIsPutTogether() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sequential.of(Shape.of(1, 1, 28, 28),
                        Conv2d.of(1, 32, 3, random), new Relu(), new MaxPool2d(2), new Flatten(), Linear.of(5404, 128, random)))
                .withMessage("layer 4 (Linear): linear: input [1, 5408] has 5408 features, weight expects 5404 ([out=128, in=5404]); "
                        + "did the image size change?");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sequential.of(Shape.of(1, 28, 28), Sequential.of(Conv2d.of(1, 32, 3, random))))
                .withMessage("layer 0 (Sequential): layer 0 (Conv2d): conv2d: expected images [batch, channels, height, width], "
                        + "found [1, 28, 28]; did you leave out the batch?");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sequential.of(Shape.of(1, 3, 4, 4), new MaxPool2d(2), Conv2d.of(3, 5, 3, random)))
                .withMessageContaining("layer 1 (Conv2d)").withMessageContaining("3×3 does not fit images of 2×2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sequential.of(Shape.of(2, 5), Highway.of(7, random)))
                .withMessageContaining("layer 0 (Highway)").withMessageContaining("5").withMessageContaining("7");
    }
}
