package dev.lanewise.samples.digits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.io.data.LabeledImages;
import dev.lanewise.tensor.Shape;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class DrawnDigitsTest {

    @Test
    void areTheSameOnEveryMachine() {
        assertThat(Long.toHexString(checksum(DrawnDigits.training(2026, 200)))).isEqualTo("7830ba0e");
    }

    @Test
    void theFirstImagesDoNotDependOnHowManyFollow() {
        assertThat(checksum(DrawnDigits.training(5, 300).first(40))).isEqualTo(checksum(DrawnDigits.training(5, 40)));
    }

    @Test
    void otherSeedsAndTheTestImagesAreOthers() {
        assertThat(checksum(DrawnDigits.training(5, 40))).isNotEqualTo(checksum(DrawnDigits.training(6, 40)));
        assertThat(checksum(DrawnDigits.training(5, 40))).isNotEqualTo(checksum(DrawnDigits.test(5, 40)));
    }

    @Test
    void everyDigitIsThereAndHasInk() {
        LabeledImages images = DrawnDigits.training(1, 2000);
        assertThat(images.imageShape()).isEqualTo(Shape.of(1, 28, 28));
        int[] counts = new int[10];
        for (int i = 0; i < images.size(); i++) {
            counts[images.label(i)]++;
            float ink = 0;
            for (float level : images.image(i).toArray()) {
                assertThat(level).isBetween(0f, 1f);
                ink += level;
            }
            assertThat(ink).as("ink of image %s", i).isBetween(5f, 330f);
        }
        for (int count : counts) {
            assertThat(count).isBetween(150, 250);
        }
    }

    private static long checksum(LabeledImages images) {
        CRC32 crc = new CRC32();
        for (int i = 0; i < images.size(); i++) {
            crc.update(images.label(i));
            for (float level : images.image(i).toArray()) {
                crc.update(Math.round(255 * level));
            }
        }
        return crc.getValue();
    }
}
