package dev.lanewise.samples;

import static dev.lanewise.samples.CommandLineRun.fails;
import static dev.lanewise.samples.CommandLineRun.succeed;
import static dev.lanewise.samples.CommandLineRun.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.io.checkpoint.SavedModel;
import dev.lanewise.io.image.Cifar10Files;
import dev.lanewise.tensor.Shape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures in colour, in the files of CIFAR-10, from the command line. */
class ImageCommandTest {

    private static final int PLANE = 32 * 32;
    private static final int AIRPLANE = 0;
    private static final int SHIP = 8;

    @TempDir
    Path folder;

    /** So many pictures in each file, in turn red airplanes and blue ships, each a little brighter than the one before. */
    private Path cifar(String place, int count) throws IOException {
        Path files = Files.createDirectories(folder.resolve(place));
        for (String name : new String[] {"data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5", "test_batch"}) {
            ByteArrayOutputStream records = new ByteArrayOutputStream();
            for (int i = 0; i < count; i++) {
                boolean isShip = i % 2 == 1;
                records.write(isShip ? SHIP : AIRPLANE);
                for (int channel = 0; channel < 3; channel++) {
                    byte[] plane = new byte[PLANE];
                    Arrays.fill(plane, (byte) ((channel == (isShip ? 2 : 0) ? 150 : 20) + 3 * i));
                    records.writeBytes(plane);
                }
            }
            Files.write(files.resolve(name + ".bin"), records.toByteArray());
        }
        return files;
    }

    @ParameterizedTest
    @CsvSource({"residual-cnn, 4, 3, cifar", "image-cnn, 8, 8, cifar", "image-cnn, 8, 8, outer/cifar-10-batches-bin"})
    void theFilesOfCifar10AreLearned(String preset, int count, int epochs, String place) throws IOException {
        Path files = cifar(place, count);
        Path data = place.equals("cifar") ? files : folder.resolve("outer"); // as the archive unpacks itself
        Path out = folder.resolve("run");
        CommandLineRun run = succeed("train", preset, "--data", data, "--batch", 4, "--epochs", epochs, "--seed", 3, "--out", out);
        assertThat(run.out()).contains(5 * count + " images to train on, " + count + " to test on, 32×32", "after " + epochs + " epochs: test accuracy 100.00 %");
        SavedModel saved = SavedModel.read(out.resolve("last.json"));
        assertThat(saved.notes().classes()).isEqualTo(Cifar10Files.CLASSES);
        assertThat(saved.notes().input()).contains(Shape.of(3, 32, 32));
        assertThat(succeed("evaluate", "--model", out.resolve("last.json"), "--data", data).out()).contains(count + " images", "accuracy 100.00 %");
        assertThat(succeed("summary", out.resolve("last.json")).out()).contains("Conv2d", "preset: " + preset);
        Path ship = picture("ship.png", 32, 0x1414A0);
        assertThat(succeed("predict", "--model", out.resolve("last.json"), ship).out()).startsWith(ship + ": ship (");
        fails(1, "large.png: expected an image of 32×32 pixels, found 33×33", "predict", "--model", out.resolve("last.json"), picture("large.png", 33, 0));
    }

    /** A square in one colour. */
    private Path picture(String name, int size, int colour) throws IOException {
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        for (int pixel = 0; pixel < size * size; pixel++) {
            image.setRGB(pixel % size, pixel / size, colour);
        }
        ImageIO.write(image, "png", folder.resolve(name).toFile());
        return folder.resolve(name);
    }

    @Test
    void augmentedPicturesGiveEqualWeightsForAnyNumberOfThreads() throws IOException {
        Object[] options = {"train", "image-cnn", "--data", cifar("cifar", 4), "--limit", 18, "--batch", 4, "--epochs", 2, "--augment", "--quiet", "--out"};
        String whole = succeed(with(options, folder.resolve("two"))).fingerprint();
        assertThat(succeed(with(options, folder.resolve("one"), "--threads", 1)).fingerprint()).isEqualTo(whole);
    }

    @Test
    void filesThatDoNotFitAreNamed() throws IOException {
        Path data = cifar("cifar", 2);
        fails(1, "mlp expects images of shape [1, 28, 28], found [3, 32, 32]", "train", "mlp", "--data", data, "--out", folder.resolve("run"));
        Path batch = data.resolve("data_batch_4.bin");
        byte[] records = Files.readAllBytes(batch);
        records[3073] = 10;
        Files.write(batch, records);
        fails(1, "data_batch_4.bin: label 10 of record 1 is out of range; expected 0 to 9", "train", "residual-cnn", "--data", data, "--out",
                folder.resolve("run"));
        Files.write(batch, Arrays.copyOf(records, 5000));
        fails(1, "data_batch_4.bin: expected CIFAR-10 records of 3073 bytes each, found 5000 bytes", "train", "residual-cnn", "--data", data, "--out",
                folder.resolve("run"));
        Files.delete(batch);
        fails(1, "missing data_batch_4.bin", "train", "residual-cnn", "--data", data, "--out", folder.resolve("run"));
    }
}
