package dev.lanewise.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lanewise.golden.Golden;
import dev.lanewise.gradient.Gradients;
import dev.lanewise.op.Arithmetic;
import dev.lanewise.op.AttentionMask;
import dev.lanewise.op.Reductions;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Multi-head attention and the encoder layer against PyTorch: outputs, and gradients with respect to inputs and parameters. */
class GoldenAttentionTest {

    private static List<Golden.Case> cases(String file, String op) {
        var cases = Golden.cases(file).stream().filter(golden -> golden.op().equals(op)).toList();
        assertThat(cases).as("golden values of " + file).isNotEmpty();
        return cases;
    }

    /** Loads the weights, whose names are those of PyTorch, each exactly once. */
    private static void load(Golden.Case golden, Layer layer) {
        Map<String, Tensor> weights = new LinkedHashMap<>();
        layer.parameters().forEach(entry -> weights.put(entry.path(), golden.tensor("weights", entry.path())));
        layer.parameters().load(weights);
    }

    private static void check(Golden.Case golden, Layer layer, Map<String, Parameter> inputs, Supplier<Tensor> forward) {
        Tensor weights = golden.tensor("grad_outputs", "y");
        close(golden + " inference", forward.get(), golden.tensor("outputs", "y"), 1e-5f);
        try (var gradients = Gradients.of(() -> {
            Tensor y = forward.get();
            close(golden + " y", y, golden.tensor("outputs", "y"), 1e-5f);
            return Reductions.sum(Arithmetic.multiply(y, weights));
        })) {
            inputs.forEach((name, input) -> close(golden + " d" + name, gradients.of(input), golden.tensor("grads", name), 1e-4f));
            for (Parameters.Entry entry : layer.parameters()) {
                close(golden + " d" + entry.path(), gradients.of(entry.parameter()), golden.tensor("grads", entry.path()), 1e-4f);
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

    private static AttentionMask mask(Golden.Case golden, String name) {
        AttentionMask mask = AttentionMask.none();
        if (golden.has("inputs", name)) {
            mask = golden.name().equals("float_mask")
                    ? mask.additive(golden.tensor("inputs", name))
                    : mask.forbidding(golden.integers("inputs", name));
        }
        return golden.has("inputs", "key_padding_mask") ? mask.paddedKeys(golden.integers("inputs", "key_padding_mask")) : mask;
    }

    @Test
    void multiHeadAttention() {
        for (Golden.Case golden : cases("multi_head_attention", "MultiheadAttention")) {
            MultiHeadAttention layer = MultiHeadAttention.of(golden.integer("embed_dim", 0), golden.integer("num_heads", 0), Philox.seeded(1));
            load(golden, layer);
            Map<String, Parameter> inputs = new LinkedHashMap<>();
            inputs.put("query", Parameter.of(golden.tensor("inputs", "query")));
            AttentionMask mask = mask(golden, "attn_mask");
            if (golden.has("inputs", "key")) {
                inputs.put("key", Parameter.of(golden.tensor("inputs", "key")));
                inputs.put("value", Parameter.of(golden.tensor("inputs", "value")));
                check(golden, layer, inputs, () -> layer.forward(inputs.get("query"), inputs.get("key"), inputs.get("value"), mask));
            } else {
                check(golden, layer, inputs, () -> layer.forward(inputs.get("query"), mask));
            }
            if (golden.name().equals("causal")) {
                check(golden, layer, inputs, () -> layer.causal().forward(inputs.get("query")));
            }
        }
    }

    @Test
    void transformerEncoderLayer() {
        for (Golden.Case golden : cases("transformer_encoder_layer", "TransformerEncoderLayer")) {
            TransformerSettings settings = TransformerSettings.of(golden.integer("d_model", 0), golden.integer("nhead", 0))
                    .feedForward(golden.integer("dim_feedforward", 0));
            settings = golden.attributes().get("activation").equals("gelu") ? settings.gelu() : settings;
            settings = Boolean.TRUE.equals(golden.attributes().get("norm_first")) ? settings.preNorm() : settings;
            TransformerEncoderLayer layer = TransformerEncoderLayer.of(settings, Philox.seeded(1));
            load(golden, layer);
            Parameter x = Parameter.of(golden.tensor("inputs", "x"));
            check(golden, layer, Map.of("x", x), () -> layer.forward(x, mask(golden, "src_mask")));
            if (golden.name().endsWith("causal")) {
                check(golden, layer, Map.of("x", x), () -> layer.causal().forward(x));
            }
        }
    }
}
