package dev.lanewise.samples;

import dev.lanewise.io.checkpoint.ModelNotes;
import dev.lanewise.io.data.LabeledImages;
import dev.lanewise.io.idx.MnistFiles;
import dev.lanewise.samples.digits.DrawnDigits;
import dev.lanewise.samples.preset.Preset;
import dev.lanewise.tensor.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The images to train on and to test on. */
record ImageSets(LabeledImages training, LabeledImages test, String source) {

    /** The built-in digits are the same for every training, so that results can be compared. */
    private static final long SEED_OF_DIGITS = 2026;

    private static final String BUILT_IN = "built-in digits";

    static ImageSets of(RunOptions options, Preset preset) throws IOException {
        Integer limit = options.limit();
        Path folder = options.data();
        if (folder == null) {
            int count = limit == null ? DrawnDigits.TRAINING_IMAGES : Math.min(limit, DrawnDigits.TRAINING_IMAGES);
            return new ImageSets(DrawnDigits.training(SEED_OF_DIGITS, count), DrawnDigits.test(SEED_OF_DIGITS), BUILT_IN);
        }
        LabeledImages training = MnistFiles.readTraining(folder, preset.classes());
        requireShape(folder, training, preset.input(), preset.name());
        return new ImageSets(limit == null || limit >= training.size() ? training : training.first(limit),
                readTest(folder, preset.classes(), preset.input(), preset.name()), folder.toString());
    }

    /** The test images of a folder, or the built-in ones. */
    static LabeledImages test(@Nullable Path folder, int classes, Shape input, String model) throws IOException {
        return folder == null ? DrawnDigits.test(SEED_OF_DIGITS) : readTest(folder, classes, input, model);
    }

    private static LabeledImages readTest(Path folder, int classes, Shape input, String model) throws IOException {
        LabeledImages test = MnistFiles.readTest(folder, classes);
        requireShape(folder, test, input, model);
        return test;
    }

    private static void requireShape(Path folder, LabeledImages images, Shape expected, String model) throws IOException {
        if (!images.imageShape().equals(expected)) {
            throw new IOException(folder + ": " + model + " expects images of shape " + expected + ", found " + images.imageShape());
        }
    }

    /** What goes into a checkpoint of a model for these images: classes are called by their numbers. */
    ModelNotes notes() {
        return ModelNotes.classifier(training.imageShape(), IntStream.range(0, training.classes()).mapToObj(Integer::toString).toList());
    }

    /** One line for people. */
    String description() {
        return String.format(Locale.ROOT, "%s: %,d images to train on, %,d to test on, %d×%d", source, training.size(), test.size(),
                training.imageShape().dimension(1), training.imageShape().dimension(2));
    }
}
