package dev.lanewise.kernel.simd;

import dev.lanewise.kernel.ReductionKernels;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Sums over the virtual lanes of the contract: 2 vectors at 512 bits, 4 at 256, 8 at 128. One loop is written for all widths, with
 * the accumulators as locals; those that a width does not need are dead code to the JIT, because {@link Lanes#COUNT} is a constant.
 */
interface SimdReductionKernels extends ReductionKernels {

    @Override
    default float sum(float[] x, int from, int to) {
        return VirtualLanes.sum(x, from, to);
    }

    @Override
    default float dot(float[] x, int xFrom, float[] y, int yFrom, int n) {
        return VirtualLanes.dot(x, xFrom, y, yFrom, n);
    }

    @Override
    default float squaredDistance(float[] x, float center, int from, int to) {
        return VirtualLanes.squaredDistance(x, center, from, to);
    }

    @Override
    default float centeredDot(float[] x, int xFrom, float center, float[] y, int yFrom, int n) {
        return VirtualLanes.centeredDot(x, xFrom, center, y, yFrom, n);
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
        // The maximum does not depend on the order, so the last vector may overlap the one before it.
        FloatVector largest = FloatVector.fromArray(Lanes.FLOATS, x, to - Lanes.COUNT);
        for (int i = from; i < to - Lanes.COUNT; i += Lanes.COUNT) {
            largest = largest.max(FloatVector.fromArray(Lanes.FLOATS, x, i));
        }
        return largest.reduceLanes(VectorOperators.MAX);
    }

    @Override
    default float expAndSum(float[] x, float shift, float[] y, int from, int to) {
        int i = from;
        FloatVector shifts = FloatVector.broadcast(Lanes.FLOATS, shift);
        for (; i <= to - Lanes.COUNT; i += Lanes.COUNT) {
            VectorApproximations.exp(FloatVector.fromArray(Lanes.FLOATS, x, i).sub(shifts)).intoArray(y, i);
        }
        if (i < to) {
            var rest = Lanes.FLOATS.indexInRange(i, to);
            VectorApproximations.exp(FloatVector.fromArray(Lanes.FLOATS, x, i, rest).sub(shifts)).intoArray(y, i, rest);
        }
        return VirtualLanes.sum(y, from, to);
    }
}
