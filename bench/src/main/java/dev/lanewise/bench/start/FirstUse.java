package dev.lanewise.bench.start;

import dev.lanewise.bench.ReferenceModels;
import dev.lanewise.bench.TrainingStep;
import dev.lanewise.io.checkpoint.Checkpoint;
import dev.lanewise.layers.Layer;
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
                : TrainingStep.of(model, name, 32).run();
        System.out.println(result);
    }
}
