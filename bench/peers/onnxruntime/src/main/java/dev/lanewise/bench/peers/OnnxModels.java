package dev.lanewise.bench.peers;

import dev.lanewise.bench.peer.TensorFile;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The reference models that predict, as ONNX. */
final class OnnxModels {

    private static final int HIDDEN = 64;

    private OnnxModels() {}

    /**
     * The file of a model.
     *
     * @throws UnsupportedOperationException if there is none of this name
     */
    static byte[] of(String name, List<TensorFile.Entry> weights, long[] inputShape, boolean tokens) {
        OnnxModel model = new OnnxModel(weights);
        switch (name) {
            case "cnn", "cnn224", "mlp32", "mlp512" -> stack(model, weights);
            case "bilstm" -> bidirectionalLstm(model, weights);
            default -> throw new UnsupportedOperationException("no ONNX model is written for " + name);
        }
        return model.toBytes(inputShape, tokens);
    }

    /** Convolutions with relu and pooling, then linear layers with relu between, as their weights tell: [out, in, 3, 3] or [out, in]. */
    private static void stack(OnnxModel model, List<TensorFile.Entry> weights) {
        boolean flat = weights.getFirst().shape().length == 2;
        for (int i = 0; i < weights.size(); i += 2) {
            String weight = model.weight(weights.get(i).name());
            String bias = model.weight(weights.get(i + 1).name());
            if (weights.get(i).shape().length == 4) {
                model.node("Conv", Map.of("kernel_shape", new long[] {3, 3}), weight, bias)
                        .node("Relu", Map.of())
                        .node("MaxPool", Map.of("kernel_shape", new long[] {2, 2}, "strides", new long[] {2, 2}));
                continue;
            }
            if (!flat) {
                model.node("Flatten", Map.of("axis", 1));
                flat = true;
            }
            linear(model, weight, bias);
            if (i + 2 < weights.size()) {
                model.node("Relu", Map.of());
            }
        }
    }

    private static void linear(OnnxModel model, String weight, String bias) {
        model.node("Gemm", Map.of("transB", 1), weight, bias);
    }

    /**
     * Tokens to the states at the end of both directions. The weights come as PyTorch orders them: the table of words, then for each direction
     * the input's and the state's weights and their biases, gates i, f, g, o; ONNX wants i, o, f, g, with the directions as first dimension.
     */
    private static void bidirectionalLstm(OnnxModel model, List<TensorFile.Entry> weights) {
        String table = model.weight(weights.get(0).name());
        model.nodeOf("Gather", Map.of(), "words", table, OnnxModel.INPUT);
        model.node("Transpose", Map.of("perm", new long[] {1, 0, 2}));
        long features = weights.get(1).shape()[1];
        String input = model.weight("W", new long[] {2, 4 * HIDDEN, features}, both(gates(weights.get(1)), gates(weights.get(5))));
        String state = model.weight("R", new long[] {2, 4 * HIDDEN, HIDDEN}, both(gates(weights.get(2)), gates(weights.get(6))));
        String bias = model.weight("B", new long[] {2, 8 * HIDDEN},
                both(both(gates(weights.get(3)), gates(weights.get(4))), both(gates(weights.get(7)), gates(weights.get(8)))));
        model.recurrent("LSTM", Map.of("hidden_size", HIDDEN, "direction", "bidirectional"), input, state, bias)
                .node("Transpose", Map.of("perm", new long[] {1, 0, 2}))
                .node("Reshape", Map.of(), model.constant("features", -1, 2L * HIDDEN));
        linear(model, model.weight(weights.get(9).name()), model.weight(weights.get(10).name()));
        model.node("Relu", Map.of());
        linear(model, model.weight(weights.get(11).name()), model.weight(weights.get(12).name()));
    }

    private static float[] gates(TensorFile.Entry entry) {
        float[] source = entry.values();
        int gate = source.length / 4;
        float[] target = new float[source.length];
        int[] order = {0, 3, 1, 2};
        for (int i = 0; i < order.length; i++) {
            System.arraycopy(source, order[i] * gate, target, i * gate, gate);
        }
        return target;
    }

    private static float[] both(float[] first, float[] second) {
        float[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
