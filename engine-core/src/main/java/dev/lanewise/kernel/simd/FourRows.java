package dev.lanewise.kernel.simd;

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

    private static FloatVector load(float[] x, int at) {
        return FloatVector.fromArray(Lanes.FLOATS, x, at);
    }

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
            FloatVector upper = load(x, at).max(load(x, at + count));
            FloatVector lower = load(x, at + 2 * count).max(load(x, at + 3 * count));
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
        FloatVector zero = FloatVector.zero(Lanes.FLOATS);
        for (int next = 0; next < count; next += Lanes.COUNT) {
            int i = Math.min(next, count - Lanes.COUNT);
            FloatVector largest = load(y, yFrom + i);
            FloatVector gradient = zero.blend(load(dy, yFrom + i), largest.compare(VectorOperators.GT, zero));
            int at = xFrom + i;
            gradient = give(gradient, x, dx, at, bias, largest);
            gradient = give(gradient, x, dx, at + count, bias, largest);
            gradient = give(gradient, x, dx, at + 2 * count, bias, largest);
            give(gradient, x, dx, at + 3 * count, bias, largest);
        }
    }

    /* Gives the gradient to the lanes of a row that hold the maximum, and returns what is left for the rows below. */
    private static FloatVector give(FloatVector gradient, float[] x, float[] dx, int at, float bias, FloatVector largest) {
        FloatVector zero = FloatVector.zero(Lanes.FLOATS);
        VectorMask<Float> taken = load(x, at).add(bias).eq(largest);
        zero.blend(gradient, taken).intoArray(dx, at);
        return gradient.blend(zero, taken);
    }
}
