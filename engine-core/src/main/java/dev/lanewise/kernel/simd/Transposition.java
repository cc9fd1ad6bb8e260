package dev.lanewise.kernel.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/*
 * An 8×8 block is transposed in registers in three stages. The stage of distance d swaps, in each pair of rows i and i + d, the
 * elements that stand on the wrong side: row i takes elements l of row i + d, moved up by d lanes, wherever bit d of l is set, and
 * row i + d takes those of row i, moved down. A move of lanes and a blend by a constant mask are one instruction each.
 */
/** Transposes eight rows of a matrix at a time. */
final class Transposition {

    private static final VectorSpecies<Float> EIGHT = FloatVector.SPECIES_256;

    private static final VectorShuffle<Float> UP_4 = moved(-4);
    private static final VectorShuffle<Float> DOWN_4 = moved(4);
    private static final VectorMask<Float> UPPER_4 = lanesWithBit(4);
    private static final VectorMask<Float> LOWER_4 = UPPER_4.not();
    private static final VectorShuffle<Float> UP_2 = moved(-2);
    private static final VectorShuffle<Float> DOWN_2 = moved(2);
    private static final VectorMask<Float> UPPER_2 = lanesWithBit(2);
    private static final VectorMask<Float> LOWER_2 = UPPER_2.not();
    private static final VectorShuffle<Float> UP_1 = moved(-1);
    private static final VectorShuffle<Float> DOWN_1 = moved(1);
    private static final VectorMask<Float> UPPER_1 = lanesWithBit(1);
    private static final VectorMask<Float> LOWER_1 = UPPER_1.not();

    private Transposition() {}

    /** {@code target[targetOffset + k * targetStride + i] = source[sourceOffset + i * sourceStride + k]} for i &lt; 8; 8 divides depth. */
    static void eightRows(
            int depth, float[] source, int sourceOffset, int sourceStride, float[] target, int targetOffset, int targetStride) {
        for (int k = 0; k < depth; k += 8) {
            int s = sourceOffset + k;
            int t = targetOffset + k * targetStride;
            FloatVector a0 = FloatVector.fromArray(EIGHT, source, s);
            FloatVector a1 = FloatVector.fromArray(EIGHT, source, s + sourceStride);
            FloatVector a2 = FloatVector.fromArray(EIGHT, source, s + 2 * sourceStride);
            FloatVector a3 = FloatVector.fromArray(EIGHT, source, s + 3 * sourceStride);
            FloatVector a4 = FloatVector.fromArray(EIGHT, source, s + 4 * sourceStride);
            FloatVector a5 = FloatVector.fromArray(EIGHT, source, s + 5 * sourceStride);
            FloatVector a6 = FloatVector.fromArray(EIGHT, source, s + 6 * sourceStride);
            FloatVector a7 = FloatVector.fromArray(EIGHT, source, s + 7 * sourceStride);
            FloatVector b0 = a0.blend(a4.rearrange(UP_4), UPPER_4);
            FloatVector b1 = a1.blend(a5.rearrange(UP_4), UPPER_4);
            FloatVector b2 = a2.blend(a6.rearrange(UP_4), UPPER_4);
            FloatVector b3 = a3.blend(a7.rearrange(UP_4), UPPER_4);
            FloatVector b4 = a4.blend(a0.rearrange(DOWN_4), LOWER_4);
            FloatVector b5 = a5.blend(a1.rearrange(DOWN_4), LOWER_4);
            FloatVector b6 = a6.blend(a2.rearrange(DOWN_4), LOWER_4);
            FloatVector b7 = a7.blend(a3.rearrange(DOWN_4), LOWER_4);
            FloatVector c0 = b0.blend(b2.rearrange(UP_2), UPPER_2);
            FloatVector c1 = b1.blend(b3.rearrange(UP_2), UPPER_2);
            FloatVector c2 = b2.blend(b0.rearrange(DOWN_2), LOWER_2);
            FloatVector c3 = b3.blend(b1.rearrange(DOWN_2), LOWER_2);
            FloatVector c4 = b4.blend(b6.rearrange(UP_2), UPPER_2);
            FloatVector c5 = b5.blend(b7.rearrange(UP_2), UPPER_2);
            FloatVector c6 = b6.blend(b4.rearrange(DOWN_2), LOWER_2);
            FloatVector c7 = b7.blend(b5.rearrange(DOWN_2), LOWER_2);
            FloatVector d0 = c0.blend(c1.rearrange(UP_1), UPPER_1);
            FloatVector d1 = c1.blend(c0.rearrange(DOWN_1), LOWER_1);
            FloatVector d2 = c2.blend(c3.rearrange(UP_1), UPPER_1);
            FloatVector d3 = c3.blend(c2.rearrange(DOWN_1), LOWER_1);
            FloatVector d4 = c4.blend(c5.rearrange(UP_1), UPPER_1);
            FloatVector d5 = c5.blend(c4.rearrange(DOWN_1), LOWER_1);
            FloatVector d6 = c6.blend(c7.rearrange(UP_1), UPPER_1);
            FloatVector d7 = c7.blend(c6.rearrange(DOWN_1), LOWER_1);
            d0.intoArray(target, t);
            d1.intoArray(target, t + targetStride);
            d2.intoArray(target, t + 2 * targetStride);
            d3.intoArray(target, t + 3 * targetStride);
            d4.intoArray(target, t + 4 * targetStride);
            d5.intoArray(target, t + 5 * targetStride);
            d6.intoArray(target, t + 6 * targetStride);
            d7.intoArray(target, t + 7 * targetStride);
        }
    }

    private static VectorShuffle<Float> moved(int distance) {
        return VectorShuffle.fromOp(EIGHT, lane -> (lane + distance) & 7);
    }

    private static VectorMask<Float> lanesWithBit(int bit) {
        boolean[] lanes = new boolean[8];
        for (int lane = 0; lane < 8; lane++) {
            lanes[lane] = (lane & bit) != 0;
        }
        return VectorMask.fromArray(EIGHT, lanes, 0);
    }
}
