package dev.lanewise.io.idx;

import dev.lanewise.io.FileFormatException;
import dev.lanewise.io.data.LabeledImages;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A folder with the four files of MNIST, Fashion-MNIST and their relatives: {@code train-images-idx3-ubyte},
 * {@code train-labels-idx1-ubyte}, {@code t10k-images-idx3-ubyte} and {@code t10k-labels-idx1-ubyte}, each with or without
 * {@code .gz}.
 */
public final class MnistFiles {

    private static final String TRAIN = "train";
    private static final String TEST = "t10k";

    private MnistFiles() {}

    /**
     * The examples to train on.
     *
     * @param classes labels are 0 to this number minus one
     * @throws FileFormatException if a file does not hold what it should
     * @throws NoSuchFileException if files are missing; all of them are named
     */
    public static LabeledImages readTraining(Path folder, int classes) throws IOException {
        return read(folder, TRAIN, classes);
    }

    /** The examples to test on, as {@link #readTraining}. */
    public static LabeledImages readTest(Path folder, int classes) throws IOException {
        return read(folder, TEST, classes);
    }

    private static LabeledImages read(Path folder, String part, int classes) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw Files.exists(folder)
                    ? new FileSystemException(folder + ": expected a folder with IDX files, found a file")
                    : new NoSuchFileException(folder + ": there is no such folder; expected one with IDX files");
        }
        List<String> missing = new ArrayList<>();
        Path images = find(folder, part + "-images-idx3-ubyte", missing);
        Path labels = find(folder, part + "-labels-idx1-ubyte", missing);
        if (!missing.isEmpty()) {
            throw new NoSuchFileException(folder + ": missing " + String.join(" and ", missing) + " (or the same with .gz)");
        }
        return read(images, labels, classes);
    }

    private static Path find(Path folder, String name, List<String> missing) {
        for (String ending : List.of("", ".gz")) {
            Path file = folder.resolve(name + ending);
            if (Files.exists(file)) {
                return file;
            }
        }
        missing.add(name);
        return folder;
    }

    /**
     * Images and their labels from these two files.
     *
     * @param classes labels are 0 to this number minus one
     * @throws FileFormatException if a file does not hold what it should, or the two do not belong together
     */
    public static LabeledImages read(Path images, Path labels, int classes) throws IOException {
        IdxFile pixels = IdxFile.read(images, 3, "images");
        IdxFile digits = IdxFile.read(labels, 1, "labels");
        int count = pixels.dimension(0);
        if (count == 0 || pixels.dimension(1) == 0 || pixels.dimension(2) == 0) {
            throw new FileFormatException(images, "holds no pixels: " + count + " images of " + pixels.dimension(1) + "×"
                    + pixels.dimension(2));
        }
        if (count != digits.dimension(0)) {
            throw new FileFormatException(labels, "expected a label for each of the " + count + " images in "
                    + images.getFileName() + ", found " + digits.dimension(0) + " labels; the two files do not belong together");
        }
        try {
            return LabeledImages.grey(pixels.dimension(1), pixels.dimension(2), pixels.values(), digits.values(), classes);
        } catch (IllegalArgumentException e) { // a label
            throw new FileFormatException(labels, String.valueOf(e.getMessage()), e);
        }
    }
}
