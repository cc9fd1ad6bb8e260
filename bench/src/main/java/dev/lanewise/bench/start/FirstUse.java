package dev.lanewise.bench.start;

import dev.lanewise.bench.ReferenceModels;
import dev.lanewise.gradient.Gradients;
import dev.lanewise.io.checkpoint.Checkpoint;
import dev.lanewise.layers.Layer;
import dev.lanewise.optim.Adam;
import dev.lanewise.optim.Optimizer;
import java.io.IOException;
import java.nio.file.Path;

/** The program that {@link StartUpBenchmark} starts: does one thing, and says so. */
final class FirstUse {

    private FirstUse() {}

    /** Takes the work (prediction or step), the name of a reference model, and its checkpoint. */
    public static void main(String[] arguments) throws IOException {
        String name = arguments[1];
        Layer model = Checkpoint.load(Path.of(arguments[2]));
        float result = arguments[0].equals("prediction")
                ? model.predict(ReferenceModels.inputs(name, 1)).array()[0]
                : step(name, model);
        System.out.println(result);
    }

    private static float step(String name, Layer model) {
        var optimizer = Optimizer.of(model.parameters(), Adam.withLearningRate(1e-3f));
        var inputs = ReferenceModels.inputs(name, 32);
        var labels = ReferenceModels.labels(name, 32);
        var loss = ReferenceModels.loss(name);
        try (var gradients = Gradients.of(() -> loss.of(model.forward(inputs), labels))) {
            optimizer.step(gradients);
            return gradients.loss();
        }
    }
}
