package dev.lanewise.samples;

import dev.lanewise.io.checkpoint.ModelNotes;
import dev.lanewise.layers.Layer;
import dev.lanewise.loss.Loss;
import dev.lanewise.loss.Losses;
import dev.lanewise.metric.Accuracy;
import dev.lanewise.metric.Metric;
import dev.lanewise.random.Philox;
import dev.lanewise.samples.preset.Preset;
import dev.lanewise.tensor.Shape;
import dev.lanewise.train.Dataset;
import java.util.List;

/** To say what is on an image. */
record ImageTask(Preset preset, ImageSets images) implements Task {

    @Override
    public Dataset training() {
        return images.training();
    }

    @Override
    public Dataset test() {
        return images.test();
    }

    @Override
    public Layer model(Philox random) {
        return preset.build(random);
    }

    @Override
    public Shape oneExample() {
        return preset.oneImage();
    }

    @Override
    public Loss loss() {
        return Losses::crossEntropy;
    }

    @Override
    public List<Metric> metrics() {
        return List.of(new Accuracy());
    }

    @Override
    public ModelNotes notes() {
        return images.notes();
    }

    @Override
    public String description() {
        return images.description();
    }
}
