package dev.lanewise.samples;

import dev.lanewise.io.checkpoint.ModelNotes;
import dev.lanewise.io.Folder;
import dev.lanewise.io.data.Examples;
import dev.lanewise.io.data.LabeledImages;
import dev.lanewise.io.idx.MnistFiles;
import dev.lanewise.io.image.Cifar10Files;
import dev.lanewise.io.image.ImageFolder;
import dev.lanewise.samples.digits.DrawnDigits;
import dev.lanewise.samples.preset.ImagePreset;
import dev.lanewise.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The images to train on and to test on.
 *
 * @param classes the names of the classes, in the order of their numbers
 * @param source where they come from, for people
 * @param scaled whether they may have had another size
 */
record ImageSets(Examples training, Examples test, List<String> classes, String source, boolean scaled) {

    /** Where images come from if nobody says it. */
    static final String BUILT_IN = "built-in digits";

    /** For a model that does not tell classes. */
    static final int ANY_CLASSES = 0;

    /** The built-in digits are the same for every training, so that results can be compared. */
    private static final long SEED_OF_DIGITS = 2026;

    private static final int MOST_SHOWN = 8;
    private static final String TRAINING_FOLDER = "train";
    private static final String TEST_FOLDER = "test";

    static ImageSets of(DataOptions options, ImagePreset preset) throws IOException {
        Path folder = options.data();
        if (folder == null) {
            LabeledImages training = DrawnDigits.training(SEED_OF_DIGITS, options.limited(DrawnDigits.TRAINING_IMAGES));
            requireTaken(BUILT_IN, training.imageShape(), preset);
            return new ImageSets(training, DrawnDigits.test(SEED_OF_DIGITS), numbers(training.classes()), BUILT_IN, false);
        }
        if (Files.isDirectory(folder.resolve(TRAINING_FOLDER))) {
            return folders(folder, options, preset);
        }
        requireNoClasses(folder);
        LabeledImages training = isCifar(folder) ? Cifar10Files.readTraining(folder) : MnistFiles.readTraining(folder, ImagePreset.CLASSES);
        requireTaken(folder.toString(), training.imageShape(), preset);
        int count = options.limited(training.size());
        return new ImageSets(count == training.size() ? training : training.first(count),
                readTest(folder, ImagePreset.CLASSES, training.imageShape(), preset.name()),
                isCifar(folder) ? Cifar10Files.CLASSES : numbers(ImagePreset.CLASSES), folder.toString(), false);
    }

    private static boolean isCifar(Path folder) {
        return Cifar10Files.areIn(folder);
    }

    /** Folders of classes without the two around them are no IDX files with something missing. */
    private static void requireNoClasses(Path folder) throws IOException {
        if (!Files.isDirectory(folder) || isCifar(folder)) {
            return;
        }
        List<Path> entries = Folder.entries(folder);
        if (!entries.isEmpty() && entries.stream().allMatch(entry -> Files.isDirectory(entry))) {
            throw new IOException(folder + ": expected the folders " + TRAINING_FOLDER + " and " + TEST_FOLDER
                    + ", each with a folder of images for each class, or IDX or CIFAR-10 files, found the folders "
                    + entries.stream().limit(MOST_SHOWN).map(entry -> entry.getFileName().toString()).toList());
        }
    }

    /** Folders of images, scaled to the size that the preset is for. */
    private static ImageSets folders(Path folder, DataOptions options, ImagePreset preset) throws IOException {
        ImageFolder training = readFolder(folder.resolve(TRAINING_FOLDER), preset.input());
        ImageFolder test = readFolder(folder.resolve(TEST_FOLDER), preset.input());
        if (!test.classNames().equals(training.classNames())) {
            throw new IOException(folder + ": expected the same classes to train on and to test on, found " + training.classNames() + " in "
                    + TRAINING_FOLDER + " and " + test.classNames() + " in " + TEST_FOLDER);
        }
        if (training.classes() < 2 && !preset.reconstructs()) {
            throw new IOException(folder.resolve(TRAINING_FOLDER) + ": expected a folder of images for each of at least two classes, found only "
                    + training.classNames());
        }
        return new ImageSets(training.part(options.spread(training.size())), test, training.classNames(), folder.toString(), true);
    }

    private static ImageFolder readFolder(Path folder, Shape image) throws IOException {
        int height = image.dimension(1);
        int width = image.dimension(2);
        return image.dimension(0) == 1 ? ImageFolder.grey(folder, height, width) : ImageFolder.colour(folder, height, width);
    }

    /** The test images of a folder, or the built-in ones. */
    static Examples test(@Nullable Path folder, int classes, Shape input, String model) throws IOException {
        return folder == null ? DrawnDigits.test(SEED_OF_DIGITS) : readTest(folder, classes, input, model);
    }

    private static Examples readTest(Path folder, int classes, Shape input, String model) throws IOException {
        if (Files.isDirectory(folder.resolve(TEST_FOLDER))) {
            ImageFolder images = readFolder(folder.resolve(TEST_FOLDER), input);
            if (classes != ANY_CLASSES && images.classes() != classes) {
                throw new IOException(folder + ": " + model + " tells " + classes + " classes apart, found " + images.classNames());
            }
            return images;
        }
        LabeledImages test = isCifar(folder) ? Cifar10Files.readTest(folder) : MnistFiles.readTest(folder, classes == ANY_CLASSES ? ImagePreset.CLASSES : classes);
        if (!test.imageShape().equals(input)) {
            throw new IOException(folder + ": " + model + " expects images of shape " + input + ", found " + test.imageShape());
        }
        return test;
    }

    private static void requireTaken(String source, Shape image, ImagePreset preset) throws IOException {
        if (!preset.takes(image)) {
            throw new IOException(source + ": " + preset.name() + " expects images of shape " + preset.input() + ", found " + image);
        }
    }

    private static List<String> numbers(int classes) {
        return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    }

    /** The shape of one image, {@code [channels, height, width]}. */
    Shape shape() {
        return training.inputShape();
    }

    /** What goes into a checkpoint of a model for these images. */
    ModelNotes notes() {
        return ModelNotes.classifier(shape(), classes);
    }

    /** One line for people. */
    String description() {
        return String.format(Locale.ROOT, "%s: %,d images to train on, %,d to test on, %d×%d", source, training.size(), test.size(),
                shape().dimension(1), shape().dimension(2));
    }
}
