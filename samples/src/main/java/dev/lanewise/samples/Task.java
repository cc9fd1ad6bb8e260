package dev.lanewise.samples;

import dev.lanewise.io.checkpoint.ModelNotes;
import dev.lanewise.layers.Layer;
import dev.lanewise.loss.Loss;
import dev.lanewise.metric.Metric;
import dev.lanewise.optim.Adam;
import dev.lanewise.optim.Optimizer;
import dev.lanewise.optim.Schedule;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Shape;
import dev.lanewise.train.Dataset;
import java.io.PrintWriter;
import java.util.List;

/** What there is to be learned: examples, a model for them, and how its answers are judged. */
interface Task {

    /** The examples to train on. */
    Dataset training();

    /** The examples to test on. */
    Dataset test();

    /** A new model. */
    Layer model(Philox random);

    /** The shape of a batch of one example. */
    Shape oneExample();

    /** What the training makes small. */
    Loss loss();

    /** What the loss counts, as it is written after the number: nothing, if that has no name. */
    default String lossUnit() {
        return "";
    }

    /** What is shown beside the loss. */
    List<Metric> metrics();

    /** What goes into a checkpoint. */
    ModelNotes notes();

    /** How the parameters are changed. */
    default Optimizer optimizer(Layer model, double learningRate) {
        return Optimizer.of(model.parameters(), Adam.withLearningRate(learningRate));
    }

    /** How the learning rate changes. */
    default Schedule schedule() {
        return Schedule.cosine();
    }

    /** One line for people. */
    String description();

    /** Shows a person what the model has learned, when the training is over. */
    default void show(Layer model, PrintWriter out) {}
}
