package dev.lanewise.kernel.simd;

import static dev.lanewise.kernel.simd.Lanes.FLOATS;
import static jdk.incubator.vector.FloatVector.fromArray;

import dev.lanewise.kernel.FourFloats;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/*
 * The last vector of a row overlaps the one before it instead of being masked, since writing an output twice does no harm.
 */
/** Maxima over four rows that lie one after the other. */
final class FourRows {

    private FourRows() {}

    static void reluMaxima(float[] x, int xFrom, float bias, float[] y, int yFrom, int count) {
        if (count < Lanes.COUNT) {
            for (int i = 0; i < count; i++) {
                y[yFrom + i] = FourFloats.reluMax(x, xFrom + i, count, bias);
            }
            return;
        }
        for (int next = 0; next < count; next += Lanes.COUNT) {
            int i = Math.min(next, count - Lanes.COUNT);
            int at = xFrom + i;
            FloatVector upper = fromArray(FLOATS, x, at).max(fromArray(FLOATS, x, at + count));
            FloatVector lower = fromArray(FLOATS, x, at + 2 * count).max(fromArray(FLOATS, x, at + 3 * count));
            FloatVector largest = upper.max(lower).add(bias);
            largest.blend(0f, largest.compare(VectorOperators.LT, 0f)).intoArray(y, yFrom + i);
        }
    }

    static void gradients(float[] x, float[] dx, int xFrom, float bias, float[] y, float[] dy, int yFrom, int count) {
        if (count < Lanes.COUNT) {
            for (int i = 0; i < count; i++) {
                FourFloats.gradient(x, dx, xFrom + i, count, bias, y[yFrom + i], dy[yFrom + i]);
            }
            return;
        }
        FloatVector zero = FloatVector.zero(FLOATS);
        for (int next = 0; next < count; next += Lanes.COUNT) {
            int i = Math.min(next, count - Lanes.COUNT);
            FloatVector largest = fromArray(FLOATS, y, yFrom + i);
            FloatVector gradient = zero.blend(fromArray(FLOATS, dy, yFrom + i), largest.compare(VectorOperators.GT, zero));
            for (int row = 0, at = xFrom + i; row < 4; row++, at += count) { // what a row does not take is left for those below
                VectorMask<Float> taken = fromArray(FLOATS, x, at).add(bias).eq(largest);
                zero.blend(gradient, taken).intoArray(dx, at);
                gradient = gradient.blend(zero, taken);
            }
        }
    }
}
