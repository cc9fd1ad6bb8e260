package dev.lanewise.kernel.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/*
 * An 8×8 block is transposed in registers in three stages. The stage of distance d swaps, in each pair of rows i and i + d, the
 * elements that stand on the wrong side: row i takes elements l of row i + d, moved up by d lanes, wherever bit d of l is set, and
 * row i + d takes those of row i, moved down. A move of lanes and a blend by a constant mask are one instruction each.
 *
 * A vector of 16 lanes holds rows of two blocks: which two is decided when they are read, so that what is written lies together. The
 * stages stand there twice because only what is written out in one method surely stays in registers. Vectors of 8 lanes would need neither,
 * but a JVM should have vectors of one width: see "One width in a JVM" in docs/PERFORMANCE.md.
 */
/** Transposes rows of a matrix, eight or sixteen at a time. */
final class Transposition {

    private static final VectorSpecies<Float> FLOATS = Lanes.FLOATS;
    private static final int LANES = Lanes.COUNT;

    /** The even lanes, then the odd ones. */
    private static final VectorShuffle<Float> EVEN_FIRST = VectorShuffle.fromOp(FLOATS, lane -> lane * 2 % LANES + lane * 2 / LANES);

    static final VectorShuffle<Float> UP_8 = moved(-8, LANES);
    static final VectorMask<Float> UPPER_8 = lanesWithBit(8);
    private static final VectorShuffle<Float> UP_4 = moved(-4, 8);
    private static final VectorShuffle<Float> DOWN_4 = moved(4, 8);
    private static final VectorMask<Float> UPPER_4 = lanesWithBit(4);
    private static final VectorMask<Float> LOWER_4 = UPPER_4.not();
    private static final VectorShuffle<Float> UP_2 = moved(-2, 8);
    private static final VectorShuffle<Float> DOWN_2 = moved(2, 8);
    private static final VectorMask<Float> UPPER_2 = lanesWithBit(2);
    private static final VectorMask<Float> LOWER_2 = UPPER_2.not();
    private static final VectorShuffle<Float> UP_1 = moved(-1, 8);
    private static final VectorShuffle<Float> DOWN_1 = moved(1, 8);
    private static final VectorMask<Float> UPPER_1 = lanesWithBit(1);
    private static final VectorMask<Float> LOWER_1 = UPPER_1.not();

    private Transposition() {}

    /**
     * {@code target[targetOffset + k * targetStride + i] = source[sourceOffset + i * sourceStride + k]} for i &lt; rows, for as many of the
     * first k as fill whole blocks. Returns how many: 0 if vectors do not fit these rows.
     */
    static int rows(
            int rows, int depth, float[] source, int sourceOffset, int sourceStride, float[] target, int targetOffset, int targetStride) {
        if (LANES >= 8 && rows == LANES) {
            int done = depth & -8;
            sideBySide(done, source, sourceOffset, sourceStride, target, targetOffset, targetStride);
            return done;
        }
        if (LANES > 8 && rows == 8 && targetStride == 8) {
            int done = depth & -LANES;
            behindEachOther(done, source, sourceOffset, sourceStride, target, targetOffset);
            return done;
        }
        return 0;
    }

    /** Vector i holds eight columns of row i, and then of row i + 8 if it is as long: it becomes one column of all rows. */
    private static void sideBySide(
            int depth, float[] source, int sourceOffset, int stride, float[] target, int targetOffset, int targetStride) {
        int below = LANES == 8 ? 0 : 8 * stride - 8;
        for (int k = 0; k < depth; k += 8) {
            int s = sourceOffset + k;
            int u = s + below;
            int t = targetOffset + k * targetStride;
            FloatVector a0 = FloatVector.fromArray(FLOATS, source, s).blend(FloatVector.fromArray(FLOATS, source, u), UPPER_8);
            FloatVector a1 = FloatVector.fromArray(FLOATS, source, s + stride).blend(FloatVector.fromArray(FLOATS, source, u + stride), UPPER_8);
            FloatVector a2 = FloatVector.fromArray(FLOATS, source, s + 2 * stride).blend(FloatVector.fromArray(FLOATS, source, u + 2 * stride), UPPER_8);
            FloatVector a3 = FloatVector.fromArray(FLOATS, source, s + 3 * stride).blend(FloatVector.fromArray(FLOATS, source, u + 3 * stride), UPPER_8);
            FloatVector a4 = FloatVector.fromArray(FLOATS, source, s + 4 * stride).blend(FloatVector.fromArray(FLOATS, source, u + 4 * stride), UPPER_8);
            FloatVector a5 = FloatVector.fromArray(FLOATS, source, s + 5 * stride).blend(FloatVector.fromArray(FLOATS, source, u + 5 * stride), UPPER_8);
            FloatVector a6 = FloatVector.fromArray(FLOATS, source, s + 6 * stride).blend(FloatVector.fromArray(FLOATS, source, u + 6 * stride), UPPER_8);
            FloatVector a7 = FloatVector.fromArray(FLOATS, source, s + 7 * stride).blend(FloatVector.fromArray(FLOATS, source, u + 7 * stride), UPPER_8);
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

    /** Vector i holds the even and then the odd ones of sixteen columns of row i: it becomes columns 2i and 2i + 1 of eight rows. */
    private static void behindEachOther(int depth, float[] source, int sourceOffset, int stride, float[] target, int targetOffset) {
        for (int k = 0; k < depth; k += LANES) {
            int s = sourceOffset + k;
            int t = targetOffset + k * 8;
            FloatVector a0 = FloatVector.fromArray(FLOATS, source, s).rearrange(EVEN_FIRST);
            FloatVector a1 = FloatVector.fromArray(FLOATS, source, s + stride).rearrange(EVEN_FIRST);
            FloatVector a2 = FloatVector.fromArray(FLOATS, source, s + 2 * stride).rearrange(EVEN_FIRST);
            FloatVector a3 = FloatVector.fromArray(FLOATS, source, s + 3 * stride).rearrange(EVEN_FIRST);
            FloatVector a4 = FloatVector.fromArray(FLOATS, source, s + 4 * stride).rearrange(EVEN_FIRST);
            FloatVector a5 = FloatVector.fromArray(FLOATS, source, s + 5 * stride).rearrange(EVEN_FIRST);
            FloatVector a6 = FloatVector.fromArray(FLOATS, source, s + 6 * stride).rearrange(EVEN_FIRST);
            FloatVector a7 = FloatVector.fromArray(FLOATS, source, s + 7 * stride).rearrange(EVEN_FIRST);
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
            d1.intoArray(target, t + LANES);
            d2.intoArray(target, t + 2 * LANES);
            d3.intoArray(target, t + 3 * LANES);
            d4.intoArray(target, t + 4 * LANES);
            d5.intoArray(target, t + 5 * LANES);
            d6.intoArray(target, t + 6 * LANES);
            d7.intoArray(target, t + 7 * LANES);
        }
    }

    /** Moves lanes by a distance round each group of so many. */
    private static VectorShuffle<Float> moved(int distance, int group) {
        return VectorShuffle.fromOp(FLOATS, lane -> (lane & -group) + ((lane + distance) & (group - 1)) & (LANES - 1));
    }

    private static VectorMask<Float> lanesWithBit(int bit) {
        boolean[] lanes = new boolean[LANES];
        for (int lane = 0; lane < LANES; lane++) {
            lanes[lane] = (lane & bit) != 0;
        }
        return VectorMask.fromArray(FLOATS, lanes, 0);
    }
}
