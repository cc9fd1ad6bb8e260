package dev.lanewise.bench.kernel;

import dev.lanewise.bench.Traffic;
import dev.lanewise.gradient.Gradients;
import dev.lanewise.layers.Layer;
import dev.lanewise.optim.Adagrad;
import dev.lanewise.optim.Adam;
import dev.lanewise.optim.AdamW;
import dev.lanewise.optim.Lion;
import dev.lanewise.optim.NAdam;
import dev.lanewise.optim.Optimizer;
import dev.lanewise.optim.RmsProp;
import dev.lanewise.optim.Rule;
import dev.lanewise.optim.Sgd;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** The update of all weights by gradients that are there, in GB/s: weights and moments read and written, gradients read. */
public class OptimizerBenchmark extends KernelBenchmark {

    /** Settings that keep the weights within their range, however often they are updated. */
    private static final double RATE = 1e-9;

    /** The rule. */
    @Param({"sgd", "momentum", "adam", "adamW", "nAdam", "lion", "rmsProp", "adagrad"})
    public String rule = "sgd";

    /** The number of weights, in one parameter. */
    @Param({"1000000", "10000000"})
    public int weights = 1_000_000;

    /** A model of one parameter. */
    record Weights(Parameter weight) implements Layer {
        @Override
        public Tensor forward(Tensor x) {
            return weight;
        }
    }

    private final Weights model = new Weights(random(1, Shape.of(1)));
    private Optimizer optimizer = Optimizer.of(model.parameters(), Sgd.withLearningRate(RATE));
    private Gradients gradients = Gradients.of(() -> given(model.weight(), model.weight()));
    private double floats;

    /** Makes the weights and their gradients. */
    @Setup
    public void setUp() {
        Rule chosen = switch (rule) {
            case "sgd" -> Sgd.withLearningRate(RATE);
            case "momentum" -> Sgd.withLearningRate(RATE).momentum(0.9);
            case "adam" -> Adam.withLearningRate(RATE);
            case "adamW" -> AdamW.withLearningRate(RATE);
            case "nAdam" -> NAdam.withLearningRate(RATE);
            case "lion" -> Lion.withLearningRate(RATE);
            case "rmsProp" -> RmsProp.withLearningRate(RATE);
            case "adagrad" -> Adagrad.withLearningRate(RATE);
            default -> throw new IllegalArgumentException("no rule " + rule);
        };
        Parameter weight = random(1, Shape.of(weights));
        Tensor gradient = random(2, weight.shape()).copy();
        optimizer = Optimizer.of(new Weights(weight).parameters(), chosen);
        gradients = Gradients.of(() -> given(weight, gradient));
        floats = weights * (3.0 + 2.0 * chosen.moments().size());
    }

    /** Ends the scope of the gradients. */
    @TearDown
    public void tearDown() {
        gradients.close();
    }

    /** One update. */
    @Benchmark
    public void step(Traffic traffic) {
        traffic.addFloats(floats);
        optimizer.step(gradients);
    }
}
