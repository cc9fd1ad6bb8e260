package dev.lanewise.bench.kernel;

import dev.lanewise.op.AveragePool2d;
import dev.lanewise.op.GlobalPooling;
import dev.lanewise.op.MaxPool2d;
import dev.lanewise.op.Window2d;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Pooling of images, in GB/s: windows of 2×2 with a stride of 2, of 3×3 with a stride of 2 and a padding of 1, and of the whole image. */
public class PoolingBenchmark extends TrafficBenchmark {

    /** The op. */
    @Param({"max2", "max3", "average2", "average3", "globalMax", "globalAverage"})
    public String op = "max2";

    /** Images: W1's and the second of W2. */
    @Param({"32x32x26x26", "8x64x109x109"})
    public String shape = "32x32x26x26";

    /** Makes the tensors. */
    @Setup
    public void setUp() {
        Parameter x = random(1, Shape.of(Sizes.of(shape)));
        Window2d two = Window2d.square(2).stride(2);
        Window2d three = Window2d.square(3).stride(2).padding(1);
        Supplier<Tensor> call = switch (op) {
            case "max2" -> () -> MaxPool2d.maxPool2d(x, two);
            case "max3" -> () -> MaxPool2d.maxPool2d(x, three);
            case "average2" -> () -> AveragePool2d.averagePool2d(x, two, true);
            case "average3" -> () -> AveragePool2d.averagePool2d(x, three, true);
            case "globalMax" -> () -> GlobalPooling.globalMaxPool(x);
            case "globalAverage" -> () -> GlobalPooling.globalAveragePool(x);
            default -> throw new IllegalArgumentException("no pooling " + op);
        };
        double floats = x.size() + (double) call.get().size(); // dy and dx are as many as y and x
        measure(call, floats, floats);
    }
}
