package dev.lanewise.golden;

import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** PyTorch's parameters after each of ten steps, for given gradients. */
public record OptimizerGolden(String name, String rule, Map<String, Object> options, Tensor initial, List<Tensor> gradients,
        List<Tensor> expected) {

    /** All cases. */
    @SuppressWarnings("unchecked")
    public static List<OptimizerGolden> all() {
        try (InputStream file = OptimizerGolden.class.getResourceAsStream("/golden/optimizers.json")) {
            var root = (Map<String, Object>) Json.parse(file.readAllBytes());
            Tensor initial = tensor(root.get("initial"));
            List<Tensor> gradients = ((List<Object>) root.get("grads")).stream().map(OptimizerGolden::tensor).toList();
            return ((List<Map<String, Object>>) root.get("cases")).stream()
                    .map(fields -> new OptimizerGolden((String) fields.get("case"), (String) fields.get("op"),
                            (Map<String, Object>) fields.get("attrs"), initial, gradients,
                            ((List<Object>) fields.get("params_after_step_given_grads")).stream().map(OptimizerGolden::tensor).toList()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An option that is a number. */
    public double number(String option, double otherwise) {
        return options.get(option) instanceof Double number ? number : otherwise;
    }

    private static Tensor tensor(Object object) {
        var fields = (Map<?, ?>) object;
        int[] shape = ((List<?>) fields.get("shape")).stream().mapToInt(length -> ((Double) length).intValue()).toArray();
        List<?> data = (List<?>) fields.get("data");
        float[] values = new float[data.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = ((Double) data.get(i)).floatValue();
        }
        return Tensor.wrap(Shape.of(shape), values);
    }
}
