package dev.lanewise.kernel.simd;

import dev.lanewise.kernel.Approximations;
import dev.lanewise.kernel.ReductionKernels;
import dev.lanewise.kernel.RestOfSum;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** Sums over the virtual lanes of the contract, as vectors. */
interface SimdReductionKernels extends ReductionKernels {

    @Override
    default float sum(float[] x, int from, int to) {
        int whole = wholeBlocks(to - from);
        float rest = RestOfSum.sum(x, from + whole, to);
        return whole == 0 ? rest : VirtualLanes.sum(x, from, whole) + rest;
    }

    @Override
    default float dot(float[] x, int xFrom, float[] y, int yFrom, int n) {
        int whole = wholeBlocks(n);
        float rest = RestOfSum.dot(x, xFrom + whole, y, yFrom + whole, n - whole);
        return whole == 0 ? rest : VirtualLanes.products(x, xFrom, 0f, y, yFrom, 0f, whole) + rest;
    }

    @Override
    default float squaredDistance(float[] x, float center, int from, int to) {
        int whole = wholeBlocks(to - from);
        float rest = RestOfSum.squaredDistance(x, center, from + whole, to);
        return whole == 0 ? rest : VirtualLanes.products(x, from, center, x, from, center, whole) + rest;
    }

    @Override
    default float centeredDot(float[] x, int xFrom, float center, float[] y, int yFrom, int n) {
        int whole = wholeBlocks(n);
        float rest = RestOfSum.centeredDot(x, xFrom + whole, center, y, yFrom + whole, n - whole);
        return whole == 0 ? rest : VirtualLanes.products(x, xFrom, center, y, yFrom, 0f, whole) + rest;
    }

    private static int wholeBlocks(int n) {
        return n - n % LANES;
    }

    @Override
    default float max(float[] x, int from, int to) {
        if (to - from < Lanes.COUNT) {
            float largest = Float.NEGATIVE_INFINITY;
            for (int i = from; i < to; i++) {
                largest = Math.max(largest, x[i]);
            }
            return largest;
        }
        // The maximum does not depend on the order, so the last vector may overlap the one before it; three chains keep the processor busy.
        FloatVector largest = FloatVector.fromArray(Lanes.FLOATS, x, to - Lanes.COUNT);
        FloatVector second = largest;
        FloatVector third = largest;
        int i = from;
        for (; i < to - 3 * Lanes.COUNT; i += 3 * Lanes.COUNT) {
            largest = largest.max(FloatVector.fromArray(Lanes.FLOATS, x, i));
            second = second.max(FloatVector.fromArray(Lanes.FLOATS, x, i + Lanes.COUNT));
            third = third.max(FloatVector.fromArray(Lanes.FLOATS, x, i + 2 * Lanes.COUNT));
        }
        for (; i < to - Lanes.COUNT; i += Lanes.COUNT) {
            largest = largest.max(FloatVector.fromArray(Lanes.FLOATS, x, i));
        }
        largest = largest.max(second.max(third));
        return largest.reduceLanes(VectorOperators.MAX);
    }

    @Override
    default float expAndSum(float[] x, float shift, float[] y, int from, int to) {
        if (to - from >= Lanes.COUNT) {
            VectorApproximations.expOfScore(x, 1f, -shift, y, from, to);
        } else {
            for (int i = from; i < to; i++) {
                y[i] = Approximations.expOfScore(x[i], 1f, shift);
            }
        }
        return sum(y, from, to);
    }
}
