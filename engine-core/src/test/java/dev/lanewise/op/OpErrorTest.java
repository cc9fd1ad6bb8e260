package dev.lanewise.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lanewise.gradient.Gradients;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** An error names the op, what it expected and what it got; and the edges that are no errors. */
class OpErrorTest {

    private static Tensor of(int... dimensions) {
        return Tensor.zeros(Shape.of(dimensions));
    }

    private static void assertError(ThrowingCallable call, String... parts) {
        assertThatIllegalArgumentException().isThrownBy(call).satisfies(e -> assertThat(e.getMessage()).contains(parts));
    }

    @Test
    void labelsMustBeClasses() {
        assertError(() -> CrossEntropy.softmaxCrossEntropy(of(3, 5), IntTensor.of(0, 5, 2)), "softmaxCrossEntropy: ", "label 5 in row 1",
                "0 to 4");
        assertError(() -> CrossEntropy.softmaxCrossEntropy(of(3, 5), IntTensor.of(0, 1, -1)), "label -1 in row 2", "0 to 4");
        assertError(() -> CrossEntropy.softmaxCrossEntropy(of(3, 5), IntTensor.of(0, 1)), "labels [3]", "[2]");
        assertError(() -> CrossEntropy.softmaxCrossEntropy(of(3, 5, 2), IntTensor.of(0, 1, 1)), "[n, classes]", "[3, 5, 2]");
        assertError(() -> CrossEntropy.softmaxCrossEntropy(of(0, 5), IntTensor.of()), "at least one row");
    }

    @Test
    void idsMustBeRows() {
        assertError(() -> Embedding.embedding(of(5, 3), IntTensor.of(0, 5), -1, true), "embedding: ", "id 5 at position 1", "[5, 3]",
                "0 to 4");
        assertError(() -> Embedding.embedding(of(5, 3), IntTensor.of(-1), -1, true), "id -1 at position 0");
        assertError(() -> Embedding.embedding(of(5, 3), IntTensor.of(1), 5, true), "padding 5", "0 to 4");
        assertError(() -> Embedding.embedding(of(5), IntTensor.of(1), -1, true), "[rows, width]", "[5]");
    }

    @Test
    void axesMustExist() {
        assertError(() -> Softmax.softmax(of(2, 3), 2), "softmax: ", "axis 2", "[2, 3]", "-2 to 1");
        assertError(() -> Softmax.logSoftmax(of(2, 3), -3), "logSoftmax: ", "axis -3");
        assertError(() -> Reductions.sum(of(2, 3), 0, -2), "sum: ", "twice");
        assertError(() -> Reductions.mean(of(2, 3), 5), "mean: ", "axis 5");
        assertError(() -> Reductions.sum(of(2, 3), new int[0]), "sum: ", "no axis");
        assertError(() -> Transpose.permute(of(2, 3), 0), "permute: ", "2 dimensions", "1 axes");
        assertError(() -> Transpose.permute(of(2, 3), 0, 0), "permute: ", "twice");
        assertError(() -> Transpose.transpose(of(2, 3), 0, 2), "transpose: ", "axis 2");
    }

    @Test
    void partsMustFit() {
        assertError(() -> Slice.slice(of(2, 3), 1, 2, 4), "slice: ", "2 to 4", "3 positions");
        assertError(() -> Slice.slice(of(2, 3), 1, 2, 1), "slice: ");
        assertError(() -> Slice.slice(of(2, 3), 1, -1, 1), "slice: ");
        assertError(() -> Concat.concat(0), "concat: ", "at least one");
        assertError(() -> Concat.concat(0, of(2, 3), of(2, 5)), "concat: ", "[2, 5]", "[2, 3]");
        assertError(() -> Concat.concat(0, of(2, 3), of(2)), "concat: ");
        assertError(() -> Reshape.reshape(of(2, 3), Shape.of(5)), "reshape: ", "[2, 3]", "[5]");
        assertError(() -> Flatten.flatten(Tensor.scalar(1)), "flatten: ");
        assertError(() -> Arithmetic.add(of(2, 3), of(2)), "add: ", "[2, 3]", "[2]");
    }

    @Test
    void windowsMustFit() {
        assertError(() -> MaxPool2d.maxPool2d(of(2, 3, 5), Window2d.square(2)), "maxPool2d: ", "[2, 3, 5]");
        assertError(() -> MaxPool2d.maxPool2d(of(1, 1, 2, 2), Window2d.square(3)), "maxPool2d: ", "3×3", "2×2");
        assertError(() -> AveragePool2d.averagePool2d(of(1, 1, 5, 5), Window2d.square(3).padding(2), true), "averagePool2d: ", "2×2", "3×3");
        assertError(() -> Window2d.square(0), "window: ", "0×0");
        assertError(() -> Conv2d.conv2d(of(1, 3, 5, 5), of(2, 4, 3, 3), null, Window2d.square(3), 1), "conv2d: ", "3 channels");
    }

    @Test
    void windowsOverSequencesMustFit() {
        assertError(() -> MaxPool1d.maxPool1d(of(2, 3, 5, 7), Window1d.of(2)), "maxPool1d: ", "[n, channels, length]");
        assertError(() -> MaxPool1d.maxPool1d(of(2, 3, 5), Window1d.of(7)), "maxPool1d: ", "a window of 7", "sequences of 5");
        assertError(() -> AveragePool1d.averagePool1d(of(2, 3, 5), Window1d.of(2).padding(2), true), "averagePool1d: ", "more than half");
        assertError(() -> Window1d.of(3).stride(0), "window: ", "stride 0");
        assertError(() -> Conv1d.conv1d(of(2, 3, 5), of(4, 2, 3), null, Window1d.of(3), 1, FusedActivation.NONE), "conv1d: ", "3 channels",
                "expects 2");
        assertError(() -> Conv1d.conv1d(of(2, 3, 5), of(4, 3, 2), null, Window1d.of(3), 1, FusedActivation.NONE), "conv1d: ",
                "[out, channels/groups, 3], found [4, 3, 2]");
        assertError(() -> Conv1d.conv1d(of(2, 3, 5), of(4, 3, 7), null, Window1d.of(7), 1, FusedActivation.NONE), "[2, 3, 5] is smaller");
    }

    @Test
    void transposedConvolutionsMustFit() {
        Window2d window = Window2d.square(3).stride(2);
        assertError(() -> ConvTranspose.convTranspose2d(of(2, 3, 5, 5), of(4, 2, 3, 3), null, window, 0, 1, FusedActivation.NONE),
                "convTranspose2d: ", "3 channels", "expects 4");
        assertError(() -> ConvTranspose.convTranspose2d(of(2, 3, 5, 5), of(3, 2, 3, 3), null, window, 2, 1, FusedActivation.NONE),
                "output padding", "found 2");
        assertError(() -> ConvTranspose.convTranspose2d(of(2, 3, 5, 5), of(3, 2, 3, 3), of(3), window, 0, 1, FusedActivation.NONE),
                "bias must be [2], found [3]");
        assertError(() -> ConvTranspose.convTranspose2d(of(2, 3, 5, 5), of(3, 2, 3, 3), null, window, 0, 2, FusedActivation.NONE),
                "groups must divide the 3 input channels");
        assertError(() -> ConvTranspose.convTranspose2d(of(2, 3, 1, 5), of(3, 2, 3, 3), null, window.padding(2), 0, 1, FusedActivation.NONE),
                "cuts off the whole output");
        assertError(() -> ConvTranspose.convTranspose1d(of(2, 3), of(3, 2, 3), null, Window1d.of(3), 0, 1, FusedActivation.NONE),
                "convTranspose1d: ", "[n, in, length]");
    }

    @Test
    void sizesMustBePossible() {
        assertError(() -> Padding.pad2d(of(1, 1, 3, 3), Padding2d.of(3, PaddingMode.REFLECT)), "pad2d: ", "less than its size", "of 3");
        assertError(() -> Padding.pad2d(of(1, 1, 4, 3), Padding2d.of(4, PaddingMode.CIRCULAR)), "pad2d: ", "go round once", "of 4 in a dimension of 3");
        assertError(() -> Padding.pad1d(of(1, 1, 0), Padding1d.of(1, PaddingMode.REPLICATE)), "pad1d: ", "no pixel to repeat");
        assertError(() -> Padding.pad1d(of(1, 1, 3, 3), Padding1d.of(1, PaddingMode.ZEROS)), "pad1d: ", "[n, channels, length]");
        assertError(() -> Padding2d.of(-1, PaddingMode.ZEROS), "padding: ", "-1");
        assertError(() -> Padding2d.same(Window2d.square(3).stride(2)), "padding: ", "stride of 1", "2×2");
        assertError(() -> Upsample.upsample2d(of(1, 3, 5), 7, 7, Interpolation.NEAREST), "upsample2d: ", "[1, 3, 5]");
        assertError(() -> Upsample.upsample1d(of(1, 3, 5), 0, Interpolation.LINEAR), "upsample1d: ", "length of 0");
        assertError(() -> AdaptivePooling.adaptiveAveragePool2d(of(1, 3, 5), 1, 1), "adaptiveAveragePool2d: ", "[1, 3, 5]");
        assertError(() -> AdaptivePooling.adaptiveMaxPool2d(of(1, 3, 5, 5), 0, 1), "adaptiveMaxPool2d: ", "0×1");
        assertError(() -> AdaptivePooling.adaptiveAveragePool1d(of(1, 3, 0), 1), "adaptiveAveragePool1d: ", "no pixels");
        assertError(() -> GlobalPooling.globalAveragePool(of(2, 3)), "globalAveragePool: ", "[2, 3]");
        assertError(() -> Dropout.channelDropout(of(2), 0.1f, Philox.seeded(1)), "channelDropout: ", "[n, channels, …]");
        assertError(() -> Dropout.channelDropout(of(2, 3), 1f, Philox.seeded(1)), "channelDropout: ", "1.0");
    }

    @Test
    void sameLeavesTheSizeAndPutsTheRestBehind() {
        assertThat(Padding2d.same(new Window2d(4, 3, 1, 1, 0, 0, 1, 2))).isEqualTo(new Padding2d(1, 2, 2, 2, PaddingMode.ZEROS));
        assertThat(Padding1d.same(Window1d.of(2))).isEqualTo(new Padding1d(0, 1, PaddingMode.ZEROS));
    }

    @Test
    void depthwiseConvolutionHasTheBitsOfTheProducts() {
        // with zeros for the weights between channels a convolution of one group takes the path of the matrix products
        Philox random = Philox.seeded(3);
        Tensor x = of(2, 3, 7, 37);
        Tensor depthwise = of(3, 1, 3, 3);
        for (Tensor values : new Tensor[] {x, depthwise}) {
            for (int i = 0; i < values.size(); i++) {
                values.array()[i] = random.nextFloat() - 0.5f;
            }
        }
        Tensor dense = of(3, 3, 3, 3);
        for (int channel = 0; channel < 3; channel++) {
            System.arraycopy(depthwise.array(), channel * 9, dense.array(), channel * 36, 9);
        }
        Tensor bias = Tensor.of(0.1f, -0.2f, 0.3f);
        for (Window2d window : new Window2d[] {Window2d.square(3), Window2d.square(3).padding(1).stride(2), Window2d.square(3).dilation(2)}) {
            assertThat(Conv2d.conv2d(x, depthwise, bias, window, 3, FusedActivation.RELU).toArray())
                    .isEqualTo(Conv2d.conv2d(x, dense, bias, window, 1, FusedActivation.RELU).toArray());
        }
    }

    @Test
    void productsMustFit() {
        assertError(() -> Linear.linear(of(2, 5408), of(128, 5404), null), "linear: ", "5408", "5404");
        assertError(() -> MatrixMultiplication.matmul(of(2, 3), of(5, 7)), "matmul: ", "3", "5");
        assertError(() -> MatrixMultiplication.matmul(of(3), of(3, 7)), "matmul: ", "[3]");
    }

    @Test
    void batchNormNeedsAVariance() {
        Parameter one = Parameter.of(Tensor.of(1f, 1f, 1f));
        Parameter mean = Parameter.frozen(Tensor.of(0f, 0f, 0f));
        Parameter variance = Parameter.frozen(Tensor.of(1f, 1f, 1f));
        assertError(() -> Gradients.of(() -> Reductions.sum(
                BatchNormalization.batchNorm(of(1, 3), one, one, mean, variance, 0.1f, 1e-5f))), "batchNorm: ", "one value per channel");
        assertError(() -> BatchNormalization.batchNorm(of(2, 5), one, one, mean, variance, 0.1f, 1e-5f), "batchNorm: ", "5 channels",
                "weight", "[3]");
        assertThat(BatchNormalization.batchNorm(of(1, 3), one, one, mean, variance, 0.1f, 0f).toArray()).containsExactly(1, 1, 1);
        assertThat(mean.toArray()).as("inference leaves the statistics alone").containsExactly(0, 0, 0);
    }

    @Test
    void normalizationsMustFit() {
        assertError(() -> LayerNormalization.layerNorm(of(2, 5), Shape.of(7), null, null, 0), "layerNorm: ", "[…, 7]", "[2, 5]");
        assertError(() -> LayerNormalization.layerNorm(of(5), Shape.of(2, 5), null, null, 0), "layerNorm: ", "[…, 2, 5]", "[5]");
        assertError(() -> LayerNormalization.layerNorm(of(2, 5), Shape.scalar(), null, null, 0), "layerNorm: ");
        assertError(() -> LayerNormalization.layerNorm(of(2, 5), Shape.of(5), of(1, 5), null, 0), "weight must be [5], found [1, 5]");
        assertError(() -> LayerNormalization.layerNorm(of(2, 5), Shape.of(5), null, of(3), 0), "bias must be [5], found [3]");
        assertError(() -> LayerNormalization.rmsNorm(of(2, 5), Shape.of(5), of(3), 0), "rmsNorm: ", "weight must be [5], found [3]");
        assertError(() -> GroupNormalization.groupNorm(of(2, 6, 5), 4, null, null, 0), "groupNorm: ", "6 channels", "found 4");
        assertError(() -> GroupNormalization.groupNorm(of(6), 3, null, null, 0), "groupNorm: ", "[n, channels, …]");
        assertError(() -> GroupNormalization.groupNorm(of(2, 6), 3, of(3), null, 0), "groupNorm: ", "6 channels", "weight expects [3]");
        assertError(() -> GroupNormalization.instanceNorm(of(2, 6, 1), null, null, 0), "instanceNorm: ", "one pixel");
        assertError(() -> GroupNormalization.instanceNorm(of(2, 6), null, null, 0), "instanceNorm: ", "[2, 6]");
    }

    @Test
    void normalizationOfNothing() {
        assertThat(LayerNormalization.layerNorm(of(0, 5), Shape.of(5), null, null, 0).shape()).isEqualTo(Shape.of(0, 5));
        assertThat(GroupNormalization.groupNorm(of(0, 4, 3), 2, null, null, 0).shape()).isEqualTo(Shape.of(0, 4, 3));
    }

    @Test
    void linearWithoutFeaturesGivesTheBias() {
        Tensor bias = Tensor.of(3f, 5f);
        assertThat(Linear.linear(of(2, 3, 0), of(2, 0), bias).toArray()).containsExactly(3, 5, 3, 5, 3, 5, 3, 5, 3, 5, 3, 5);
        assertThat(Linear.linear(of(3, 0), Parameter.of(of(2, 0)), bias).toArray()).containsExactly(3, 5, 3, 5, 3, 5);
        Parameter trained = Parameter.of(bias);
        try (var gradients = Gradients.of(() -> Reductions.sum(Linear.linear(of(3, 0), of(2, 0), trained)))) {
            assertThat(gradients.of(trained).toArray()).containsExactly(3, 3);
        }
    }

    @Test
    void reluKeepsNegativeZeroAndNaNAloneAndFused() {
        Tensor x = Tensor.of(Shape.of(1, 5), -0f, 0f, Float.NaN, -1f, 2f);
        float[] expected = {-0f, 0f, Float.NaN, 0f, 2f};
        assertThat(Relu.relu(x).toArray()).isEqualTo(expected);
        Tensor one = Tensor.of(Shape.of(5, 1), -1e-30f, 1e-30f, Float.NaN, -1f, 2f);
        Tensor small = Tensor.of(Shape.of(1, 1), 1e-30f);
        assertThat(Linear.linear(small, one, null, FusedActivation.RELU).toArray())
                .isEqualTo(Relu.relu(Linear.linear(small, one, null)).toArray());
    }

    @Test
    void dropoutNeedsAProbability() {
        assertError(() -> Dropout.dropout(of(2), 1f, Philox.seeded(1)), "dropout: ", "1.0");
        assertError(() -> Dropout.dropout(of(2), -0.1f, Philox.seeded(1)), "dropout: ");
        assertError(() -> Dropout.dropout(of(2), Float.NaN, Philox.seeded(1)), "dropout: ");
    }

    @Test
    void dropoutKeepsAboutTheRightShare() {
        Parameter ones = Parameter.of(Arithmetic.add(of(100_000), 1));
        Philox random = Philox.seeded(3);
        float[][] masks = new float[2][];
        for (int i = 0; i < 2; i++) {
            int step = i;
            Gradients.of(() -> {
                Tensor y = Dropout.dropout(ones, 0.2f, random);
                masks[step] = y.toArray();
                return Reductions.sum(y);
            }).close();
            int kept = 0;
            for (float value : masks[i]) {
                assertThat(value == 0f || value == 1 / (1 - 0.2f)).isTrue();
                kept += value > 0 ? 1 : 0;
            }
            assertThat(kept).isBetween(79_400, 80_600); // five standard deviations
        }
        assertThat(masks[1]).as("the generator has moved on").isNotEqualTo(masks[0]);
        assertThat(Dropout.dropout(ones, 0.2f, random)).as("inference").isSameAs(ones);
        assertThat(random.position()).isEqualTo(2 * Philox.numbersForUniforms(100_000));
    }

    @Test
    void maxPoolingLetsNaNThrough() {
        for (int width : new int[] {4, 40}) {
            Tensor x = of(1, 1, 2, width);
            x.array()[3] = Float.NaN;
            Tensor y = MaxPool2d.maxPool2d(x, Window2d.square(2).stride(2));
            assertThat(y.array()[0]).isZero();
            assertThat(y.array()[1]).isNaN();
            assertThat(MaxPool2d.maxPool2d(x, Window2d.square(2)).array()[2]).isNaN();
        }
    }

    @Test
    void softmaxOfExtremes() {
        Tensor x = Tensor.of(Shape.of(2, 3), 1e30f, 0f, -1e30f, Float.NEGATIVE_INFINITY, 0f, Float.NEGATIVE_INFINITY);
        assertThat(Softmax.softmax(x, 1).toArray()).containsExactly(1, 0, 0, 0, 1, 0);
        assertThat(Softmax.logSoftmax(x, 1).toArray()).containsExactly(0, -1e30f, -2e30f, Float.NEGATIVE_INFINITY, 0,
                Float.NEGATIVE_INFINITY);
        assertThat(Softmax.softmax(of(2, 0), 1).size()).isZero();
    }

    @Test
    void emptyTensors() {
        assertThat(Reductions.sum(of(0, 3)).item()).isZero();
        assertThat(Reductions.mean(of(0, 3)).item()).isNaN();
        assertThat(Reductions.sum(of(0, 3), 0).toArray()).containsExactly(0, 0, 0);
        assertThat(Transpose.transpose(of(0, 3), 0, 1).shape()).isEqualTo(Shape.of(3, 0));
        assertThat(Relu.relu(of(0)).size()).isZero();
        assertThat(Concat.concat(0, of(0, 3), of(2, 3)).shape()).isEqualTo(Shape.of(2, 3));
    }
}
