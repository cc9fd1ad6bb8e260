package dev.lanewise.kernel.simd;

import static dev.lanewise.kernel.MatrixKernels.ADD_TO_OUTPUT;
import static dev.lanewise.kernel.MatrixKernels.BIAS_PER_COLUMN;
import static dev.lanewise.kernel.MatrixKernels.BIAS_PER_ROW;
import static dev.lanewise.kernel.MatrixKernels.RELU;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The tile of 4 rows by 2 vectors: 8 sums in registers, 2 for the right panel, and one for an element of the left. */
final class Tile4x2 {

    private static final VectorSpecies<Float> FLOATS = Lanes.FLOATS;
    private static final int LANES = Lanes.COUNT;

    private Tile4x2() {}

    static void run(
            int depth, float[] left, int leftOffset, float[] right, int rightOffset,
            float[] c, int cOffset, int cStride, float[] bias, int biasOffset, int finish) {
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
        int c0 = cOffset;
        int c1 = c0 + cStride;
        int c2 = c1 + cStride;
        int c3 = c2 + cStride;
        if ((finish & ADD_TO_OUTPUT) != 0) {
            s00 = FloatVector.fromArray(FLOATS, c, c0).add(s00);
            s01 = FloatVector.fromArray(FLOATS, c, c0 + LANES).add(s01);
            s10 = FloatVector.fromArray(FLOATS, c, c1).add(s10);
            s11 = FloatVector.fromArray(FLOATS, c, c1 + LANES).add(s11);
            s20 = FloatVector.fromArray(FLOATS, c, c2).add(s20);
            s21 = FloatVector.fromArray(FLOATS, c, c2 + LANES).add(s21);
            s30 = FloatVector.fromArray(FLOATS, c, c3).add(s30);
            s31 = FloatVector.fromArray(FLOATS, c, c3 + LANES).add(s31);
        }
        if ((finish & BIAS_PER_COLUMN) != 0) {
            FloatVector b0 = FloatVector.fromArray(FLOATS, bias, biasOffset);
            FloatVector b1 = FloatVector.fromArray(FLOATS, bias, biasOffset + LANES);
            s00 = s00.add(b0);
            s01 = s01.add(b1);
            s10 = s10.add(b0);
            s11 = s11.add(b1);
            s20 = s20.add(b0);
            s21 = s21.add(b1);
            s30 = s30.add(b0);
            s31 = s31.add(b1);
        }
        if ((finish & BIAS_PER_ROW) != 0) {
            FloatVector b0 = FloatVector.broadcast(FLOATS, bias[biasOffset]);
            s00 = s00.add(b0);
            s01 = s01.add(b0);
            FloatVector b1 = FloatVector.broadcast(FLOATS, bias[biasOffset + 1]);
            s10 = s10.add(b1);
            s11 = s11.add(b1);
            FloatVector b2 = FloatVector.broadcast(FLOATS, bias[biasOffset + 2]);
            s20 = s20.add(b2);
            s21 = s21.add(b2);
            FloatVector b3 = FloatVector.broadcast(FLOATS, bias[biasOffset + 3]);
            s30 = s30.add(b3);
            s31 = s31.add(b3);
        }
        if ((finish & RELU) != 0) {
            s00 = s00.blend(0f, s00.compare(VectorOperators.LT, 0f));
            s01 = s01.blend(0f, s01.compare(VectorOperators.LT, 0f));
            s10 = s10.blend(0f, s10.compare(VectorOperators.LT, 0f));
            s11 = s11.blend(0f, s11.compare(VectorOperators.LT, 0f));
            s20 = s20.blend(0f, s20.compare(VectorOperators.LT, 0f));
            s21 = s21.blend(0f, s21.compare(VectorOperators.LT, 0f));
            s30 = s30.blend(0f, s30.compare(VectorOperators.LT, 0f));
            s31 = s31.blend(0f, s31.compare(VectorOperators.LT, 0f));
        }
        s00.intoArray(c, c0);
        s01.intoArray(c, c0 + LANES);
        s10.intoArray(c, c1);
        s11.intoArray(c, c1 + LANES);
        s20.intoArray(c, c2);
        s21.intoArray(c, c2 + LANES);
        s30.intoArray(c, c3);
        s31.intoArray(c, c3 + LANES);
    }
}
