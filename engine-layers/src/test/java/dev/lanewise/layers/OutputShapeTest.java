package dev.lanewise.layers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.op.Interpolation;
import dev.lanewise.op.Padding2d;
import dev.lanewise.op.PaddingMode;
import dev.lanewise.op.Window2d;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.List;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What a layer says about its output's shape is what comes out. */
class OutputShapeTest {

    private final Philox random = Philox.seeded(4);

    private static void check(Layer layer, Shape input) {
        assertThat(layer.outputShape(input)).isEqualTo(layer.forward(Tensor.zeros(input)).shape());
    }

    @Test
    void ofLayersWithoutAWindow() {
        Shape images = Shape.of(2, 3, 5, 7);
        List.of(new Standardize(0.5f, 2), new Relu(), new Tanh(), new Sigmoid(), new Gelu(), new Softmax(), new LogSoftmax(1), new Flatten(), BatchNorm2d.of(3),
                Dropout.of(0.2, random), Linear.of(7, 11, random)).forEach(layer -> check(layer, images));
        List.of(new LeakyRelu(), Prelu.of(), Prelu.of(3), new Elu(), new Selu(), new GeluTanh(), new Silu(), new Mish(), new Softplus(),
                new Softsign(), new HardSigmoid(), new HardSwish(), new HardTanh(), new Relu6(), new LogSigmoid(), new Identity(),
                Reshape.of(7, 15), Reshape.of(5, -1, 3), Unflatten.of(1, 3, 1), Unflatten.of(-1, -1), Permute.of(0, 3, 1, 2),
                Residual.of(new Tanh()), Residual.of(Linear.of(7, 2, random)).withShortcut(Linear.of(7, 2, random)),
                Concat.of(new Identity(), Conv2d.of(3, 4, 1, random), new Relu()), new Concat(List.of(new Relu(), new Tanh()), -1))
                .forEach(layer -> check(layer, images));
        check(new Glu(1), Shape.of(2, 6, 5));
        check(new Glu(), Shape.of(2, 5, 6));
        check(Highway.of(3, random), Shape.of(2, 3));
        List.of(LayerNorm.of(7), LayerNorm.of(Shape.of(5, 7)), RmsNorm.of(7), GroupNorm.of(3, 3), InstanceNorm2d.of(3))
                .forEach(layer -> check(layer, images));
        List.of(BatchNorm1d.of(3), InstanceNorm1d.of(3).affine(), GroupNorm.of(1, 3)).forEach(layer -> check(layer, Shape.of(2, 3, 5)));
        check(BatchNorm1d.of(3), Shape.of(2, 3));
        List.of(new AdaptiveAveragePool2d(3, 2), new AdaptiveMaxPool2d(4), new GlobalAveragePool(), new GlobalMaxPool(),
                new Pad2d(new Padding2d(1, 2, 3, 4, PaddingMode.REFLECT)), new Upsample2d(2), new Upsample2d(3, 1, Interpolation.LINEAR),
                Dropout2d.of(0.2, random), ConvTranspose2d.of(3, 5, 3, random).stride(2).outputPadding(1),
                Conv2d.of(3, 5, 4, random).same(), Conv2d.of(3, 5, 3, random).padding(2, PaddingMode.REPLICATE))
                .forEach(layer -> check(layer, images));
        List.of(new MaxPool2d(2).inCeilMode(), new AveragePool2d(3).stride(2).padding(1).inCeilMode()).forEach(layer -> check(layer, images));
        List.of(new MaxPool1d(3).inCeilMode(), new AveragePool1d(4).stride(3).inCeilMode(), new AdaptiveMaxPool1d(5))
                .forEach(layer -> check(layer, Shape.of(2, 3, 13)));
        List.of(new AdaptiveAveragePool1d(4), new GlobalAveragePool(), new GlobalMaxPool(), new Pad1d(2, PaddingMode.ZEROS),
                new Upsample1d(2), Dropout1d.of(0.2, random), ConvTranspose1d.of(3, 5, 4, random).stride(3).padding(1),
                Conv1d.of(3, 5, 4, random).dilation(2), Conv1d.of(3, 5, 4, random).same(), new MaxPool1d(3).padding(1),
                new AveragePool1d(2)).forEach(layer -> check(layer, Shape.of(2, 3, 13)));
    }

    @Property(tries = 300)
    void ofLayersWithAWindow(
            @ForAll @IntRange(min = 1, max = 12) int height, @ForAll @IntRange(min = 1, max = 12) int width,
            @ForAll @IntRange(min = 1, max = 4) int size, @ForAll @IntRange(min = 1, max = 3) int stride,
            @ForAll @IntRange(max = 2) int padding, @ForAll @IntRange(min = 1, max = 2) int dilation) {
        Shape images = Shape.of(2, 6, height, width);
        Window2d window = Window2d.square(size).stride(stride).padding(padding);
        Assume.that(window.dilation(dilation).outputHeight(height) > 0 && window.dilation(dilation).outputWidth(width) > 0);
        Window2d dilated = window.dilation(dilation);
        check(Conv2d.of(6, 4, dilated, 2, random), images);
        check(Conv2d.of(6, 6, dilated, 6, random), images);
        Assume.that(padding <= size / 2);
        check(new MaxPool2d(window), images);
        check(new AveragePool2d(window, false), images);
    }

    @Test
    void ofAWindowWithAColumnThatMeetsOnlyPadding() {
        check(Conv2d.of(1, 1, Window2d.square(4).padding(2).dilation(2), 1, random), Shape.of(1, 1, 3, 3));
    }

    @Test
    void flops() {
        assertThat(Linear.of(5, 7, random).flops(Shape.of(3, 5))).isEqualTo(2 * 3 * 5 * 7);
        assertThat(Conv2d.of(2, 3, 5, random).flops(Shape.of(1, 2, 9, 7))).isEqualTo(2L * (3 * 5 * 3) * (2 * 25));
    }
}
