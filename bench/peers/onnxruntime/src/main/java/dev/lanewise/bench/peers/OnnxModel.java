package dev.lanewise.bench.peers;

import dev.lanewise.bench.peer.TensorFile;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An ONNX model, put together node by node; each node reads the output of the one before it. The numbers of the fields are those of
 * {@code onnx.proto}.
 */
final class OnnxModel {

    static final String INPUT = "x";
    private static final int VERSION_OF_FILE = 8;
    private static final int VERSION_OF_OPERATORS = 14;
    private static final int FLOAT = 1;
    private static final int INT64 = 7;
    private static final int ATTRIBUTE_INT = 2;
    private static final int ATTRIBUTE_STRING = 3;
    private static final int ATTRIBUTE_INTS = 7;

    private final Protobuf graph = new Protobuf();
    private final Map<String, TensorFile.Entry> weights = new TreeMap<>();
    private String last = INPUT;
    private int nodes;

    OnnxModel(List<TensorFile.Entry> weights) {
        weights.forEach(entry -> this.weights.put(entry.name(), entry));
        graph.text(2, "model");
    }

    /** A node that reads the last output, and then these. */
    OnnxModel node(String operator, Map<String, Object> attributes, String... more) {
        String[] inputs = new String[1 + more.length];
        inputs[0] = last;
        System.arraycopy(more, 0, inputs, 1, more.length);
        return nodeOf(operator, attributes, "y" + ++nodes, inputs);
    }

    /** A node with all its inputs, and a name for its output; the last of several, if it is empty the others are left out. */
    OnnxModel nodeOf(String operator, Map<String, Object> attributes, String output, String... inputs) {
        Protobuf node = new Protobuf();
        for (String input : inputs) {
            node.text(1, input);
        }
        node.text(2, output);
        node.text(4, operator);
        attributes.forEach((name, value) -> node.message(5, attribute(name, value)));
        graph.message(1, node);
        last = output;
        return this;
    }

    /** A recurrent node: only its second output, the states at the end, is used. */
    OnnxModel recurrent(String operator, Map<String, Object> attributes, String inputWeight, String recurrentWeight, String bias) {
        String output = "y" + ++nodes;
        Protobuf node = new Protobuf().text(1, last).text(1, inputWeight).text(1, recurrentWeight).text(1, bias)
                .text(2, "").text(2, output).text(4, operator);
        attributes.forEach((name, value) -> node.message(5, attribute(name, value)));
        graph.message(1, node);
        last = output;
        return this;
    }

    /** A tensor of the file as it is. */
    String weight(String name) {
        TensorFile.Entry entry = weights.get(name);
        return weight(name, entry.shape(), entry.values());
    }

    String weight(String name, long[] shape, float[] values) {
        Protobuf tensor = new Protobuf();
        for (long size : shape) {
            tensor.number(1, size);
        }
        graph.message(5, tensor.number(2, FLOAT).text(8, name).floats(9, values));
        return name;
    }

    /** Whole numbers, such as a shape. */
    String constant(String name, long... values) {
        graph.message(5, new Protobuf().number(1, values.length).number(2, INT64).text(8, name).longs(9, values));
        return name;
    }

    TensorFile.Entry entry(String name) {
        return weights.get(name);
    }

    /** Ends the graph with an input of this shape, and returns the file. */
    byte[] toBytes(long[] inputShape, boolean tokens) {
        graph.message(11, value(INPUT, tokens ? INT64 : FLOAT, inputShape));
        graph.message(12, value(last, FLOAT));
        return new Protobuf().number(1, VERSION_OF_FILE).text(2, "dev.lanewise.bench").message(7, graph)
                .message(8, new Protobuf().text(1, "").number(2, VERSION_OF_OPERATORS)).toBytes();
    }

    private static Protobuf value(String name, int type, long... shape) {
        Protobuf tensor = new Protobuf().number(1, type);
        if (shape.length > 0) {
            Protobuf dimensions = new Protobuf();
            for (long size : shape) {
                dimensions.message(1, new Protobuf().number(1, size));
            }
            tensor.message(2, dimensions);
        }
        return new Protobuf().text(1, name).message(2, new Protobuf().message(1, tensor));
    }

    private static Protobuf attribute(String name, Object value) {
        Protobuf attribute = new Protobuf().text(1, name);
        return switch (value) {
            case long[] numbers -> {
                for (long number : numbers) {
                    attribute.number(8, number);
                }
                yield attribute.number(20, ATTRIBUTE_INTS);
            }
            case String text -> attribute.text(4, text).number(20, ATTRIBUTE_STRING);
            default -> attribute.number(3, ((Number) value).longValue()).number(20, ATTRIBUTE_INT);
        };
    }
}
