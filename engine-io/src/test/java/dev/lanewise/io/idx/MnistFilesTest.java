package dev.lanewise.io.idx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.golden.SharedFolder;
import dev.lanewise.io.FileFormatException;
import dev.lanewise.io.data.LabeledImages;
import dev.lanewise.tensor.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MnistFilesTest {

    private static final int IMAGES = 0x00000803;
    private static final int LABELS = 0x00000801;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsWhatWasWritten(boolean compressed) throws IOException {
        byte[] pixels = pixels(7 * 5 * 3);
        write("train-images-idx3-ubyte", compressed, idx(pixels, IMAGES, 7, 5, 3));
        write("train-labels-idx1-ubyte", compressed, idx(new byte[] {0, 1, 2, 0, 1, 2, 2}, LABELS, 7));

        LabeledImages images = MnistFiles.readTraining(folder, 3);

        assertThat(images.size()).isEqualTo(7);
        assertThat(images.imageShape()).isEqualTo(Shape.of(1, 5, 3));
        assertThat(images.label(6)).isEqualTo(2);
        assertThat(images.image(2).get(0, 4, 1)).isEqualTo(Byte.toUnsignedInt(pixels[2 * 15 + 4 * 3 + 1]) / 255f);
    }

    @Test
    void namesEveryMissingFile() {
        assertThatThrownBy(() -> MnistFiles.readTest(folder, 10))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(folder + ": missing t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte (or the same with .gz)");
        assertThatThrownBy(() -> MnistFiles.readTest(folder.resolve("nowhere"), 10))
                .hasMessageContaining("nowhere: there is no such folder");
    }

    @Test
    void saysWhatIsWrongWithAFile() throws IOException {
        byte[] good = idx(pixels(7 * 5 * 3), IMAGES, 7, 5, 3);
        assertThat(problem(good)).isNull();

        assertThat(problem(new byte[0])).contains("is not an IDX file of images: expected it to begin with 00000803, found nothing");
        assertThat(problem(idx(pixels(105), LABELS, 7, 5, 3))).contains("expected it to begin with 00000803, found 00000801");
        assertThat(problem(Arrays.copyOf(good, 9))).contains("the IDX header is cut off: expected 16 bytes, found 9");
        assertThat(problem(Arrays.copyOf(good, 80))).contains("says 7×5×3, so 105 bytes of values were expected, found 64");
        assertThat(problem(Arrays.copyOf(good, good.length + 2))).contains("105 bytes of values were expected, found 107");
        assertThat(problem(idx(pixels(105), IMAGES, -1, 5, 3))).contains("4294967295×5×3");
        assertThat(problem(idx(pixels(105), IMAGES, 1 << 20, 1 << 10, 1 << 10))).contains("more than 2 GiB");
        assertThat(problem(idx(new byte[0], IMAGES, 0, 5, 3))).contains("holds no pixels");
    }

    @Test
    void saysWhatIsWrongWithACompressedFile() throws IOException {
        byte[] good = compressed(idx(pixels(7 * 5 * 3), IMAGES, 7, 5, 3));
        assertThat(problem(good)).isNull();

        assertThat(problem(Arrays.copyOf(good, good.length - 30))).contains("the gzip data is cut off");
        byte[] changed = good.clone();
        changed[good.length - 6] ^= 1; // the checksum at the end
        assertThat(problem(changed)).contains("the gzip data is damaged");
        assertThat(problem(compressed(idx(pixels(64), IMAGES, 7, 5, 3)))).contains("105 bytes of values were expected, found 64");
        assertThat(problem(compressed(idx(pixels(108), IMAGES, 7, 5, 3)))).contains("105 bytes of values were expected, found more");
        assertThat(problem(compressed(idx(pixels(105), IMAGES, 60000, 1000, 30))))
                .contains("1800000000 bytes of values were expected, found a gzip file of");
    }

    @Test
    void doesNotUnpackMoreThanTheHeaderSays() throws IOException {
        byte[] bomb = compressed(idx(new byte[50_000_000], IMAGES, 7, 5, 3));
        assertThat(bomb.length).isLessThan(60_000);
        assertThat(problem(bomb)).contains("found more");
    }

    @Test
    void imagesAndLabelsMustBelongTogether() throws IOException {
        write("train-images-idx3-ubyte", false, idx(pixels(7 * 5 * 3), IMAGES, 7, 5, 3));
        write("train-labels-idx1-ubyte", false, idx(new byte[6], LABELS, 6));
        assertThatThrownBy(() -> MnistFiles.readTraining(folder, 3))
                .isInstanceOf(FileFormatException.class)
                .hasMessageContaining("train-labels-idx1-ubyte: expected a label for each of the 7 images")
                .hasMessageContaining("found 6 labels");

        write("train-labels-idx1-ubyte", false, idx(new byte[] {0, 1, 2, 3, 0, 0, (byte) 200}, LABELS, 7));
        assertThatThrownBy(() -> MnistFiles.readTraining(folder, 3))
                .hasMessageEndingWith("train-labels-idx1-ubyte: label 3 at position 3 is out of range; expected 0 to 2");
    }

    @Test
    void readsTheRealOne() throws IOException {
        LabeledImages test = MnistFiles.readTest(SharedFolder.require("data/mnist"), 10);
        assertThat(test.size()).isEqualTo(10_000);
        assertThat(test.imageShape()).isEqualTo(Shape.of(1, 28, 28));
        assertThat(new int[] {test.label(0), test.label(1), test.label(9999)}).containsExactly(7, 2, 6);
    }

    /** The message about this file of images, or null if it can be read. */
    private String problem(byte[] images) throws IOException {
        write("train-images-idx3-ubyte", false, images);
        write("train-labels-idx1-ubyte", false, idx(new byte[7], LABELS, 7));
        try {
            MnistFiles.readTraining(folder, 3);
            return null;
        } catch (FileFormatException e) {
            assertThat(e.getMessage()).startsWith(folder.resolve("train-images-idx3-ubyte") + ": ").doesNotContain("\n");
            return e.getMessage();
        }
    }

    private void write(String name, boolean compressed, byte[] bytes) throws IOException {
        Files.write(folder.resolve(compressed ? name + ".gz" : name), compressed ? compressed(bytes) : bytes);
    }

    private static byte[] idx(byte[] values, int magic, int... dimensions) {
        ByteBuffer buffer = ByteBuffer.allocate(4 + 4 * dimensions.length + values.length).putInt(magic);
        for (int length : dimensions) {
            buffer.putInt(length);
        }
        return buffer.put(values).array();
    }

    private static byte[] compressed(byte[] bytes) throws IOException {
        ByteArrayOutputStream result = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(result)) {
            out.write(bytes);
        }
        return result.toByteArray();
    }

    private static byte[] pixels(int count) {
        byte[] pixels = new byte[count];
        for (int i = 0; i < count; i++) {
            pixels[i] = (byte) (i * 37);
        }
        return pixels;
    }
}
