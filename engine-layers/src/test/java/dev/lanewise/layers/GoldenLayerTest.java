package dev.lanewise.layers;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.lanewise.golden.Golden;
import dev.lanewise.gradient.Gradients;
import dev.lanewise.op.Arithmetic;
import dev.lanewise.op.Reductions;
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
        assumeThat(cases).as("golden values of " + file).isNotEmpty();
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
        check("max_pool2d", golden -> !golden.attributes().containsKey("ceil_mode"), golden -> new MaxPool2d(pool(golden)));
    }

    @Test
    void averagePool() {
        check("avg_pool2d", golden -> golden.op().equals("avg_pool2d") && !golden.attributes().containsKey("ceil_mode"),
                golden -> new AveragePool2d(pool(golden), !Boolean.FALSE.equals(golden.attributes().get("count_include_pad"))));
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
