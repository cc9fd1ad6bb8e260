package dev.lanewise.bench.kernel;

import dev.lanewise.bench.Operations;
import dev.lanewise.layers.Gru;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Lstm;
import dev.lanewise.layers.Rnn;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Recurrent layers over whole sequences, in GFLOP/s of their products. */
public class RecurrentBenchmark extends KernelBenchmark {

    /** The cell. */
    @Param({"lstm", "gru", "rnn"})
    public String cell = "lstm";

    /** Sequences, steps, features, hidden units: W3's, one sequence, and a wide layer. */
    @Param({"32x100x32x128", "1x100x32x128", "32x50x256x512"})
    public String shape = "32x100x32x128";

    private Supplier<Tensor> call = () -> Tensor.scalar(0);
    private Tensor gradient = Tensor.scalar(0);
    private double flops;

    /** Makes the layer and its input, which has a gradient as in the second layer of a model. */
    @Setup
    public void setUp() {
        int[] sizes = Sizes.of(shape);
        int in = sizes[2];
        int hidden = sizes[3];
        Parameter x = random(1, Shape.of(sizes[0], sizes[1], in));
        Philox random = Philox.seeded(2);
        Layer layer = switch (cell) {
            case "lstm" -> Lstm.of(in, hidden, random);
            case "gru" -> Gru.of(in, hidden, random);
            case "rnn" -> Rnn.of(in, hidden, random);
            default -> throw new IllegalArgumentException("no recurrent cell " + cell);
        };
        call = () -> layer.forward(x);
        gradient = gradientOf(call);
        flops = layer.flops(x.shape());
    }

    /** As in a prediction. */
    @Benchmark
    public float[] forward(Operations operations) {
        operations.add(flops);
        return forward(call);
    }

    /** As in a training step: of each product the two gradients besides. */
    @Benchmark
    public float forwardAndBackward(Operations operations) {
        operations.add(3 * flops);
        return forwardAndBackward(call, gradient);
    }
}
