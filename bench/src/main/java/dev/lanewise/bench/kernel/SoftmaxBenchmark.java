package dev.lanewise.bench.kernel;

import dev.lanewise.bench.Traffic;
import dev.lanewise.op.CrossEntropy;
import dev.lanewise.op.Softmax;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Softmax, its logarithm and the cross-entropy of rows, in GB/s. */
public class SoftmaxBenchmark extends KernelBenchmark {

    /** The op. */
    @Param({"softmax", "logSoftmax", "crossEntropy"})
    public String op = "softmax";

    /** Rows and classes: digits, the characters of W4, the words of a large vocabulary. */
    @Param({"128x10", "2048x65", "512x10000"})
    public String shape = "128x10";

    private Supplier<Tensor> call = () -> Tensor.scalar(0);
    private Tensor gradient = Tensor.scalar(0);
    private double forwardFloats;
    private double backwardFloats;

    /** Makes the tensors. */
    @Setup
    public void setUp() {
        int[] sizes = Sizes.of(shape);
        Parameter x = random(1, Shape.of(sizes));
        IntTensor labels = labels(sizes[0], sizes[1]);
        call = switch (op) {
            case "softmax" -> () -> Softmax.softmax(x, 1);
            case "logSoftmax" -> () -> Softmax.logSoftmax(x, 1);
            case "crossEntropy" -> () -> CrossEntropy.softmaxCrossEntropy(x, labels);
            default -> throw new IllegalArgumentException("no softmax op " + op);
        };
        gradient = gradientOf(call);
        boolean isLoss = op.equals("crossEntropy");
        forwardFloats = (isLoss ? 1.0 : 2.0) * x.size();
        backwardFloats = (isLoss ? 2.0 : 3.0) * x.size(); // x or y, and dy if it is not one number, to dx
    }

    private static IntTensor labels(int rows, int classes) {
        Philox random = Philox.seeded(3);
        int[] labels = new int[rows];
        for (int i = 0; i < rows; i++) {
            labels[i] = random.nextInt(classes);
        }
        return IntTensor.wrap(Shape.of(rows), labels);
    }

    /** As in a prediction. */
    @Benchmark
    public float[] forward(Traffic traffic) {
        traffic.addFloats(forwardFloats);
        return forward(call);
    }

    /** As in a training step. */
    @Benchmark
    public float forwardAndBackward(Traffic traffic) {
        traffic.addFloats(forwardFloats + backwardFloats);
        return forwardAndBackward(call, gradient);
    }
}
