package dev.lanewise.io.checkpoint;

import dev.lanewise.layers.Layer;
import dev.lanewise.loss.Loss;
import dev.lanewise.optim.AdamW;
import dev.lanewise.optim.Clipping;
import dev.lanewise.optim.Optimizer;
import dev.lanewise.optim.Schedule;
import dev.lanewise.random.Philox;
import dev.lanewise.train.Dataset;
import dev.lanewise.train.Progress;
import dev.lanewise.train.Trainer;
import java.nio.file.Path;
import java.util.function.Function;

/** A model of sequences, and what it learns: to be interrupted and to go on. */
record SequenceTraining(String name, Function<Philox, Layer> model, Dataset train, Loss loss) {

    @Override
    public String toString() {
        return name;
    }

    Trainer trainer(Layer learner, Path folder) {
        Optimizer optimizer = Optimizer.of(learner.parameters(), AdamW.withLearningRate(1e-2)).clip(Clipping.globalNorm(1));
        return Trainer.of(learner, optimizer, loss).schedule(Schedule.cosine()).seed(5).checkpoint(folder).checkpointEvery(1);
    }

    static Progress stopAfter(int steps) {
        return new Progress() {
            private int left = steps;

            @Override
            public void onStep(Step step) {
                if (left-- == 0) {
                    throw new IllegalStateException("stop");
                }
            }
        };
    }
}
