package dev.lanewise.layers;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lanewise.golden.Golden;
import dev.lanewise.gradient.Gradients;
import dev.lanewise.op.Arithmetic;
import dev.lanewise.op.Interpolation;
import dev.lanewise.op.Padding1d;
import dev.lanewise.op.Padding2d;
import dev.lanewise.op.PaddingMode;
import dev.lanewise.op.Reductions;
import dev.lanewise.op.Window1d;
import dev.lanewise.op.Window2d;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Tensor;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Layers against PyTorch: outputs, gradients with respect to the input and every parameter, and running statistics. */
class GoldenLayerTest {

    private static void check(String file, Predicate<Golden.Case> which, Function<Golden.Case, Layer> layerOf) {
        var cases = Golden.cases(file).stream().filter(which).toList();
        assertThat(cases).as("golden values of " + file).isNotEmpty();
        cases.forEach(golden -> check(golden, layerOf.apply(golden)));
    }

    private static void check(Golden.Case golden, Layer layer) {
        Parameter x = Parameter.of(golden.tensor("inputs", "x"));
        boolean training = !Boolean.FALSE.equals(golden.attributes().get("training"));
        if (!training) {
            close(golden + " y", layer.predict(x), golden.tensor("outputs", "y"), 1e-5f);
            return;
        }
        Tensor weights = golden.tensor("grad_outputs", "y");
        try (var gradients = Gradients.of(() -> {
            Tensor y = layer.forward(x);
            close(golden + " y", y, golden.tensor("outputs", "y"), 1e-5f);
            return Reductions.sum(Arithmetic.multiply(y, weights));
        })) {
            close(golden + " dx", gradients.of(x), golden.tensor("grads", "x"), 1e-4f);
            for (Parameters.Entry entry : layer.parameters().trainable()) {
                close(golden + " d" + entry.path(), gradients.of(entry.parameter()), golden.tensor("grads", entry.path()), 1e-4f);
            }
        }
        for (String name : new String[] {"running_mean", "running_var"}) {
            if (golden.has("state_after", name)) {
                close(golden + " " + name, layer.parameters().get(name), golden.tensor("state_after", name), 1e-5f);
            }
        }
    }

    private static void close(String what, Tensor found, Tensor expected, float tolerance) {
        assertThat(found.shape()).as(what).isEqualTo(expected.shape());
        float[] values = found.toArray();
        float[] goldens = expected.toArray();
        float largest = 1e-3f;
        for (float value : goldens) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (int i = 0; i < values.length; i++) {
            assertThat(values[i]).as(what + " at %d", i).isCloseTo(goldens[i], within(tolerance * largest));
        }
    }

    private static Parameter weight(Golden.Case golden, String name) {
        return golden.has("weights", name) ? Parameter.of(golden.tensor("weights", name)) : null;
    }

    private static Window2d window(Golden.Case golden, int height, int width, int defaultStride) {
        int[] stride = golden.pair("stride", defaultStride);
        int[] padding = golden.pair("padding", 0);
        int[] dilation = golden.pair("dilation", 1);
        return new Window2d(height, width, stride[0], stride[1], padding[0], padding[1], dilation[0], dilation[1]);
    }

    private static Window2d pool(Golden.Case golden) {
        int[] size = golden.pair("kernel_size", 0);
        return golden.attributes().containsKey("stride")
                ? window(golden, size[0], size[1], 1)
                : new Window2d(size[0], size[1], size[0], size[1], 0, 0, 1, 1);
    }

    @Test
    void linear() {
        check("linear", golden -> golden.op().equals("linear"), golden -> new Linear(weight(golden, "weight"), weight(golden, "bias")));
    }

    @Test
    void conv2d() {
        check("conv2d", golden -> golden.op().equals("conv2d"), golden -> {
            Parameter weight = weight(golden, "weight");
            return new Conv2d(weight, weight(golden, "bias"), window(golden, weight.dimension(2), weight.dimension(3), 1),
                    golden.integer("groups", 1));
        });
    }

    @Test
    void conv1d() {
        check("conv2d", golden -> golden.op().equals("conv1d"), golden -> {
            Parameter weight = weight(golden, "weight");
            return new Conv1d(weight, weight(golden, "bias"), new Window1d(weight.dimension(2), golden.integer("stride", 1),
                    golden.integer("padding", 0), golden.integer("dilation", 1)), golden.integer("groups", 1));
        });
    }

    @Test
    void convTranspose2d() {
        check("conv_transpose2d", golden -> true, golden -> {
            Parameter weight = weight(golden, "weight");
            return new ConvTranspose2d(weight, weight(golden, "bias"), window(golden, weight.dimension(2), weight.dimension(3), 1),
                    golden.integer("output_padding", 0), golden.integer("groups", 1));
        });
    }

    @Test
    void adaptiveAveragePool() {
        check("avg_pool2d", golden -> golden.op().equals("adaptive_avg_pool2d"), golden -> {
            int[] size = golden.pair("output_size", 1);
            return new AdaptiveAveragePool2d(size[0], size[1]);
        });
    }

    /* Values of PyTorch 1.13.1 for what the other files lack; in double precision, in the same form. */
    @Test
    void convolutionalWorld() {
        check("convolutional_world", golden -> true, golden -> switch (golden.name()) {
            case "conv1d_same_even" -> conv1d(golden).same();
            case "conv1d_reflect" -> conv1d(golden).padding(2, PaddingMode.REFLECT);
            case "conv1d_replicate" -> conv1d(golden).padding(1, PaddingMode.REPLICATE);
            case "conv2d_same_even_dilated" -> conv2dOf(golden).dilation(2).same();
            case "conv2d_reflect_same" -> conv2dOf(golden).same(PaddingMode.REFLECT);
            case "conv_transpose1d" -> {
                Parameter weight = weight(golden, "weight");
                yield new ConvTranspose1d(weight, weight(golden, "bias"), Window1d.of(weight.dimension(2)), 0, 2).stride(3).padding(1)
                        .outputPadding(2);
            }
            case "max_pool1d" -> new MaxPool1d(3).stride(2).padding(1);
            case "avg_pool1d" -> new AveragePool1d(3).stride(2).padding(1);
            case "adaptive_avg_pool1d" -> new AdaptiveAveragePool1d(4);
            case "adaptive_max_pool2d" -> new AdaptiveMaxPool2d(3, 4);
            case "instance_norm1d" -> InstanceNorm1d.of(3);
            case "upsample_nearest1d" -> new Upsample1d(3);
            case "upsample_linear1d" -> new Upsample1d(2, Interpolation.LINEAR);
            case "upsample_nearest2d" -> new Upsample2d(2);
            case "upsample_bilinear2d" -> new Upsample2d(2, 3, Interpolation.LINEAR);
            case "upsample_bilinear2d_aligned" -> new Upsample2d(3, 2, Interpolation.LINEAR_ALIGNED);
            case "pad2d_reflect" -> new Pad2d(new Padding2d(1, 2, 3, 1, PaddingMode.REFLECT));
            case "pad1d_replicate" -> new Pad1d(new Padding1d(2, 3, PaddingMode.REPLICATE));
            default -> throw new IllegalArgumentException(golden.name());
        });
    }

    private static Conv1d conv1d(Golden.Case golden) {
        Parameter weight = weight(golden, "weight");
        return new Conv1d(weight, weight(golden, "bias"), Window1d.of(weight.dimension(2)), 1);
    }

    private static Conv2d conv2dOf(Golden.Case golden) {
        Parameter weight = weight(golden, "weight");
        return new Conv2d(weight, weight(golden, "bias"), new Window2d(weight.dimension(2), weight.dimension(3), 1, 1, 0, 0, 1, 1), 1);
    }

    @Test
    void batchNorm() {
        check("batch_norm", golden -> golden.name().endsWith("2d"), golden -> new BatchNorm2d(
                weight(golden, "weight"), weight(golden, "bias"),
                Parameter.frozen(golden.tensor("attrs", "running_mean_before")),
                Parameter.frozen(golden.tensor("attrs", "running_var_before")),
                golden.number("momentum"), golden.number("eps")));
    }

    @Test
    void batchNorm1d() {
        check("batch_norm", golden -> golden.name().endsWith("1d"), golden -> new BatchNorm1d(
                weight(golden, "weight"), weight(golden, "bias"),
                Parameter.frozen(golden.tensor("attrs", "running_mean_before")),
                Parameter.frozen(golden.tensor("attrs", "running_var_before")),
                golden.number("momentum"), golden.number("eps")));
    }

    @Test
    void layerNorm() {
        check("layer_norm", golden -> true, golden -> {
            Parameter weight = weight(golden, "weight");
            return new LayerNorm(weight.shape(), weight, weight(golden, "bias"), golden.number("eps"));
        });
    }

    @Test
    void groupNorm() {
        check("group_norm", golden -> true, golden -> {
            Parameter weight = weight(golden, "weight");
            return new GroupNorm(golden.integer("num_groups", 0), weight.size(), weight, weight(golden, "bias"), golden.number("eps"));
        });
    }

    @Test
    void instanceNorm() {
        check("group_norm", golden -> golden.name().equals("instance"), golden -> {
            Parameter weight = weight(golden, "weight");
            return new InstanceNorm2d(weight.size(), weight, weight(golden, "bias"), golden.number("eps"));
        });
    }

    @Test
    void maxPool() {
        check("max_pool2d", golden -> true, golden -> new MaxPool2d(pool(golden), Boolean.TRUE.equals(golden.attributes().get("ceil_mode"))));
    }

    @Test
    void averagePool() {
        check("avg_pool2d", golden -> golden.op().equals("avg_pool2d"),
                golden -> new AveragePool2d(pool(golden), !Boolean.FALSE.equals(golden.attributes().get("count_include_pad")),
                        Boolean.TRUE.equals(golden.attributes().get("ceil_mode"))));
    }

    @Test
    void activations() {
        Map<String, Layer> layers = Map.ofEntries(
                entry("gelu_erf", new Gelu()), entry("gelu_tanh", new GeluTanh()), entry("silu", new Silu()), entry("mish", new Mish()),
                entry("softplus", new Softplus()), entry("logsigmoid", new LogSigmoid()), entry("elu", new Elu()),
                entry("selu", new Selu()), entry("leaky_relu_0.01", new LeakyRelu()), entry("hardswish", new HardSwish()),
                entry("hardsigmoid", new HardSigmoid()), entry("relu6", new Relu6()), entry("softsign", new Softsign()),
                entry("sigmoid", new Sigmoid()), entry("tanh", new Tanh()));
        check("gelu_and_activations", golden -> layers.containsKey(golden.op()), golden -> layers.get(golden.op()));
    }

    @Test
    void softmax() {
        check("softmax", golden -> true, golden -> golden.op().equals("softmax")
                ? new Softmax(golden.integer("dim", -1))
                : new LogSoftmax(golden.integer("dim", -1)));
    }
}
