package dev.lanewise.kernel.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The tile of 4 rows by 2 vectors: 8 sums in registers, 2 for the right panel, and one for an element of the left. */
final class Tile4x2 {

    private static final VectorSpecies<Float> FLOATS = Lanes.FLOATS;
    private static final int LANES = Lanes.COUNT;

    private Tile4x2() {}

    /** The sums of two packed panels. */
    static void run(
            int depth, float[] left, int leftOffset, float[] right, int rightOffset,
            float[] sums, int offset, int stride) {
        FloatVector s00 = FloatVector.zero(FLOATS);
        FloatVector s01 = FloatVector.zero(FLOATS);
        FloatVector s10 = FloatVector.zero(FLOATS);
        FloatVector s11 = FloatVector.zero(FLOATS);
        FloatVector s20 = FloatVector.zero(FLOATS);
        FloatVector s21 = FloatVector.zero(FLOATS);
        FloatVector s30 = FloatVector.zero(FLOATS);
        FloatVector s31 = FloatVector.zero(FLOATS);
        for (int k = 0; k < depth; k++) {
            int l = leftOffset + k * 4;
            int r = rightOffset + k * (2 * LANES);
            FloatVector r0 = FloatVector.fromArray(FLOATS, right, r);
            FloatVector r1 = FloatVector.fromArray(FLOATS, right, r + LANES);
            FloatVector l0 = FloatVector.broadcast(FLOATS, left[l]);
            s00 = l0.fma(r0, s00);
            s01 = l0.fma(r1, s01);
            FloatVector l1 = FloatVector.broadcast(FLOATS, left[l + 1]);
            s10 = l1.fma(r0, s10);
            s11 = l1.fma(r1, s11);
            FloatVector l2 = FloatVector.broadcast(FLOATS, left[l + 2]);
            s20 = l2.fma(r0, s20);
            s21 = l2.fma(r1, s21);
            FloatVector l3 = FloatVector.broadcast(FLOATS, left[l + 3]);
            s30 = l3.fma(r0, s30);
            s31 = l3.fma(r1, s31);
        }
        int row0 = offset;
        int row1 = row0 + stride;
        int row2 = row1 + stride;
        int row3 = row2 + stride;
        s00.intoArray(sums, row0);
        s01.intoArray(sums, row0 + LANES);
        s10.intoArray(sums, row1);
        s11.intoArray(sums, row1 + LANES);
        s20.intoArray(sums, row2);
        s21.intoArray(sums, row2 + LANES);
        s30.intoArray(sums, row3);
        s31.intoArray(sums, row3 + LANES);
    }

    /** The same with the left rows as they are stored, and sums that begin with what is elsewhere. */
    static void runOnRows(
            int depth, float[] left, int leftOffset, int leftStride, float[] right, int rightOffset,
            float[] begin, int beginOffset, int beginStride, float[] sums, int offset, int stride) {
        int begin0 = beginOffset;
        int begin1 = begin0 + beginStride;
        int begin2 = begin1 + beginStride;
        int begin3 = begin2 + beginStride;
        FloatVector s00 = FloatVector.fromArray(FLOATS, begin, begin0);
        FloatVector s01 = FloatVector.fromArray(FLOATS, begin, begin0 + LANES);
        FloatVector s10 = FloatVector.fromArray(FLOATS, begin, begin1);
        FloatVector s11 = FloatVector.fromArray(FLOATS, begin, begin1 + LANES);
        FloatVector s20 = FloatVector.fromArray(FLOATS, begin, begin2);
        FloatVector s21 = FloatVector.fromArray(FLOATS, begin, begin2 + LANES);
        FloatVector s30 = FloatVector.fromArray(FLOATS, begin, begin3);
        FloatVector s31 = FloatVector.fromArray(FLOATS, begin, begin3 + LANES);
        int l0At = leftOffset;
        int l1At = l0At + leftStride;
        int l2At = l1At + leftStride;
        int l3At = l2At + leftStride;
        for (int k = 0; k < depth; k++) {
            int r = rightOffset + k * (2 * LANES);
            FloatVector r0 = FloatVector.fromArray(FLOATS, right, r);
            FloatVector r1 = FloatVector.fromArray(FLOATS, right, r + LANES);
            FloatVector l0 = FloatVector.broadcast(FLOATS, left[l0At + k]);
            s00 = l0.fma(r0, s00);
            s01 = l0.fma(r1, s01);
            FloatVector l1 = FloatVector.broadcast(FLOATS, left[l1At + k]);
            s10 = l1.fma(r0, s10);
            s11 = l1.fma(r1, s11);
            FloatVector l2 = FloatVector.broadcast(FLOATS, left[l2At + k]);
            s20 = l2.fma(r0, s20);
            s21 = l2.fma(r1, s21);
            FloatVector l3 = FloatVector.broadcast(FLOATS, left[l3At + k]);
            s30 = l3.fma(r0, s30);
            s31 = l3.fma(r1, s31);
        }
        int row0 = offset;
        int row1 = row0 + stride;
        int row2 = row1 + stride;
        int row3 = row2 + stride;
        s00.intoArray(sums, row0);
        s01.intoArray(sums, row0 + LANES);
        s10.intoArray(sums, row1);
        s11.intoArray(sums, row1 + LANES);
        s20.intoArray(sums, row2);
        s21.intoArray(sums, row2 + LANES);
        s30.intoArray(sums, row3);
        s31.intoArray(sums, row3 + LANES);
    }
}
