package dev.lanewise.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lanewise.golden.Golden;
import dev.lanewise.gradient.Gradients;
import dev.lanewise.op.Arithmetic;
import dev.lanewise.op.CellActivation;
import dev.lanewise.op.Reductions;
import dev.lanewise.op.Transpose;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Recurrent layers against PyTorch: outputs, final states, and the gradients of input, initial states and weights. */
class RecurrentGoldenTest {

    private interface Model {
        /** The outputs by their names in the files. */
        Map<String, Tensor> run(Tensor x, IntTensor lengths, Tensor h0, Tensor c0);
    }

    @TestFactory
    Stream<DynamicTest> lstm() {
        return cases("lstm", 5, golden -> {
            Lstm lstm = new Lstm(weights(golden), null, CellActivation.TANH);
            return check(golden, lstm, (x, lengths, h0, c0) -> {
                Lstm.Output output = lstm.run(x, lengths, h0 == null ? null : new LstmState(h0, c0));
                return Map.of("y", output.outputs(), "h_n", output.state().hidden(), "c_n", output.state().cell());
            });
        });
    }

    @TestFactory
    Stream<DynamicTest> gru() {
        return cases("gru", 2, golden -> {
            Gru gru = new Gru(weights(golden), null);
            return check(golden, gru, (x, lengths, h0, c0) -> outputs(gru.run(x, lengths, h0)));
        });
    }

    @TestFactory
    Stream<DynamicTest> rnn() {
        return cases("rnn", 3, golden -> {
            boolean relu = "relu".equals(golden.attributes().get("nonlinearity"));
            Rnn rnn = new Rnn(weights(golden), null, relu ? CellActivation.RELU : CellActivation.TANH);
            return check(golden, rnn, (x, lengths, h0, c0) -> outputs(rnn.run(x, lengths, h0)));
        });
    }

    private static Map<String, Tensor> outputs(Recurrent.Output output) {
        return Map.of("y", output.outputs(), "h_n", output.hidden());
    }

    private interface Check {
        int run(Golden.Case golden);
    }

    private static Stream<DynamicTest> cases(String file, int count, Check check) {
        List<Golden.Case> cases = Golden.cases(file);
        assertThat(cases).hasSize(count);
        return cases.stream().map(golden -> DynamicTest.dynamicTest(golden.name(), () -> assertThat(check.run(golden)).isPositive()));
    }

    private static List<RecurrentLayer> weights(Golden.Case golden) {
        List<RecurrentLayer> layers = new ArrayList<>();
        for (int l = 0; l < golden.integer("num_layers", 1); l++) {
            layers.add(new RecurrentLayer(
                    weight(golden, "weight_ih_l" + l), weight(golden, "weight_hh_l" + l),
                    weight(golden, "bias_ih_l" + l), weight(golden, "bias_hh_l" + l),
                    weight(golden, "weight_ih_l" + l + "_reverse"), weight(golden, "weight_hh_l" + l + "_reverse"),
                    weight(golden, "bias_ih_l" + l + "_reverse"), weight(golden, "bias_hh_l" + l + "_reverse")));
        }
        return layers;
    }

    private static Parameter weight(Golden.Case golden, String name) {
        return golden.has("weights", name) ? Parameter.of(golden.tensor("weights", name)) : null;
    }

    /* How many gradients were compared. */
    private static int check(Golden.Case golden, Layer layer, Model model) {
        boolean batchFirst = Boolean.TRUE.equals(golden.attributes().get("batch_first"));
        Map<String, Parameter> inputs = new LinkedHashMap<>();
        for (String name : new String[] {"x", "h0", "c0"}) {
            if (golden.has("inputs", name)) {
                inputs.put(name, Parameter.of(golden.tensor("inputs", name)));
            }
        }
        IntTensor lengths = golden.attributes().get("lengths") instanceof List<?> list
                ? IntTensor.of(list.stream().mapToInt(length -> ((Double) length).intValue()).toArray()) : null;
        try (var gradients = Gradients.of(() -> {
            Tensor x = batchFirst ? inputs.get("x") : Transpose.transpose(inputs.get("x"), 0, 1);
            Map<String, Tensor> outputs = new LinkedHashMap<>(model.run(x, lengths, inputs.get("h0"), inputs.get("c0")));
            if (!batchFirst) {
                outputs.compute("y", (name, y) -> Transpose.transpose(y, 0, 1));
            }
            Tensor loss = Tensor.scalar(0);
            for (Map.Entry<String, Tensor> output : outputs.entrySet()) {
                String name = output.getKey();
                close(golden + " " + name, output.getValue(), golden.tensor("outputs", name), 1e-5f);
                loss = Arithmetic.add(loss, Reductions.sum(Arithmetic.multiply(output.getValue(), golden.tensor("grad_outputs", name))));
            }
            return loss;
        })) {
            inputs.forEach((name, input) -> close(golden + " d" + name, gradients.of(input), golden.tensor("grads", name), 1e-4f));
            for (Parameters.Entry entry : layer.parameters()) {
                close(golden + " d" + entry.path(), gradients.of(entry.parameter()), golden.tensor("grads", entry.path()), 1e-4f);
            }
        }
        Map<String, Tensor> inferred = model.run(batchFirst ? inputs.get("x") : Transpose.transpose(inputs.get("x"), 0, 1), lengths,
                inputs.get("h0"), inputs.get("c0"));
        inferred.forEach((name, output) -> close(golden + " inferred " + name,
                name.equals("y") && !batchFirst ? Transpose.transpose(output, 0, 1) : output, golden.tensor("outputs", name), 1e-5f));
        return inputs.size() + layer.parameters().size();
    }

    private static void close(String what, Tensor found, Tensor expected, float tolerance) {
        assertThat(found.shape()).as(what).isEqualTo(expected.shape());
        float[] values = found.toArray();
        float[] goldens = expected.toArray();
        for (int i = 0; i < values.length; i++) {
            assertThat(values[i]).as(what + " at %d", i)
                    .isCloseTo(goldens[i], within(tolerance * Math.max(0.1f, Math.abs(goldens[i]))));
        }
    }
}
