package dev.lanewise.kernel.simd;

import static dev.lanewise.kernel.MatrixKernels.ADD_TO_OUTPUT;
import static dev.lanewise.kernel.MatrixKernels.BIAS_PER_COLUMN;
import static dev.lanewise.kernel.MatrixKernels.BIAS_PER_ROW;
import static dev.lanewise.kernel.MatrixKernels.RELU;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** What follows the sums of a product: the old output, the bias, the activation. */
final class FinishedRow {

    private static final VectorSpecies<Float> FLOATS = Lanes.FLOATS;

    private FinishedRow() {}

    static void write(int columns, float[] sums, int sumsAt, float[] c, int cAt, float[] bias, int biasAt, int finish) {
        float rowBias = (finish & BIAS_PER_ROW) != 0 ? bias[biasAt] : 0f;
        if (columns == 2 * Lanes.COUNT) { // a whole tile's; a loop of two turns costs several times as much
            writeVector(sums, sumsAt, c, cAt, bias, biasAt, rowBias, finish);
            writeVector(sums, sumsAt + Lanes.COUNT, c, cAt + Lanes.COUNT, bias, biasAt + Lanes.COUNT, rowBias, finish);
            return;
        }
        int j = 0;
        for (; j <= columns - Lanes.COUNT; j += Lanes.COUNT) {
            writeVector(sums, sumsAt + j, c, cAt + j, bias, biasAt + j, rowBias, finish);
        }
        for (; j < columns; j++) {
            float y = sums[sumsAt + j];
            if ((finish & ADD_TO_OUTPUT) != 0) {
                y = c[cAt + j] + y;
            }
            if ((finish & BIAS_PER_COLUMN) != 0) {
                y += bias[biasAt + j];
            }
            if ((finish & BIAS_PER_ROW) != 0) {
                y += rowBias;
            }
            c[cAt + j] = (finish & RELU) != 0 && y < 0f ? 0f : y;
        }
    }

    private static void writeVector(
            float[] sums, int sumsAt, float[] c, int cAt, float[] bias, int biasAt, float rowBias, int finish) {
        FloatVector y = FloatVector.fromArray(FLOATS, sums, sumsAt);
        if ((finish & ADD_TO_OUTPUT) != 0) {
            y = FloatVector.fromArray(FLOATS, c, cAt).add(y);
        }
        if ((finish & BIAS_PER_COLUMN) != 0) {
            y = y.add(FloatVector.fromArray(FLOATS, bias, biasAt));
        }
        if ((finish & BIAS_PER_ROW) != 0) {
            y = y.add(rowBias);
        }
        if ((finish & RELU) != 0) {
            y = y.blend(0f, y.compare(VectorOperators.LT, 0f));
        }
        y.intoArray(c, cAt);
    }
}
