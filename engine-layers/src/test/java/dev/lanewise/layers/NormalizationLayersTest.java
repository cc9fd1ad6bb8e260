package dev.lanewise.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.lanewise.gradient.Gradients;
import dev.lanewise.op.Reductions;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Names, defaults and complaints of the normalizations; their values are in {@link GoldenLayerTest}. */
class NormalizationLayersTest {

    private static void fails(ThrowingCallable call, String... parts) {
        assertThatIllegalArgumentException().isThrownBy(call).satisfies(e -> assertThat(e.getMessage()).contains(parts));
    }

    @Test
    void parametersAreNamedAsPyTorchs() {
        assertThat(BatchNorm1d.of(3).parameters().toString()).contains("weight", "bias", "running_mean", "running_var");
        assertThat(BatchNorm1d.of(3).withoutAffine().parameters().trainable()).isEmpty();
        assertThat(LayerNorm.of(3).parameters().trainable()).extracting(Parameters.Entry::path).containsExactly("weight", "bias");
        assertThat(RmsNorm.of(3).parameters().trainable()).extracting(Parameters.Entry::path).containsExactly("weight");
        assertThat(GroupNorm.of(1, 3).parameters().trainable()).extracting(Parameters.Entry::path).containsExactly("weight", "bias");
        assertThat(InstanceNorm1d.of(3).parameters().trainable()).isEmpty();
        assertThat(InstanceNorm2d.of(3).affine().parameters().trainable()).extracting(Parameters.Entry::path)
                .containsExactly("weight", "bias");
    }

    @Test
    void epsilonsArePyTorchs() {
        assertThat(LayerNorm.of(3).epsilon()).isEqualTo(1e-5f);
        assertThat(RmsNorm.of(3).epsilon()).isEqualTo(Math.ulp(1f));
        assertThat(GroupNorm.of(1, 3).epsilon()).isEqualTo(1e-5f);
        assertThat(InstanceNorm1d.of(3).epsilon()).isEqualTo(1e-5f);
        assertThat(BatchNorm1d.of(3).epsilon()).isEqualTo(1e-5f);
        assertThat(BatchNorm1d.of(3).momentum()).isEqualTo(0.1f);
    }

    @Test
    void rmsNormDividesByTheRootMeanSquare() {
        Tensor y = RmsNorm.of(4).predict(Tensor.of(Shape.of(1, 4), 1, -1, 5, 3));
        assertThat(y.toArray()).containsExactly(new float[] {1 / 3f, -1 / 3f, 5 / 3f, 1}, within(1e-6f));
    }

    @Test
    void batchNormWithoutAffineTrains() {
        var norm = BatchNorm1d.of(2).withoutAffine();
        Parameter x = Parameter.of(Tensor.of(Shape.of(2, 2), 1, 10, 3, 30));
        try (var gradients = Gradients.of(() -> Reductions.sum(norm.forward(x)))) {
            assertThat(gradients.of(x).toArray()).containsExactly(new float[4], within(1e-4f));
        }
        assertThat(norm.runningMean().toArray()).containsExactly(new float[] {0.2f, 2f}, within(1e-6f));
        assertThat(norm.runningVariance().toArray()).containsExactly(new float[] {1.1f, 20.9f}, within(1e-5f));
    }

    @Test
    void wrongInputsAreRefused() {
        fails(() -> LayerNorm.of(5).outputShape(Shape.of(2, 3)), "layer norm: ", "[5]", "[2, 3]");
        fails(() -> LayerNorm.of(Shape.of(3, 5)).outputShape(Shape.of(5)), "layer norm: ", "[3, 5]");
        fails(() -> RmsNorm.of(5).outputShape(Shape.of(2, 3)), "rms norm: ");
        fails(() -> GroupNorm.of(2, 4).outputShape(Shape.of(2, 6, 5)), "group norm: expected 4 channels, found 6");
        fails(() -> GroupNorm.of(2, 4).outputShape(Shape.of(4)), "group norm: ", "leave out the batch");
        fails(() -> InstanceNorm1d.of(3).outputShape(Shape.of(2, 3, 5, 7)), "instance norm: expected sequences");
        fails(() -> InstanceNorm2d.of(3).outputShape(Shape.of(2, 3, 5)), "instance norm: expected images");
        fails(() -> BatchNorm1d.of(3).outputShape(Shape.of(2, 3, 5, 7)), "batch norm: expected sequences");
        fails(() -> BatchNorm1d.of(3).outputShape(Shape.of(2, 5)), "batch norm: expected 3 channels, found 5");
    }

    @Test
    void wrongPartsAreRefused() {
        Parameter three = Parameter.of(Tensor.of(1, 1, 1));
        fails(() -> new LayerNorm(Shape.of(5), three, null, 0), "layer norm: expected a weight of shape [5], found [3]");
        fails(() -> new LayerNorm(Shape.of(5), null, three, 0), "layer norm: expected a bias of shape [5], found [3]");
        fails(() -> LayerNorm.of(Shape.scalar()), "layer norm: ", "at least one dimension");
        fails(() -> RmsNorm.of(5).epsilon(-1), "rms norm: expected a finite ε", "-1.0");
        fails(() -> GroupNorm.of(3, 4), "group norm: ", "divides the 4 channels, found 3");
        fails(() -> new InstanceNorm1d(4, three, null, 0), "instance norm: expected a weight of shape [4], found [3]");
        fails(() -> InstanceNorm2d.of(0), "instance norm: ", "found 0");
        fails(() -> new BatchNorm1d(null, null, three, Parameter.frozen(Tensor.of(1)), 0.1f, 0), "batch norm: expected a running variance of shape [3]");
    }

    @Test
    void momentumIsTheShareOfTheNewBatchAndEpsilonIsAddedToTheVariance() {
        Tensor x = Tensor.of(Shape.of(4, 1), 1, 3, 5, 7);                           // mean 4, variance 5, unbiased 20/3
        var norm = BatchNorm1d.of(1).momentum(0.25).epsilon(4);
        try (var gradients = Gradients.of(() -> {
            Tensor y = norm.forward(x);
            assertThat(y.toArray()).containsExactly(new float[] {-1, -1 / 3f, 1 / 3f, 1}, within(1e-6f));
            return Reductions.sum(y);
        })) {
            assertThat(gradients.loss()).isCloseTo(0, within(1e-6f));
        }
        assertThat(norm.runningMean().item()).isEqualTo(1);
        assertThat(norm.runningVariance().item()).isCloseTo(0.75f + 20 / 12f, within(1e-6f));
        float[] expected = {-1, -1 / 3f, 1 / 3f, 1};
        Tensor row = Tensor.of(Shape.of(1, 1, 4), 1, 3, 5, 7);
        Tensor image = Tensor.of(Shape.of(1, 1, 2, 2), 1, 3, 5, 7);
        assertThat(GroupNorm.of(1, 1).epsilon(4).forward(row).toArray()).containsExactly(expected, within(1e-6f));
        assertThat(InstanceNorm1d.of(1).epsilon(4).forward(row).toArray()).containsExactly(expected, within(1e-6f));
        assertThat(InstanceNorm2d.of(1).affine().epsilon(4).forward(image).toArray()).containsExactly(expected, within(1e-6f));
        fails(() -> BatchNorm2d.of(3).momentum(1.5), "batch norm: expected a momentum from 0 to 1");
        fails(() -> BatchNorm2d.of(3).epsilon(-1), "batch norm: expected a finite ε of at least 0, found -1.0");
        fails(() -> InstanceNorm2d.of(2).forward(Tensor.zeros(Shape.of(3, 2, 1, 1))), "found one pixel per channel in [3, 2, 1, 1]");
        fails(() -> BatchNorm2d.of(2).forward(Tensor.zeros(Shape.of(3, 2, 4))), "expected images [batch, channels, height, width], found [3, 2, 4]");
    }

    @Test
    void anAverageWithoutPaddingCountsWhatLiesInside() {
        var pool = new AveragePool1d(3).stride(1).padding(1);
        Tensor x = Tensor.of(Shape.of(1, 1, 3), 3, 6, 12);
        assertThat(pool.forward(x).toArray()).containsExactly(3, 7, 6);
        assertThat(pool.withoutPadding().forward(x).toArray()).containsExactly(4.5f, 7, 9);
        assertThat(new AveragePool2d(3).padding(1).withoutPadding().countIncludePadding()).isFalse();
    }
}
