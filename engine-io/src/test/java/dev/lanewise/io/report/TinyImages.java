package dev.lanewise.io.report;

import dev.lanewise.io.data.LabeledImages;
import dev.lanewise.random.Philox;

/** Images of 4×4 random pixels in three classes. */
final class TinyImages {

    private TinyImages() {}

    static LabeledImages of(int count) {
        byte[] pixels = new byte[count * 16];
        Philox.seeded(7).nextBytes(pixels);
        byte[] labels = new byte[count];
        for (int i = 0; i < count; i++) {
            labels[i] = (byte) (i % 3);
        }
        return LabeledImages.grey(4, 4, pixels, labels, 3);
    }
}
