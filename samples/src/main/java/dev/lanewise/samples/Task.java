package dev.lanewise.samples;

import dev.lanewise.io.checkpoint.ModelNotes;
import dev.lanewise.layers.Layer;
import dev.lanewise.loss.Loss;
import dev.lanewise.metric.Metric;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Shape;
import dev.lanewise.train.Dataset;
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

    /** What is shown beside the loss. */
    List<Metric> metrics();

    /** What goes into a checkpoint. */
    ModelNotes notes();

    /** One line for people. */
    String description();
}
