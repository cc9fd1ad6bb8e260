package dev.lanewise.io.image;

import dev.lanewise.io.FileFormatException;
import dev.lanewise.io.ReadableFile;
import dev.lanewise.io.data.LabeledImages;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The binary files of CIFAR-10: {@code data_batch_1.bin} to {@code data_batch_5.bin} to train on, {@code test_batch.bin} to test on. A
 * record is one byte for the class, 0 to 9, and 3,072 bytes for 32×32 pixels: all of red, then green, then blue, row by row.
 *
 * <p>Source: Krizhevsky, <i>Learning multiple layers of features from tiny images</i>, 2009, and the page of the data set.
 */
public final class Cifar10Files {

    /** What the classes are called, in the order of their numbers. */
    public static final List<String> CLASSES =
            List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

    private static final int SIDE = 32;
    private static final int PIXELS = 3 * SIDE * SIDE;
    private static final int RECORD = 1 + PIXELS;
    private static final List<String> TRAINING =
            List.of("data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin");
    private static final List<String> TEST = List.of("test_batch.bin");

    private Cifar10Files() {}

    /** Whether a folder has some of these files, or has a folder {@code cifar-10-batches-bin} with them. */
    public static boolean areIn(Path folder) {
        Path place = place(folder);
        return TRAINING.stream().anyMatch(name -> Files.exists(place.resolve(name)));
    }

    private static Path place(Path folder) {
        Path inside = folder.resolve("cifar-10-batches-bin");
        return Files.isDirectory(inside) ? inside : folder;
    }

    /**
     * The examples to train on.
     *
     * @param folder with the files, or with a folder {@code cifar-10-batches-bin} that has them, as the published archive does
     * @throws FileFormatException if a file does not hold what it should
     * @throws NoSuchFileException if files are missing; all of them are named
     */
    public static LabeledImages readTraining(Path folder) throws IOException {
        return read(folder, TRAINING);
    }

    /** The examples to test on, as {@link #readTraining}. */
    public static LabeledImages readTest(Path folder) throws IOException {
        return read(folder, TEST);
    }

    private static LabeledImages read(Path folder, List<String> names) throws IOException {
        Path place = place(folder);
        List<String> missing = names.stream().filter(name -> !Files.exists(place.resolve(name))).toList();
        if (!missing.isEmpty()) {
            throw new NoSuchFileException(folder + ": missing " + String.join(", ", missing));
        }
        return read(names.stream().map(place::resolve).toList());
    }

    /**
     * The examples in these files, one after the other.
     *
     * @throws FileFormatException if a file is cut off, holds something else, or has a wrong label
     */
    public static LabeledImages read(List<Path> files) throws IOException {
        long total = 0;
        List<Long> records = new ArrayList<>();
        for (Path file : files) {
            long length = Files.size(ReadableFile.require(file));
            if (length == 0 || length % RECORD != 0) {
                throw new FileFormatException(file, "expected CIFAR-10 records of " + RECORD + " bytes each, found " + length + " bytes, "
                        + (length == 0 ? "an empty file" : length / RECORD + " records and " + length % RECORD + " bytes more")
                        + "; the file is cut off or is none of CIFAR-10");
            }
            records.add(length / RECORD);
            total += length / RECORD;
        }
        if (total * PIXELS > Integer.MAX_VALUE - 8) {
            throw new IOException("CIFAR-10: " + total + " images are more than one array can hold; read fewer files");
        }
        byte[] pixels = new byte[(int) total * PIXELS]; // no more than the files were seen to hold
        byte[] labels = new byte[(int) total];
        int count = 0;
        for (int i = 0; i < files.size(); i++) {
            count = read(files.get(i), records.get(i), pixels, labels, count);
        }
        return LabeledImages.colour(SIDE, SIDE, pixels, labels, CLASSES.size());
    }

    private static int read(Path file, long records, byte[] pixels, byte[] labels, int first) throws IOException {
        int count = first;
        try (InputStream in = Files.newInputStream(file)) {
            byte[] record = new byte[RECORD];
            for (long i = 0; i < records; i++) {
                if (in.readNBytes(record, 0, RECORD) != RECORD) {
                    throw new FileFormatException(file, "became shorter while it was read");
                }
                int label = Byte.toUnsignedInt(record[0]);
                if (label >= CLASSES.size()) {
                    throw new FileFormatException(file, "label " + label + " of record " + i + " is out of range; expected 0 to "
                            + (CLASSES.size() - 1) + "; is this CIFAR-10 in its binary version?");
                }
                labels[count] = record[0];
                System.arraycopy(record, 1, pixels, count * PIXELS, PIXELS);
                count++;
            }
        }
        return count;
    }
}
