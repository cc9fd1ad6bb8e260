package dev.lanewise.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lanewise.gradient.Gradients;
import dev.lanewise.op.Interpolation;
import dev.lanewise.op.Padding2d;
import dev.lanewise.op.PaddingMode;
import dev.lanewise.op.Reductions;
import dev.lanewise.op.Slice;
import dev.lanewise.op.Window2d;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What the layers of images and sequences refuse, and what they do beyond their values, which are in {@link GoldenLayerTest}. */
class ConvolutionalLayersTest {

    private final Philox random = Philox.seeded(5);

    private static void fails(ThrowingCallable call, String... parts) {
        assertThatIllegalArgumentException().isThrownBy(call).satisfies(e -> assertThat(e.getMessage()).contains(parts));
    }

    @Test
    void wrongInputsAreRefused() {
        fails(() -> Conv1d.of(2, 3, 3, random).outputShape(Shape.of(4, 2)), "conv1d: expected sequences [batch, channels, length], found [4, 2]");
        fails(() -> Conv1d.of(2, 3, 3, random).outputShape(Shape.of(4, 3, 7)), "conv1d: expected 2 channels, found 3");
        fails(() -> Conv1d.of(2, 3, 9, random).outputShape(Shape.of(4, 2, 7)), "conv1d: a window of 9 does not fit sequences of length 7");
        fails(() -> Conv1d.of(2, 3, 3, random).padding(8, PaddingMode.CIRCULAR).outputShape(Shape.of(4, 2, 7)), "conv1d: ", "CIRCULAR", "of 7");
        fails(() -> Conv1d.of(2, 3, 3, random).padding(7, PaddingMode.REFLECT).outputShape(Shape.of(4, 2, 7)), "conv1d: ", "REFLECT", "of 7");
        fails(() -> ConvTranspose2d.of(2, 3, 3, random).outputShape(Shape.of(4, 3, 5, 5)), "conv transpose 2d: expected 2 channels, found 3");
        fails(() -> ConvTranspose1d.of(2, 3, 1, random).padding(3).outputShape(Shape.of(4, 2, 5)), "conv transpose 1d: ", "cuts off");
        fails(() -> new MaxPool1d(8).outputShape(Shape.of(4, 2, 7)), "max pool: a window of 8 does not fit");
        fails(() -> new AdaptiveAveragePool2d(2).outputShape(Shape.of(4, 2, 7)), "adaptive average pool: expected images");
        fails(() -> new AdaptiveMaxPool2d(2).outputShape(Shape.of(4, 2, 7, 0)), "adaptive max pool: found no pixels");
        fails(() -> new GlobalAveragePool().outputShape(Shape.of(4, 2)), "global average pool: expected [batch, channels, …], found [4, 2]");
        fails(() -> new Upsample2d(2).outputShape(Shape.of(4, 2, 7)), "upsample: expected images");
        fails(() -> new Pad1d(1, PaddingMode.ZEROS).outputShape(Shape.of(4, 2)), "pad: expected sequences");
        fails(() -> Dropout2d.of(0.5, random).forward(Tensor.zeros(Shape.of(4, 2, 7))), "dropout: expected images");
    }

    @Test
    void wrongPartsAreRefused() {
        Parameter filter = Parameter.of(Tensor.zeros(Shape.of(2, 3, 3, 3)));
        fails(() -> new Conv2d(filter, null, Window2d.square(3).padding(1), 1, Optional.of(Padding2d.of(1, PaddingMode.REFLECT))),
                "conv2d: expected a padding of the window or a border");
        fails(() -> Conv2d.of(2, 3, 3, random).stride(2).same(), "padding: ", "stride of 1");
        fails(() -> new ConvTranspose2d(filter, null, Window2d.square(2), 0, 1), "conv transpose 2d: ", "for a window of 2×2, found [2, 3, 3, 3]");
        fails(() -> new ConvTranspose2d(filter, filter, Window2d.square(3), 0, 1), "expected a bias of shape [3]");
        fails(() -> new ConvTranspose2d(filter, null, Window2d.square(3), 0, 3), "a number of groups that divides the 2 input channels, found 3");
        fails(() -> ConvTranspose2d.of(2, 3, 3, random).stride(2).outputPadding(2), "output padding of 0 to 1", "found 2");
        fails(() -> ConvTranspose1d.of(2, 3, 3, random).outputPadding(1), "output padding of 0 to 0", "found 1");
        fails(() -> new MaxPool1d(2).padding(2), "max pool: expected a padding of at most half the window of 2, found 2");
        fails(() -> new AdaptiveAveragePool1d(0), "adaptive average pool: ", "found 0");
        fails(() -> new AdaptiveMaxPool2d(0, 3), "adaptive max pool: ", "found 0×3");
        fails(() -> new Upsample1d(0), "upsample: expected a factor of at least 1, found 0");
        fails(() -> new Upsample2d(2, 0, Interpolation.NEAREST), "found 2×0");
        fails(() -> Dropout1d.of(1, random), "dropout: the probability", "1.0");
    }

    @Test
    void sameKeepsTheSizeForAnyWindow() {
        for (int size = 1; size <= 5; size++) {
            for (int dilation = 1; dilation <= 3; dilation++) {
                assertThat(Conv2d.of(1, 2, size, random).dilation(dilation).same().outputShape(Shape.of(1, 1, 9, 7))).isEqualTo(Shape.of(1, 2, 9, 7));
                assertThat(Conv1d.of(1, 2, size, random).dilation(dilation).same().outputShape(Shape.of(1, 1, 9))).isEqualTo(Shape.of(1, 2, 9));
            }
        }
        assertThat(Conv2d.of(1, 2, 3, random).same().window().paddingHeight()).as("no copy where none is needed").isEqualTo(1);
    }

    @Test
    void aBorderIsNotForgottenWhereLayersAreFused() {
        var convolution = Conv2d.of(1, 3, 3, random).padding(1, PaddingMode.REPLICATE);
        var model = Sequential.of(convolution, new Relu(), new MaxPool2d(2));
        Tensor x = Tensor.of(Shape.of(1, 1, 4, 4), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16);
        Tensor apart = new MaxPool2d(2).predict(new Relu().predict(convolution.predict(x)));
        assertThat(model.predict(x).toArray()).isEqualTo(apart.toArray());
    }

    @Test
    void globalPoolingGivesALinearLayerItsFeatures() {
        fails(() -> Sequential.of(Conv2d.of(1, 8, 3, random), new GlobalAveragePool(), Linear.of(9, 2, random)), "expects 9 features", "8");
        assertThat(Sequential.of(Conv1d.of(1, 8, 3, random), new GlobalMaxPool(), Linear.of(8, 2, random)).outputShape(Shape.of(5, 1, 17)))
                .isEqualTo(Shape.of(5, 2));
    }

    @Test
    void channelsAreLeftOutWhole() {
        var dropout = Dropout2d.of(0.4, random);
        Parameter ones = Parameter.of(Normalizations.constant(Shape.of(200, 50, 2, 3), 1));
        Gradients.of(() -> {
            Tensor y = dropout.forward(ones);
            int kept = 0;
            for (int channel = 0; channel < 10_000; channel++) {
                float first = y.array()[channel * 6];
                assertThat(first == 0f || first == 1 / (1 - 0.4f)).isTrue();
                for (int pixel = 1; pixel < 6; pixel++) {
                    assertThat(y.array()[channel * 6 + pixel]).isEqualTo(first);
                }
                kept += first > 0 ? 1 : 0;
            }
            assertThat(kept).isBetween(5755, 6245); // five standard deviations
            return Reductions.sum(y);
        }).close();
        assertThat(dropout.predict(ones).toArray()).isEqualTo(ones.toArray());
    }

    @Test
    void aCircularConvolutionOfASignalOnARingTurnsWithIt() {
        var convolution = Conv1d.of(2, 3, 5, random).same(PaddingMode.CIRCULAR);
        Tensor x = Initializers.normal(0, 1).values(Shape.of(1, 2, 11), random);
        Tensor turned = dev.lanewise.op.Concat.concat(2, Slice.slice(x, 2, 4, 11), Slice.slice(x, 2, 0, 4));
        Tensor y = convolution.forward(x);
        assertThat(convolution.forward(turned).toArray())
                .isEqualTo(dev.lanewise.op.Concat.concat(2, Slice.slice(y, 2, 4, 11), Slice.slice(y, 2, 0, 4)).toArray());
    }
}
