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

    /** Gradients before and after they were clipped by their common norm. */
    public record Clipped(double limit, double norm, List<Tensor> before, List<Tensor> after) {}

    /** All cases. */
    @SuppressWarnings("unchecked")
    public static List<OptimizerGolden> all() {
        var root = root();
        Tensor initial = tensor(root.get("initial"));
        return ((List<Map<String, Object>>) root.get("cases")).stream()
                .map(fields -> new OptimizerGolden((String) fields.get("case"), (String) fields.get("op"),
                        (Map<String, Object>) fields.get("attrs"), initial, tensors(root.get("grads")),
                        tensors(fields.get("params_after_step_given_grads"))))
                .toList();
    }

    /** The case of clipping. */
    public static Clipped clipped() {
        var fields = (Map<?, ?>) root().get("clip_grad_norm");
        return new Clipped((Double) fields.get("max_norm"), (Double) fields.get("total_norm"), tensors(fields.get("grads_before")),
                tensors(fields.get("grads_after")));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> root() {
        try (InputStream file = OptimizerGolden.class.getResourceAsStream("/golden/optimizers.json")) {
            return (Map<String, Object>) Json.parse(file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Tensor> tensors(Object list) {
        return ((List<?>) list).stream().map(OptimizerGolden::tensor).toList();
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
