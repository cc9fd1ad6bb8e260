package dev.lanewise.samples;

import dev.lanewise.io.checkpoint.ModelNotes;
import dev.lanewise.io.data.DataLoader;
import dev.lanewise.io.data.LabeledImages;
import dev.lanewise.layers.Layer;
import dev.lanewise.loss.Loss;
import dev.lanewise.loss.Losses;
import dev.lanewise.metric.Accuracy;
import dev.lanewise.metric.Metric;
import dev.lanewise.random.Philox;
import dev.lanewise.samples.preset.ImagePreset;
import dev.lanewise.tensor.Shape;
import dev.lanewise.train.Dataset;
import java.util.List;
import java.util.Map;

/**
 * To say what is on an image, or to draw it again.
 *
 * @param augmented whether the images to train on are changed a little in each epoch
 */
record ImageTask(ImagePreset preset, ImageSets images, boolean augmented) implements Task {

    /** Files are decoded in the background. */
    private static final int BATCHES_AHEAD = 2;

    /** The option that is saved with a model whose images were scaled. */
    static final String SCALED = "scaled";

    @Override
    public Dataset training() {
        Dataset shown = augmented ? preset.augmentation(images.shape()).over(images.training()) : images.training();
        Dataset ready = images.training() instanceof LabeledImages ? shown : DataLoader.of(shown, BATCHES_AHEAD);
        return preset.reconstructs() ? new Reconstruction(ready) : ready;
    }

    @Override
    public Dataset test() {
        return preset.reconstructs() ? new Reconstruction(images.test()) : images.test();
    }

    @Override
    public Layer model(Philox random) {
        return preset.build(images.shape(), images.classes().size(), random);
    }

    @Override
    public Shape oneExample() {
        return ImagePreset.oneImage(images.shape());
    }

    @Override
    public Loss loss() {
        return preset.reconstructs() ? Loss.ofValues(Losses::meanSquaredError) : Losses::crossEntropy;
    }

    @Override
    public List<Metric> metrics() {
        return preset.reconstructs() ? List.of() : List.of(new Accuracy());
    }

    @Override
    public ModelNotes notes() {
        ModelNotes notes = preset.reconstructs() ? ModelNotes.classifier(images.shape(), List.of()) : images.notes();
        return images.scaled() ? notes.with(Map.of(SCALED, "true")) : notes;
    }

    @Override
    public String description() {
        return images.description();
    }
}
