package dev.lanewise.bench.kernel;

import dev.lanewise.op.CrossEntropy;
import dev.lanewise.op.Softmax;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Softmax, its logarithm and the cross-entropy of rows, in GB/s. */
public class SoftmaxBenchmark extends TrafficBenchmark {

    /** The op. */
    @Param({"softmax", "logSoftmax", "crossEntropy"})
    public String op = "softmax";

    /** Rows and classes: digits, the characters of W4, the words of a large vocabulary. */
    @Param({"128x10", "2048x65", "512x10000"})
    public String shape = "128x10";

    /** Makes the tensors. */
    @Setup
    public void setUp() {
        int[] sizes = Sizes.of(shape);
        Parameter x = random(1, Shape.of(sizes));
        IntTensor labels = labels(sizes[0], sizes[1]);
        Supplier<Tensor> call = switch (op) {
            case "softmax" -> () -> Softmax.softmax(x, 1);
            case "logSoftmax" -> () -> Softmax.logSoftmax(x, 1);
            case "crossEntropy" -> () -> CrossEntropy.softmaxCrossEntropy(x, labels);
            default -> throw new IllegalArgumentException("no softmax op " + op);
        };
        boolean isLoss = op.equals("crossEntropy");
        // x or y, and dy if it is not one number, to dx
        measure(call, (isLoss ? 1.0 : 2.0) * x.size(), (isLoss ? 2.0 : 3.0) * x.size());
    }

    private static IntTensor labels(int rows, int classes) {
        Philox random = Philox.seeded(3);
        int[] labels = new int[rows];
        for (int i = 0; i < rows; i++) {
            labels[i] = random.nextInt(classes);
        }
        return IntTensor.wrap(Shape.of(rows), labels);
    }
}
