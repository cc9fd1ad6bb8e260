package dev.lanewise.io.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lanewise.io.FileFormatException;
import dev.lanewise.io.data.DataLoader;
import dev.lanewise.io.data.LabeledImages;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.train.Batch;
import dev.lanewise.train.Batches;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Image folders, the scaling of their images, and CIFAR-10. */
class ImageFolderTest {

    @TempDir
    Path folder;

    private Path image(String name, int width, int height, int grey) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, grey * 0x10101);
            }
        }
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        ImageIO.write(image, name.substring(name.length() - 3), file.toFile());
        return file;
    }

    @Test
    void aFolderForEachClass() throws IOException {
        image("dog/b.png", 8, 6, 51);
        image("dog/a.png", 3, 3, 102);
        image("cat/1.jpg", 20, 10, 255);
        Files.writeString(folder.resolve("dog/notes.txt"), "no image");
        Files.writeString(folder.resolve("readme.txt"), "no class");
        Files.createDirectory(folder.resolve(".hidden"));
        ImageFolder images = ImageFolder.colour(folder, 4, 5);
        assertThat(images.classNames()).containsExactly("cat", "dog");
        assertThat(images.classes()).isEqualTo(2);
        assertThat(images.size()).isEqualTo(3);
        assertThat(images.file(1)).isEqualTo(folder.resolve("dog/a.png"));
        try (Batches batches = DataLoader.of(images, 2).batches(2)) {
            Iterator<Batch> iterator = batches.iterator();
            Batch first = iterator.next();
            assertThat(first.inputs().shape()).isEqualTo(Shape.of(2, 3, 4, 5));
            assertThat(first.labels().array()).containsExactly(0, 1);
            assertThat(first.inputs().get(0, 2, 3, 4)).isCloseTo(1, within(0.01f));
            assertThat(first.inputs().get(1, 0, 0, 0)).isCloseTo(0.4f, within(1e-6f));
            assertThat(iterator.next().inputs().get(0, 1, 2, 2)).isCloseTo(0.2f, within(1e-6f));
        }
        assertThat(ImageFolder.grey(folder, 2, 2).inputShape()).isEqualTo(Shape.of(1, 2, 2));
    }

    @Test
    void aBrokenImageIsNamedWhereItsBatchWouldHaveCome() throws IOException {
        image("cat/1.png", 4, 4, 10);
        Path broken = image("cat/2.png", 40, 40, 10);
        byte[] bytes = Files.readAllBytes(broken);
        Files.write(broken, Arrays.copyOf(bytes, bytes.length / 2));
        ImageFolder images = ImageFolder.colour(folder, 4, 4);
        try (Batches batches = DataLoader.of(images, 1).batches(1)) {
            Iterator<Batch> iterator = batches.iterator();
            iterator.next();
            assertThatThrownBy(iterator::next).isInstanceOf(UncheckedIOException.class).hasMessageStartingWith(broken + ": the PNG image is");
        }
    }

    @Test
    void foldersWithoutImagesAreNamed() throws IOException {
        assertThatThrownBy(() -> ImageFolder.colour(folder.resolve("none"), 4, 4)).hasMessageContaining("none: there is no such folder");
        assertThatThrownBy(() -> ImageFolder.colour(folder, 4, 4)).hasMessage(folder
                + ": expected a folder of PNG or JPEG images for each class, found none");
        Path empty = Files.createDirectory(folder.resolve("cat"));
        assertThatThrownBy(() -> ImageFolder.colour(folder, 4, 4)).hasMessage(empty
                + ": expected PNG or JPEG images of a class, found none; add some, or remove the folder");
        Path file = image("cat/x.png", 2, 2, 0);
        assertThatThrownBy(() -> ImageFolder.colour(file, 4, 4)).hasMessageContaining("for each class, found a file");
        assertThatThrownBy(() -> ImageFolder.colour(folder, 0, 4)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void scalingKeepsTheMeanAndIsExactWhereItDivides() {
        float[] values = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
        Tensor image = Tensor.of(Shape.of(1, 4, 4), values);
        assertThat(Scaling.to(image, 4, 4)).isSameAs(image);
        Tensor one = Scaling.to(image, 1, 1);
        assertThat(one.item()).isCloseTo(7.5f, within(1e-5f));
        // the weights of three old values are 3/7, 3/7 and 1/7, along each axis
        assertThat(Scaling.to(image, 2, 2).toArray()).usingComparatorWithPrecision(1e-5f).containsExactly(25 / 7f, 36 / 7f, 69 / 7f, 80 / 7f);
        Tensor grown = Scaling.to(Tensor.of(Shape.of(1, 1, 2), 0, 1), 1, 4);
        assertThat(grown.toArray()).usingComparatorWithPrecision(1e-6f).containsExactly(0, 0.25f, 0.75f, 1);
        Tensor flat = Scaling.to(Tensor.wrap(Shape.of(2, 13, 7), filled(2 * 13 * 7)), 5, 11);
        assertThat(flat.toArray()).usingComparatorWithPrecision(1e-6f).containsExactly(filled(2 * 5 * 11));
    }

    @Test
    void longAndThinImagesNeedLittleMemory() throws IOException {
        image("line/high.png", 1, 1_000_000, 51);
        image("line/wide.png", 1_000_000, 1, 102);
        ImageFolder images = ImageFolder.colour(folder, 1000, 1000); // the other axis first would take 12 GB
        float[] values = new float[images.inputShape().size()];
        for (int i = 0; i < 2; i++) {
            images.copyInput(i, values, 0);
            float grey = 0.2f * (i + 1);
            assertThat(values[0]).isCloseTo(grey, within(1e-5f));
            assertThat(values[values.length / 2]).isCloseTo(grey, within(1e-5f));
            assertThat(values[values.length - 1]).isCloseTo(grey, within(1e-5f));
        }
        Tensor line = Tensor.wrap(Shape.of(1, 12_000_000, 1), filled(12_000_000)); // 12 million times 200 is no int
        assertThat(Scaling.to(line, 2, 200).toArray()).usingComparatorWithPrecision(1e-2f).containsExactly(filled(400));
        assertThatThrownBy(() -> Scaling.to(line, 50_000, 50_000)).isInstanceOf(ArithmeticException.class);
    }

    private static float[] filled(int size) {
        float[] values = new float[size];
        Arrays.fill(values, 0.3f);
        return values;
    }

    private static byte[] cifar(int... labels) {
        byte[] bytes = new byte[3073 * labels.length];
        for (int i = 0; i < labels.length; i++) {
            bytes[3073 * i] = (byte) labels[i];
            bytes[3073 * i + 1] = (byte) (10 * i); // the first red pixel
            bytes[3073 * i + 1 + 1024 + 33] = (byte) 255; // green, row 1, column 1
        }
        return bytes;
    }

    @Test
    void cifar10IsRead() throws IOException {
        Path inside = Files.createDirectory(folder.resolve("cifar-10-batches-bin"));
        for (int i = 1; i <= 5; i++) {
            Files.write(inside.resolve("data_batch_" + i + ".bin"), cifar(i, 9));
        }
        assertThatThrownBy(() -> Cifar10Files.readTest(folder)).hasMessage(folder + ": missing test_batch.bin");
        Files.write(inside.resolve("test_batch.bin"), cifar(0));
        LabeledImages training = Cifar10Files.readTraining(folder);
        assertThat(training.size()).isEqualTo(10);
        assertThat(training.inputShape()).isEqualTo(Shape.of(3, 32, 32));
        assertThat(training.label(4)).isEqualTo(3);
        assertThat(training.image(5).get(0, 0, 0)).isEqualTo(10 / 255f);
        assertThat(training.image(5).get(1, 1, 1)).isEqualTo(1);
        assertThat(Cifar10Files.readTest(inside).size()).isEqualTo(1);
        assertThat(Cifar10Files.CLASSES).hasSize(10);
    }

    @Test
    void damagedCifar10IsNamed() throws IOException {
        Path file = Files.write(folder.resolve("a.bin"), Arrays.copyOf(cifar(1, 2), 4000));
        assertThatThrownBy(() -> Cifar10Files.read(List.of(file))).isInstanceOf(FileFormatException.class)
                .hasMessage(file + ": expected CIFAR-10 records of 3073 bytes each, found 4000 bytes, 1 records and 927 bytes more; the file is cut off"
                        + " or is none of CIFAR-10");
        Files.write(file, new byte[0]);
        assertThatThrownBy(() -> Cifar10Files.read(List.of(file))).hasMessageContaining("an empty file");
        Files.write(file, cifar(1, 10));
        assertThatThrownBy(() -> Cifar10Files.read(List.of(file))).isInstanceOf(FileFormatException.class)
                .hasMessageContaining("label 10 of record 1 is out of range; expected 0 to 9");
        assertThatThrownBy(() -> Cifar10Files.read(List.of(folder.resolve("none.bin")))).hasMessageContaining("there is no such file");
    }
}
