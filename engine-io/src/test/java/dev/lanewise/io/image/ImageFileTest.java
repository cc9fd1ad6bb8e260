package dev.lanewise.io.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lanewise.golden.SharedFolder;
import dev.lanewise.io.FileFormatException;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFileTest {

    private static final int WIDTH = 5;
    private static final int HEIGHT = 3;

    @TempDir
    Path folder;

    @Test
    void greyIsAsItIsInTheFile() throws IOException {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setSample(4, 1, 0, 128);
        Tensor grey = ImageFile.readGrey(write(image, "png"));
        assertThat(grey.shape()).isEqualTo(Shape.of(1, HEIGHT, WIDTH));
        assertThat(grey.get(0, 1, 4)).isEqualTo(128 / 255f);
        assertThat(grey.get(0, 1, 3)).isZero();
        Tensor colour = ImageFile.readColour(write(image, "png"));
        assertThat(colour.shape()).isEqualTo(Shape.of(3, HEIGHT, WIDTH));
        assertThat(colour.get(2, 1, 4)).isEqualTo(128 / 255f);
    }

    @Test
    void sixteenBitsKeepTheirPrecision() throws IOException {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_USHORT_GRAY);
        image.getRaster().setSample(2, 2, 0, 12_345);
        assertThat(ImageFile.readGrey(write(image, "png")).get(0, 2, 2)).isCloseTo(12_345 / 65_535f, within(1e-7f));
    }

    @Test
    void coloursGoIntoTheirPlanes() throws IOException {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        image.setRGB(1, 2, 0xFF8040);
        Tensor colour = ImageFile.readColour(write(image, "png"));
        assertThat(new float[] {colour.get(0, 2, 1), colour.get(1, 2, 1), colour.get(2, 2, 1)})
                .containsExactly(1, 128 / 255f, 64 / 255f);
        assertThat(ImageFile.readGrey(write(image, "png")).get(0, 2, 1))
                .isCloseTo(0.299f + 0.587f * 128 / 255 + 0.114f * 64 / 255, within(1e-6f));
    }

    @Test
    void transparencyIsLaidOverWhite() throws IOException {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, 0x33000000); // black, 20 % opaque
        image.setRGB(1, 0, 0xFF000000);
        Tensor grey = ImageFile.readGrey(write(image, "png"));
        assertThat(grey.get(0, 0, 0)).isCloseTo(0.8f, within(1e-6f));
        assertThat(grey.get(0, 0, 1)).isZero();
        assertThat(grey.get(0, 0, 2)).isEqualTo(1);
    }

    @Test
    void palettesAndSingleBitsAreLookedUp() throws IOException {
        for (int type : new int[] {BufferedImage.TYPE_BYTE_INDEXED, BufferedImage.TYPE_BYTE_BINARY}) {
            BufferedImage image = new BufferedImage(WIDTH, HEIGHT, type);
            image.setRGB(3, 1, 0xFFFFFFFF);
            Tensor grey = ImageFile.readGrey(write(image, "png"));
            assertThat(grey.get(0, 1, 3)).isCloseTo(1, within(1e-6f));
            assertThat(grey.get(0, 1, 2)).isZero();
        }
    }

    @Test
    void readsJpeg() throws IOException {
        BufferedImage image = new BufferedImage(16, 8, BufferedImage.TYPE_INT_RGB);
        for (int pixel = 0; pixel < 128; pixel++) {
            image.setRGB(pixel % 16, pixel / 16, 0xFF0000);
        }
        Tensor colour = ImageFile.readColour(write(image, "jpeg"));
        assertThat(colour.shape()).isEqualTo(Shape.of(3, 8, 16));
        assertThat(colour.get(0, 4, 9)).isGreaterThan(0.95f);
        assertThat(colour.get(1, 4, 9)).isLessThan(0.05f);
    }

    @Test
    void anyPieceOfAnImageIsAnErrorInOneSentence() throws IOException {
        for (String format : new String[] {"png", "jpeg"}) {
            BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_BYTE_GRAY);
            for (int pixel = 0; pixel < 1200; pixel++) {
                image.getRaster().setSample(pixel % 40, pixel / 40, 0, pixel * pixel % 251);
            }
            byte[] whole = Files.readAllBytes(write(image, format));
            for (int length = 0; length < whole.length; length += 1 + Math.min(length / 12, (whole.length - length) / 2)) {
                Path piece = Files.write(folder.resolve("piece." + format), Arrays.copyOf(whole, length));
                assertThatThrownBy(() -> ImageFile.readGrey(piece))
                        .as("%s of %s bytes", format, length)
                        .isInstanceOf(FileFormatException.class)
                        .hasMessageStartingWith(piece + ": ")
                        .extracting(Throwable::getMessage).asString().doesNotContain("\n");
            }
        }
    }

    @Test
    void otherFilesAreNotImages() throws IOException {
        Path text = Files.writeString(folder.resolve("text.png"), "GIF89a and so on");
        assertThatThrownBy(() -> ImageFile.readGrey(text))
                .hasMessage(text + ": expected a PNG or JPEG image, found a file that begins with 47494638 (\"GIF8\")");
        assertThatThrownBy(() -> ImageFile.readGrey(folder.resolve("missing.png")))
                .isInstanceOf(NoSuchFileException.class).hasMessageContaining("there is no such file");
        assertThatThrownBy(() -> ImageFile.readGrey(folder)).hasMessageContaining("is a folder");
    }

    @Test
    void aHugeImageIsRefusedBeforeItIsDecoded() throws IOException {
        Path huge = Files.write(folder.resolve("huge.png"), headerOf(100_000, 100_000));
        assertThatThrownBy(() -> ImageFile.readGrey(huge))
                .isInstanceOf(FileFormatException.class)
                .hasMessageContaining("expected at most 16777216 pixels, found 100000×100000");
    }

    @Test
    void theLimitCanBeSet() throws IOException {
        Path image = write(new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY), "png");
        System.setProperty(ImageFile.PIXELS_PROPERTY, "14");
        try {
            assertThatThrownBy(() -> ImageFile.readGrey(image)).isInstanceOf(FileFormatException.class)
                    .hasMessage(image + ": is too large: expected at most 14 pixels, found 5×3; scale it, or allow more with -Dlanewise.imagePixels");
            System.setProperty(ImageFile.PIXELS_PROPERTY, "many");
            assertThatThrownBy(() -> ImageFile.readGrey(image)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("-Dlanewise.imagePixels: expected a number of pixels of at least 1, found \"many\"");
            System.setProperty(ImageFile.PIXELS_PROPERTY, "100000000000");
            Path huge = Files.write(folder.resolve("huge.png"), headerOf(100_000, 10_000)); // its colours fit no array
            assertThatThrownBy(() -> ImageFile.readColour(huge)).isInstanceOf(FileFormatException.class)
                    .hasMessage(huge + ": is too large for any setting: expected at most 715827879 pixels, found 100000×10000; scale it first");
        } finally {
            System.clearProperty(ImageFile.PIXELS_PROPERTY);
        }
        assertThat(ImageFile.readGrey(image).size()).isEqualTo(15);
    }

    @Test
    void anotherSizeIsRefusedBeforeItIsDecoded() throws IOException {
        Path large = Files.write(folder.resolve("large.png"), headerOf(8000, 7500)); // no pixels behind it: decoding would complain
        assertThatThrownBy(() -> ImageFile.readGrey(large, 28, 29))
                .isInstanceOf(FileFormatException.class)
                .hasMessage(large + ": expected an image of 29×28 pixels, found 8000×7500; scale it first");
        Path right = write(new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY), "png");
        assertThat(ImageFile.readGrey(right, HEIGHT, WIDTH).shape()).isEqualTo(Shape.of(1, HEIGHT, WIDTH));
        assertThatThrownBy(() -> ImageFile.readGrey(right, WIDTH, HEIGHT)).hasMessageContaining("expected an image of 3×5 pixels, found 5×3");
    }

    @Test
    void readsRealImages() throws IOException {
        assertThat(ImageFile.readColour(SharedFolder.require("data/images/astronaut.png")).shape()).isEqualTo(Shape.of(3, 512, 512));
        assertThat(ImageFile.readColour(SharedFolder.require("data/images/retina.jpg")).shape()).isEqualTo(Shape.of(3, 1411, 1411));
        assertThat(ImageFile.readGrey(SharedFolder.require("data/images/horse.png")).shape()).isEqualTo(Shape.of(1, 328, 400));
        assertThat(ImageFile.readColour(SharedFolder.require("data/images/palette_color.png")).shape()).isEqualTo(Shape.of(3, 10, 10));
        assertThat(ImageFile.readGrey(SharedFolder.require("data/images/checker_bilevel.png")).toArray()).containsOnly(0, 1);
        Path truncated = SharedFolder.require("data/images/truncated.jpg");
        assertThatThrownBy(() -> ImageFile.readGrey(truncated)).isInstanceOf(FileFormatException.class).hasMessageContaining("400 bytes");
    }

    private Path write(BufferedImage image, String format) throws IOException {
        Path file = folder.resolve("image." + format);
        assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
        return file;
    }

    /** The beginning of a PNG of this size. */
    private static byte[] headerOf(int width, int height) {
        byte[] chunk = ByteBuffer.allocate(17).put("IHDR".getBytes(StandardCharsets.US_ASCII)).putInt(width).putInt(height)
                .put(new byte[] {8, 0, 0, 0, 0}).array();
        CRC32 crc = new CRC32();
        crc.update(chunk);
        return ByteBuffer.allocate(200).putLong(0x89504E470D0A1A0AL).putInt(13).put(chunk).putInt((int) crc.getValue()).array();
    }
}
