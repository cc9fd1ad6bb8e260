package dev.lanewise.kernel.simd;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Copies parts of a matrix into panels. */
final class Packing {

    private static final VectorSpecies<Float> FLOATS = Lanes.FLOATS;
    private static final int LANES = Lanes.COUNT;

    /** The vectors of the left panels' copies. */
    private static final VectorSpecies<Float> EIGHT = FloatVector.SPECIES_256;

    private static final boolean HAS_EIGHT = LANES >= 8;

    private Packing() {}

    static void rows(
            int depth, int count, float[] source, int sourceOffset, int sourceStride, float[] panel, int panelOffset, int width) {
        if (count == TileShape.COLUMNS && width == TileShape.COLUMNS) {
            copyRightPanel(depth, source, sourceOffset, sourceStride, panel, panelOffset);
            return;
        }
        if (HAS_EIGHT && count >= 8) {
            // the last eight may overlap the ones before, and then write the same values again
            for (int i = 0; i < count; i += 8) {
                int start = Math.min(i, count - 8);
                copyEightWide(depth, source, sourceOffset + start, sourceStride, panel, panelOffset + start, width);
            }
        } else {
            for (int k = 0; k < depth; k++) {
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
        if (count >= 8) {
            for (int i = 0; i < count; i += 8) {
                int start = Math.min(i, count - 8);
                int s = sourceOffset + start * sourceStride;
                int done = HAS_EIGHT ? depth & -8 : 0;
                if (HAS_EIGHT) {
                    Transposition.eightRows(done, source, s, sourceStride, panel, panelOffset + start, width);
                }
                transposeEightRows(depth - done, source, s + done, sourceStride, panel, panelOffset + done * width + start, width);
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

    private static void copyEightWide(
            int depth, float[] source, int sourceOffset, int sourceStride, float[] panel, int panelOffset, int width) {
        for (int k = 0; k < depth; k++) {
            FloatVector.fromArray(EIGHT, source, sourceOffset + k * sourceStride).intoArray(panel, panelOffset + k * width);
        }
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
