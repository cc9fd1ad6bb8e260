package dev.lanewise.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.gradient.Gradients;
import dev.lanewise.parallel.Parallel;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The same bits for any number of threads, and for a sample alone or in a batch. */
@Tag("kernels")
class SameBitsOpTest {

    private final int threadsBefore = Parallel.threads();

    @AfterEach
    void restoreThreads() {
        Parallel.setThreads(threadsBefore);
    }

    private static Parameter random(int... dimensions) {
        Philox random = Philox.seeded(dimensions.length);
        float[] values = new float[Shape.of(dimensions).size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() * 2 - 1;
        }
        return Parameter.of(Tensor.wrap(Shape.of(dimensions), values));
    }

    private static Parameter frozen(float value, int channels) {
        return Parameter.frozen(Arithmetic.add(Tensor.zeros(Shape.of(channels)), value));
    }

    /* Large enough to be split among threads. */
    private static Map<String, Function<Parameter, Tensor>> imageOps() {
        Map<String, Function<Parameter, Tensor>> ops = new TreeMap<>();
        Parameter scale = frozen(0.7f, 7);
        Parameter kernel = random(5, 7, 3, 3);
        Parameter slopes = random(7);
        ops.put("relu", Relu::relu);
        ops.put("tanh", Tanh::tanh);
        ops.put("gelu", Gelu::gelu);
        ops.put("mish", Mish::mish);
        ops.put("selu", Elu::selu);
        ops.put("softplus", x -> Softplus.softplus(x, 1, 20));
        ops.put("prelu", x -> LeakyRelu.prelu(x, slopes));
        ops.put("glu", x -> Glu.glu(Concat.concat(1, x, x), 1));
        ops.put("multiply", x -> Arithmetic.multiply(x, x));
        ops.put("sum", Reductions::sum);
        ops.put("sum over samples", x -> Reductions.sum(x, 0));
        ops.put("mean over pixels", x -> Reductions.mean(x, 2, 3));
        ops.put("permute", x -> Transpose.permute(x, 0, 2, 3, 1));
        ops.put("softmax", x -> Softmax.softmax(x, -1));
        ops.put("logSoftmax over channels", x -> Softmax.logSoftmax(x, 1));
        ops.put("crossEntropy", x -> CrossEntropy.softmaxCrossEntropy(Reshape.reshape(x, Shape.of(2911, 329)),
                IntTensor.wrap(Shape.of(2911), new int[2911])));
        ops.put("embedding", x -> Embedding.embedding(Reshape.reshape(x, Shape.of(2911, 329)),
                IntTensor.wrap(Shape.of(3001), IntStream.range(0, 3001).map(i -> i * i % 211).toArray()), 5, true));
        ops.put("labelCrossEntropies", x -> CrossEntropies.labelCrossEntropies(Reshape.reshape(x, Shape.of(2911, 329)),
                IntTensor.wrap(Shape.of(2911), new int[2911]), null, -1, 0.1f));
        ops.put("squaredSum", x -> Penalty.squaredSum(x));
        ops.put("maxPool2d halving", x -> MaxPool2d.maxPool2d(x, Window2d.square(2).stride(2)));
        ops.put("maxPool2d", x -> MaxPool2d.maxPool2d(x, Window2d.square(3).padding(1)));
        ops.put("averagePool2d", x -> AveragePool2d.averagePool2d(x, Window2d.square(3).padding(1), true));
        ops.put("dropout", x -> Dropout.dropout(x, 0.3f, Philox.seeded(8)));
        ops.put("batchNorm", x -> BatchNormalization.batchNorm(x, scale, scale, frozen(0, 7), frozen(1, 7), 0.1f, 1e-5f));
        ops.put("conv2d", x -> Conv2d.conv2d(x, kernel, null, Window2d.square(3).padding(1), 1));
        return ops;
    }

    /* The normalizations, and what works with windows or changes sizes. */
    private static Map<String, Function<Parameter, Tensor>> windowOps() {
        Map<String, Function<Parameter, Tensor>> ops = new TreeMap<>();
        Parameter scale = frozen(0.7f, 7);
        Parameter depthwise = random(7, 1, 3, 3);
        Parameter transposed = random(7, 2, 2, 2);
        ops.put("layerNorm", x -> LayerNormalization.layerNorm(x, Shape.of(37, 41), null, null, 1e-5f));
        ops.put("rmsNorm", x -> LayerNormalization.rmsNorm(x, Shape.of(41), frozen(0.7f, 41), 1e-5f));
        ops.put("groupNorm", x -> GroupNormalization.groupNorm(x, 7, scale, scale, 1e-5f));
        ops.put("conv2d depthwise", x -> Conv2d.conv2d(x, depthwise, null, Window2d.square(3).padding(1).stride(2), 7));
        ops.put("convTranspose2d", x -> ConvTranspose.convTranspose2d(x, transposed, null, Window2d.square(2), 0, 1,
                FusedActivation.NONE));
        ops.put("maxPool2d stride 2", x -> MaxPool2d.maxPool2d(x, Window2d.square(3).stride(2)));
        ops.put("adaptiveAveragePool2d", x -> AdaptivePooling.adaptiveAveragePool2d(x, 5, 3));
        ops.put("globalAveragePool", GlobalPooling::globalAveragePool);
        ops.put("pad2d", x -> Padding.pad2d(x, Padding2d.of(2, PaddingMode.REFLECT)));
        ops.put("upsample2d", x -> Upsample.upsample2d(x, 50, 60, Interpolation.LINEAR));
        return ops;
    }

    private static List<float[]> valueAndGradient(Function<Parameter, Tensor> op, Parameter x) {
        List<float[]> result = new ArrayList<>();
        try (Gradients gradients = Gradients.of(() -> {
            Tensor y = op.apply(x);
            result.add(y.toArray());
            return Reductions.sum(Arithmetic.multiply(y, y));
        })) {
            result.add(gradients.of(x).toArray());
        }
        return result;
    }

    @Test
    void threadsDoNotMatter() {
        assertSameForAnyThreads(imageOps(), random(71, 7, 41, 47));
    }

    @Test
    void threadsDoNotMatterForWindowsAndNormalizations() {
        assertSameForAnyThreads(windowOps(), random(31, 7, 37, 41));
    }

    @Test
    void threadsDoNotMatterForTiles() {
        Parameter kernel = random(32, 16, 3, 3);
        Map<String, Function<Parameter, Tensor>> ops = Map.of(
                "conv2d in tiles", x -> Conv2d.conv2d(x, kernel, null, Window2d.square(3).padding(1), 1));
        assertSameForAnyThreads(ops, random(1, 16, 61, 53));
        assertSameForAnyThreads(ops, random(7, 16, 37, 41));
    }

    private static void assertSameForAnyThreads(Map<String, Function<Parameter, Tensor>> ops, Parameter x) {
        ops.forEach((name, op) -> {
            Parallel.setThreads(1);
            List<float[]> expected = valueAndGradient(op, x);
            for (int threads : new int[] {2, 3, 5}) {
                Parallel.setThreads(threads);
                List<float[]> found = valueAndGradient(op, x);
                assertThat(found.get(0)).as("%s with %d threads", name, threads).isEqualTo(expected.get(0));
                assertThat(found.get(1)).as("gradient of %s with %d threads", name, threads).isEqualTo(expected.get(1));
            }
        });
    }

    private static void assertSameAlone(String name, UnaryOperator<Tensor> op, Tensor batch) {
        Tensor all = op.apply(batch);
        int size = all.size() / batch.dimension(0);
        float[] alone = new float[all.size()];
        for (int i = 0; i < batch.dimension(0); i++) {
            Tensor one = op.apply(Slice.slice(batch, 0, i, i + 1));
            System.arraycopy(one.array(), 0, alone, i * size, size);
        }
        assertThat(alone).as(name).isEqualTo(all.toArray());
    }

    @Test
    void aSampleAloneHasTheBitsItHasInABatch() {
        Parameter kernel = random(13, 3, 3, 3);
        Parameter bias = random(13);
        Parameter depthwise = random(3, 1, 3, 3);
        Parameter weight = random(13, 3 * 11 * 17);
        Parameter matrix = random(17, 29);
        for (int n : new int[] {7, 64}) {
            Tensor images = random(n, 3, 11, 17);
            assertSameAlone("conv2d", x -> Conv2d.conv2d(x, kernel, bias, Window2d.square(3), 1, FusedActivation.RELU), images);
            assertSameAlone("linear", x -> Linear.linear(Flatten.flatten(x), weight, bias), images);
            assertSameAlone("matmul", x -> MatrixMultiplication.matmul(x, matrix), images);
            assertSameAlone("maxPool2d halving", x -> MaxPool2d.maxPool2d(x, Window2d.square(2).stride(2)), images);
            assertSameAlone("averagePool2d", x -> AveragePool2d.averagePool2d(x, Window2d.square(3), true), images);
            assertSameAlone("batchNorm", x -> BatchNormalization.batchNorm(x, frozen(2, 3), frozen(1, 3), frozen(0.1f, 3), frozen(0.3f, 3),
                    0.1f, 1e-5f), images);
            assertSameAlone("layerNorm", x -> LayerNormalization.layerNorm(x, Shape.of(11, 17), null, null, 1e-5f), images);
            assertSameAlone("groupNorm", x -> GroupNormalization.groupNorm(x, 1, null, null, 1e-5f), images);
            assertSameAlone("conv2d depthwise", x -> Conv2d.conv2d(x, depthwise, null, Window2d.square(3), 3), images);
            assertSameAlone("softmax", x -> Softmax.softmax(Flatten.flatten(x), 1), images);
            assertSameAlone("softmax over channels", x -> Softmax.softmax(x, 1), images);
            assertSameAlone("sum", x -> Reductions.sum(x, 1, 2, 3), images);
            assertSameAlone("mean over channels", x -> Reductions.mean(x, 1), images);
            assertSameAlone("gelu", Gelu::gelu, images);
            assertSameAlone("sigmoid", Sigmoid::sigmoid, images);
        }
        Parameter tiles = random(32, 16, 3, 3);
        assertSameAlone("conv2d in tiles", x -> Conv2d.conv2d(x, tiles, null, Window2d.square(3), 1), random(7, 16, 31, 57));
    }
}
