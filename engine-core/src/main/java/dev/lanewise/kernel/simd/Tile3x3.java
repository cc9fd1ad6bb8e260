package dev.lanewise.kernel.simd;

import static dev.lanewise.kernel.MatrixKernels.ADD_TO_OUTPUT;
import static dev.lanewise.kernel.MatrixKernels.BIAS_PER_COLUMN;
import static dev.lanewise.kernel.MatrixKernels.BIAS_PER_ROW;
import static dev.lanewise.kernel.MatrixKernels.RELU;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The tile of 3 rows by 3 vectors: 9 sums in registers, 3 for the right panel, and one for an element of the left. */
final class Tile3x3 {

    private static final VectorSpecies<Float> FLOATS = Lanes.FLOATS;
    private static final int LANES = Lanes.COUNT;

    private Tile3x3() {}

    static void run(
            int depth, float[] left, int leftOffset, float[] right, int rightOffset,
            float[] c, int cOffset, int cStride, float[] bias, int biasOffset, int finish) {
        FloatVector s00 = FloatVector.zero(FLOATS);
        FloatVector s01 = FloatVector.zero(FLOATS);
        FloatVector s02 = FloatVector.zero(FLOATS);
        FloatVector s10 = FloatVector.zero(FLOATS);
        FloatVector s11 = FloatVector.zero(FLOATS);
        FloatVector s12 = FloatVector.zero(FLOATS);
        FloatVector s20 = FloatVector.zero(FLOATS);
        FloatVector s21 = FloatVector.zero(FLOATS);
        FloatVector s22 = FloatVector.zero(FLOATS);
        for (int k = 0; k < depth; k++) {
            int l = leftOffset + k * 3;
            int r = rightOffset + k * (3 * LANES);
            FloatVector r0 = FloatVector.fromArray(FLOATS, right, r);
            FloatVector r1 = FloatVector.fromArray(FLOATS, right, r + LANES);
            FloatVector r2 = FloatVector.fromArray(FLOATS, right, r + 2 * LANES);
            FloatVector l0 = FloatVector.broadcast(FLOATS, left[l]);
            s00 = l0.fma(r0, s00);
            s01 = l0.fma(r1, s01);
            s02 = l0.fma(r2, s02);
            FloatVector l1 = FloatVector.broadcast(FLOATS, left[l + 1]);
            s10 = l1.fma(r0, s10);
            s11 = l1.fma(r1, s11);
            s12 = l1.fma(r2, s12);
            FloatVector l2 = FloatVector.broadcast(FLOATS, left[l + 2]);
            s20 = l2.fma(r0, s20);
            s21 = l2.fma(r1, s21);
            s22 = l2.fma(r2, s22);
        }
        int c0 = cOffset;
        int c1 = c0 + cStride;
        int c2 = c1 + cStride;
        if ((finish & ADD_TO_OUTPUT) != 0) {
            s00 = FloatVector.fromArray(FLOATS, c, c0).add(s00);
            s01 = FloatVector.fromArray(FLOATS, c, c0 + LANES).add(s01);
            s02 = FloatVector.fromArray(FLOATS, c, c0 + 2 * LANES).add(s02);
            s10 = FloatVector.fromArray(FLOATS, c, c1).add(s10);
            s11 = FloatVector.fromArray(FLOATS, c, c1 + LANES).add(s11);
            s12 = FloatVector.fromArray(FLOATS, c, c1 + 2 * LANES).add(s12);
            s20 = FloatVector.fromArray(FLOATS, c, c2).add(s20);
            s21 = FloatVector.fromArray(FLOATS, c, c2 + LANES).add(s21);
            s22 = FloatVector.fromArray(FLOATS, c, c2 + 2 * LANES).add(s22);
        }
        if ((finish & BIAS_PER_COLUMN) != 0) {
            FloatVector b0 = FloatVector.fromArray(FLOATS, bias, biasOffset);
            FloatVector b1 = FloatVector.fromArray(FLOATS, bias, biasOffset + LANES);
            FloatVector b2 = FloatVector.fromArray(FLOATS, bias, biasOffset + 2 * LANES);
            s00 = s00.add(b0);
            s01 = s01.add(b1);
            s02 = s02.add(b2);
            s10 = s10.add(b0);
            s11 = s11.add(b1);
            s12 = s12.add(b2);
            s20 = s20.add(b0);
            s21 = s21.add(b1);
            s22 = s22.add(b2);
        }
        if ((finish & BIAS_PER_ROW) != 0) {
            FloatVector b0 = FloatVector.broadcast(FLOATS, bias[biasOffset]);
            s00 = s00.add(b0);
            s01 = s01.add(b0);
            s02 = s02.add(b0);
            FloatVector b1 = FloatVector.broadcast(FLOATS, bias[biasOffset + 1]);
            s10 = s10.add(b1);
            s11 = s11.add(b1);
            s12 = s12.add(b1);
            FloatVector b2 = FloatVector.broadcast(FLOATS, bias[biasOffset + 2]);
            s20 = s20.add(b2);
            s21 = s21.add(b2);
            s22 = s22.add(b2);
        }
        if ((finish & RELU) != 0) {
            s00 = s00.blend(0f, s00.compare(VectorOperators.LT, 0f));
            s01 = s01.blend(0f, s01.compare(VectorOperators.LT, 0f));
            s02 = s02.blend(0f, s02.compare(VectorOperators.LT, 0f));
            s10 = s10.blend(0f, s10.compare(VectorOperators.LT, 0f));
            s11 = s11.blend(0f, s11.compare(VectorOperators.LT, 0f));
            s12 = s12.blend(0f, s12.compare(VectorOperators.LT, 0f));
            s20 = s20.blend(0f, s20.compare(VectorOperators.LT, 0f));
            s21 = s21.blend(0f, s21.compare(VectorOperators.LT, 0f));
            s22 = s22.blend(0f, s22.compare(VectorOperators.LT, 0f));
        }
        s00.intoArray(c, c0);
        s01.intoArray(c, c0 + LANES);
        s02.intoArray(c, c0 + 2 * LANES);
        s10.intoArray(c, c1);
        s11.intoArray(c, c1 + LANES);
        s12.intoArray(c, c1 + 2 * LANES);
        s20.intoArray(c, c2);
        s21.intoArray(c, c2 + LANES);
        s22.intoArray(c, c2 + 2 * LANES);
    }
}
