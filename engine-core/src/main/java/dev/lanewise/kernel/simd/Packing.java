package dev.lanewise.kernel.simd;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Copies parts of a matrix into panels. */
final class Packing {

    private static final VectorSpecies<Float> FLOATS = Lanes.FLOATS;
    private static final int LANES = Lanes.COUNT;

    /** How many columns are copied at once. */
    private static final int WIDE = Math.max(LANES, 8);

    private Packing() {}

    static void rows(
            int depth, int count, float[] source, int sourceOffset, int sourceStride, float[] panel, int panelOffset, int width) {
        if (count == TileShape.COLUMNS && width == TileShape.COLUMNS) {
            copyRightPanel(depth, source, sourceOffset, sourceStride, panel, panelOffset);
            return;
        }
        if (count >= LANES) {
            // the last vector may overlap the one before, and then write the same values again
            for (int i = 0; i < count; i += LANES) {
                int start = Math.min(i, count - LANES);
                copyVectors(depth, source, sourceOffset + start, sourceStride, panel, panelOffset + start, width);
            }
        } else {
            int done = LANES == 16 && count == 8 && width == 8 ? copyPairs(depth, source, sourceOffset, sourceStride, panel, panelOffset) : 0;
            for (int k = done; k < depth; k++) {
                int s = sourceOffset + k * sourceStride;
                int p = panelOffset + k * width;
                for (int i = 0; i < count; i++) {
                    panel[p + i] = source[s + i];
                }
            }
        }
        fillUp(depth, count, panel, panelOffset, width);
    }

    static void columns(
            int depth, int count, float[] source, int sourceOffset, int sourceStride, float[] panel, int panelOffset, int width) {
        int together = count >= WIDE ? WIDE : 8;
        if (count >= 8) {
            for (int i = 0; i < count; i += together) {
                int start = Math.min(i, count - together);
                int s = sourceOffset + start * sourceStride;
                int p = panelOffset + start;
                int done = Transposition.rows(together, depth, source, s, sourceStride, panel, p, width);
                for (int rows = 0; rows < together; rows += 8) {
                    transposeEightRows(depth - done, source, s + rows * sourceStride + done, sourceStride, panel, p + rows + done * width, width);
                }
            }
        } else if (count == 4) {
            transposeFourRows(depth, source, sourceOffset, sourceStride, panel, panelOffset, width);
        } else {
            for (int i = 0; i < count; i++) {
                int s = sourceOffset + i * sourceStride;
                for (int k = 0; k < depth; k++) {
                    panel[panelOffset + k * width + i] = source[s + k];
                }
            }
        }
        fillUp(depth, count, panel, panelOffset, width);
    }

    private static void copyRightPanel(int depth, float[] source, int sourceOffset, int sourceStride, float[] panel, int panelOffset) {
        for (int k = 0; k < depth; k++) {
            int s = sourceOffset + k * sourceStride;
            int p = panelOffset + k * TileShape.COLUMNS;
            for (int j = 0; j < TileShape.COLUMNS; j += LANES) {
                FloatVector.fromArray(FLOATS, source, s + j).intoArray(panel, p + j);
            }
        }
    }

    private static void copyVectors(
            int depth, float[] source, int sourceOffset, int sourceStride, float[] panel, int panelOffset, int width) {
        for (int k = 0; k < depth; k++) {
            FloatVector.fromArray(FLOATS, source, sourceOffset + k * sourceStride).intoArray(panel, panelOffset + k * width);
        }
    }

    /** Rows of eight, two in one vector of sixteen. As many as can be read in whole vectors; how many that are. */
    private static int copyPairs(int depth, float[] source, int sourceOffset, int sourceStride, float[] panel, int panelOffset) {
        int k = 0;
        for (; k + 1 < depth && sourceOffset + (k + 1) * sourceStride + LANES <= source.length; k += 2) {
            int s = sourceOffset + k * sourceStride;
            FloatVector second = FloatVector.fromArray(FLOATS, source, s + sourceStride);
            FloatVector.fromArray(FLOATS, source, s).blend(second.rearrange(Transposition.UP_8), Transposition.UPPER_8)
                    .intoArray(panel, panelOffset + k * 8);
        }
        return k;
    }

    private static void transposeEightRows(
            int depth, float[] source, int sourceOffset, int sourceStride, float[] panel, int panelOffset, int width) {
        for (int k = 0; k < depth; k++) {
            int s = sourceOffset + k;
            int p = panelOffset + k * width;
            panel[p] = source[s];
            panel[p + 1] = source[s + sourceStride];
            panel[p + 2] = source[s + 2 * sourceStride];
            panel[p + 3] = source[s + 3 * sourceStride];
            panel[p + 4] = source[s + 4 * sourceStride];
            panel[p + 5] = source[s + 5 * sourceStride];
            panel[p + 6] = source[s + 6 * sourceStride];
            panel[p + 7] = source[s + 7 * sourceStride];
        }
    }

    private static void transposeFourRows(
            int depth, float[] source, int sourceOffset, int sourceStride, float[] panel, int panelOffset, int width) {
        for (int k = 0; k < depth; k++) {
            int s = sourceOffset + k;
            int p = panelOffset + k * width;
            panel[p] = source[s];
            panel[p + 1] = source[s + sourceStride];
            panel[p + 2] = source[s + 2 * sourceStride];
            panel[p + 3] = source[s + 3 * sourceStride];
        }
    }

    private static void fillUp(int depth, int count, float[] panel, int panelOffset, int width) {
        if (count < width) {
            for (int k = 0; k < depth; k++) {
                Arrays.fill(panel, panelOffset + k * width + count, panelOffset + (k + 1) * width, 0f);
            }
        }
    }
}
