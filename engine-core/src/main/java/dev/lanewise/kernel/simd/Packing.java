package dev.lanewise.kernel.simd;

import java.util.Arrays;

/** Copies parts of a matrix into panels. */
final class Packing {

    private Packing() {}

    static void rows(
            int depth, int count, float[] source, int sourceOffset, int sourceStride, float[] panel, int panelOffset, int width) {
        for (int k = 0; k < depth; k++) {
            int start = panelOffset + k * width;
            System.arraycopy(source, sourceOffset + k * sourceStride, panel, start, count);
            if (count < width) {
                Arrays.fill(panel, start + count, start + width, 0f);
            }
        }
    }

    static void columns(
            int depth, int count, float[] source, int sourceOffset, int sourceStride, float[] panel, int panelOffset, int width) {
        for (int i = 0; i < count; i++) {
            int s = sourceOffset + i * sourceStride;
            for (int k = 0; k < depth; k++) {
                panel[panelOffset + k * width + i] = source[s + k];
            }
        }
        if (count < width) {
            for (int k = 0; k < depth; k++) {
                Arrays.fill(panel, panelOffset + k * width + count, panelOffset + (k + 1) * width, 0f);
            }
        }
    }
}
