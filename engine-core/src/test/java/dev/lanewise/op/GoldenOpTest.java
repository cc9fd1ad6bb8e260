package dev.lanewise.op;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.golden.Golden;
import dev.lanewise.gradient.Gradients;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The ops against PyTorch's values and gradients. */
class GoldenOpTest {

    private static final double FORWARD = 1e-5;
    private static final double BACKWARD = 1e-4;

    private static final Map<String, UnaryOperator<Tensor>> ACTIVATIONS = Map.ofEntries(
            entry("gelu_erf", Gelu::gelu), entry("gelu_tanh", Gelu::geluTanh), entry("silu", Silu::silu), entry("mish", Mish::mish),
            entry("softplus", x -> Softplus.softplus(x, 1, 20)), entry("logsigmoid", Softplus::logSigmoid),
            entry("elu", x -> Elu.elu(x, 1)), entry("selu", Elu::selu), entry("leaky_relu_0.01", x -> LeakyRelu.leakyRelu(x, 0.01f)),
            entry("hardswish", Clipped::hardSwish), entry("hardsigmoid", Clipped::hardSigmoid), entry("relu6", Clipped::relu6),
            entry("softsign", Softsign::softsign), entry("sigmoid", Sigmoid::sigmoid), entry("tanh", Tanh::tanh));

    /** A case's inputs and weights by their names, as parameters. */
    private static final class Inputs {
        private final Map<String, Parameter> parameters = new LinkedHashMap<>();
        private final Golden.Case golden;

        Inputs(Golden.Case golden) {
            this.golden = golden;
        }

        Parameter get(String name) {
            return parameters.computeIfAbsent(name,
                    key -> Parameter.of(golden.tensor(golden.has("inputs", key) ? "inputs" : "weights", key)));
        }

        Parameter getOrNull(String name) {
            return golden.has("weights", name) ? get(name) : null;
        }
    }

    private static Stream<DynamicTest> tests(String file, Function<Golden.Case, Function<Inputs, Tensor>> opOf) {
        List<Golden.Case> cases = Golden.cases(file).stream().filter(golden -> opOf.apply(golden) != null).toList();
        assertThat(cases).as("cases of %s", file).isNotEmpty();
        return cases.stream().map(golden -> DynamicTest.dynamicTest(golden.toString(), () -> check(golden, opOf.apply(golden))));
    }

    private static void check(Golden.Case golden, Function<Inputs, Tensor> op) {
        String output = golden.has("outputs", "y") ? "y" : "loss";
        Tensor weights = golden.tensor("grad_outputs", output);
        Inputs inputs = new Inputs(golden);
        Tensor[] y = new Tensor[1];
        try (Gradients gradients = Gradients.of(() -> {
            Tensor result = op.apply(inputs);
            y[0] = result.copy();
            return Reductions.sum(Arithmetic.multiply(result, weights));
        })) {
            assertClose(golden + " " + output, y[0], golden.tensor("outputs", output), FORWARD);
            inputs.parameters.forEach((name, parameter) ->
                    assertClose(golden + " gradient of " + name, gradients.of(parameter), golden.tensor("grads", name), BACKWARD));
        }
    }

    private static void assertClose(String what, Tensor found, Tensor expected, double tolerance) {
        assertThat(found.shape()).as(what).isEqualTo(expected.shape());
        double[] values = DoubleTensor.of(expected).values();
        double scale = Math.sqrt(Arrays.stream(values).map(v -> v * v).average().orElse(0));
        for (int i = 0; i < values.length; i++) {
            assertThat(Math.abs(found.array()[i] - values[i])).as("%s: element %d is %s, expected %s", what, i, found.array()[i], values[i])
                    .isLessThanOrEqualTo(tolerance * Math.max(scale, Math.abs(values[i])));
        }
    }

    private static Window2d window(Golden.Case golden, int[] size, int strideOtherwise) {
        int[] stride = golden.attributes().containsKey("stride") ? golden.pair("stride", 1)
                : strideOtherwise > 0 ? new int[] {strideOtherwise, strideOtherwise} : size;
        int[] padding = golden.pair("padding", 0);
        int[] dilation = golden.pair("dilation", 1);
        return new Window2d(size[0], size[1], stride[0], stride[1], padding[0], padding[1], dilation[0], dilation[1]);
    }

    @TestFactory
    Stream<DynamicTest> activations() {
        return tests("gelu_and_activations", golden -> {
            UnaryOperator<Tensor> op = ACTIVATIONS.get(golden.op());
            return op == null ? null : x -> op.apply(x.get("x"));
        });
    }

    @TestFactory
    Stream<DynamicTest> softmax() {
        return tests("softmax", golden -> golden.op().equals("softmax")
                ? x -> Softmax.softmax(x.get("x"), golden.integer("dim", 0))
                : x -> Softmax.logSoftmax(x.get("x"), golden.integer("dim", 0)));
    }

    @TestFactory
    Stream<DynamicTest> crossEntropy() {
        return tests("cross_entropy", golden -> golden.name().equals("plain_mean")
                ? x -> CrossEntropy.softmaxCrossEntropy(x.get("logits"), golden.integers("inputs", "target")) : null);
    }

    @TestFactory
    Stream<DynamicTest> maxPool2d() {
        return tests("max_pool2d", golden -> x -> MaxPool2d.maxPool2d(x.get("x"), window(golden, golden.pair("kernel_size", 0), 0),
                Boolean.TRUE.equals(golden.attributes().get("ceil_mode"))));
    }

    @TestFactory
    Stream<DynamicTest> averagePool2d() {
        return tests("avg_pool2d", golden -> !golden.op().equals("avg_pool2d") ? null
                : x -> AveragePool2d.averagePool2d(x.get("x"), window(golden, golden.pair("kernel_size", 0), 0),
                        !Boolean.FALSE.equals(golden.attributes().get("count_include_pad")), Boolean.TRUE.equals(golden.attributes().get("ceil_mode"))));
    }

    @TestFactory
    Stream<DynamicTest> linear() {
        return tests("linear", golden -> golden.op().equals("linear")
                ? x -> Linear.linear(x.get("x"), x.get("weight"), x.getOrNull("bias"))
                : x -> MatrixMultiplication.matmul(x.get("a"), x.get("b")));
    }

    @TestFactory
    Stream<DynamicTest> conv2d() {
        return tests("conv2d", golden -> golden.op().equals("conv2d") ? x -> {
            Parameter weight = x.get("weight");
            int[] size = {weight.dimension(2), weight.dimension(3)};
            return Conv2d.conv2d(x.get("x"), weight, x.getOrNull("bias"), window(golden, size, 1), golden.integer("groups", 1));
        } : null);
    }

    @TestFactory
    Stream<DynamicTest> conv1d() {
        return tests("conv2d", golden -> golden.op().equals("conv1d") ? x -> Conv1d.conv1d(x.get("x"), x.get("weight"), x.getOrNull("bias"),
                new Window1d(x.get("weight").dimension(2), golden.integer("stride", 1), golden.integer("padding", 0),
                        golden.integer("dilation", 1)), golden.integer("groups", 1), FusedActivation.NONE) : null);
    }

    @TestFactory
    Stream<DynamicTest> convTranspose2d() {
        return tests("conv_transpose2d", golden -> x -> {
            Parameter weight = x.get("weight");
            int[] size = {weight.dimension(2), weight.dimension(3)};
            return ConvTranspose.convTranspose2d(x.get("x"), weight, x.getOrNull("bias"), window(golden, size, 1),
                    golden.integer("output_padding", 0), golden.integer("groups", 1), FusedActivation.NONE);
        });
    }

    @TestFactory
    Stream<DynamicTest> adaptiveAveragePool2d() {
        return tests("avg_pool2d", golden -> golden.op().equals("adaptive_avg_pool2d") ? x -> {
            int[] size = golden.pair("output_size", 1);
            return AdaptivePooling.adaptiveAveragePool2d(x.get("x"), size[0], size[1]);
        } : null);
    }

    private static Parameter running(Golden.Case golden, String name) {
        return Parameter.frozen(golden.tensor("attrs", name));
    }

    @TestFactory
    Stream<DynamicTest> batchNormInTraining() {
        return tests("batch_norm", golden -> !Boolean.TRUE.equals(golden.attributes().get("training")) ? null : x -> {
            Parameter mean = running(golden, "running_mean_before");
            Parameter variance = running(golden, "running_var_before");
            Tensor y = BatchNormalization.batchNorm(x.get("x"), x.get("weight"), x.get("bias"), mean, variance, golden.number("momentum"),
                    golden.number("eps"));
            assertClose(golden + " running mean", mean, golden.tensor("state_after", "running_mean"), FORWARD);
            assertClose(golden + " running variance", variance, golden.tensor("state_after", "running_var"), FORWARD);
            return y;
        });
    }

    @Test
    void batchNormInInference() {
        for (Golden.Case golden : Golden.cases("batch_norm")) {
            if (Boolean.FALSE.equals(golden.attributes().get("training"))) {
                Inputs x = new Inputs(golden);
                Tensor y = BatchNormalization.batchNorm(x.get("x"), x.get("weight"), x.get("bias"), running(golden, "running_mean_before"),
                        running(golden, "running_var_before"), golden.number("momentum"), golden.number("eps"));
                assertClose(golden.toString(), y, golden.tensor("outputs", "y"), FORWARD);
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> attention() {
        return tests("multi_head_attention", golden -> !golden.op().equals("scaled_dot_product_attention") ? null : x -> {
            AttentionMask mask = Boolean.TRUE.equals(golden.attributes().get("is_causal")) ? AttentionMask.none().causal() : AttentionMask.none();
            return Attention.scaledDotProductAttention(x.get("q"), x.get("k"), x.get("v"), mask, 0, null);
        });
    }
}
