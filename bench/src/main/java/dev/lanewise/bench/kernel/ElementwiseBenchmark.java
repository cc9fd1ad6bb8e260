package dev.lanewise.bench.kernel;

import dev.lanewise.op.Arithmetic;
import dev.lanewise.op.Exponential;
import dev.lanewise.op.Gelu;
import dev.lanewise.op.Relu;
import dev.lanewise.op.Sigmoid;
import dev.lanewise.op.Tanh;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Ops on each element by itself, in GB/s. */
public class ElementwiseBenchmark extends TrafficBenchmark {

    /** The op. */
    @Param({"add", "multiply", "relu", "exp", "tanh", "sigmoid", "gelu"})
    public String op = "add";

    /** Of each tensor: in the second-level cache, and in memory. */
    @Param({"16384", "8388608"})
    public int floats = 16_384;

    /** Makes the tensors. */
    @Setup
    public void setUp() {
        Parameter a = random(1, Shape.of(floats));
        Parameter b = random(2, Shape.of(floats));
        Supplier<Tensor> call = switch (op) {
            case "add" -> () -> Arithmetic.add(a, b);
            case "multiply" -> () -> Arithmetic.multiply(a, b);
            case "relu" -> () -> Relu.relu(a);
            case "exp" -> () -> Exponential.exp(a);
            case "tanh" -> () -> Tanh.tanh(a);
            case "sigmoid" -> () -> Sigmoid.sigmoid(a);
            case "gelu" -> () -> Gelu.gelu(a);
            default -> throw new IllegalArgumentException("no elementwise op " + op);
        };
        boolean isBinary = op.equals("add") || op.equals("multiply");
        measure(call, (isBinary ? 3.0 : 2.0) * floats, switch (op) {
            case "add" -> 0; // both gradients are that of the sum
            case "multiply" -> 5.0 * floats; // a, b and dy, to da and db
            default -> 3.0 * floats; // x or y, and dy, to dx
        });
    }
}
