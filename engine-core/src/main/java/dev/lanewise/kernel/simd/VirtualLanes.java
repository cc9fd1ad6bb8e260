package dev.lanewise.kernel.simd;

import static dev.lanewise.kernel.simd.Lanes.FLOATS;
import static jdk.incubator.vector.FloatVector.fromArray;

import dev.lanewise.kernel.ReductionKernels;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;

/*
 * The 32 virtual lanes of every sum live in 32 / COUNT vectors: a0 and a1 at 512 bits, a0 to a3 at 256, a0 to a7 at 128.
 * One loop is written for all widths; the accumulators that a width does not need are dead code to the JIT, because COUNT is a
 * constant. The terms that fill no block are not here but in RestOfSum.
 */
/**
 * Sums of whole blocks of 32 terms, whose bits do not depend on the hardware's width. The lanes are joined in a fixed tree: those 16 apart,
 * then 8, 4, 2 and 1.
 */
final class VirtualLanes {

    private static final int BLOCK = ReductionKernels.LANES;
    private static final boolean AT_MOST_256_BITS = Lanes.COUNT <= 8;
    private static final boolean AT_MOST_128_BITS = Lanes.COUNT <= 4;

    private static final VectorShuffle<Float> DOWN_8 = down(8);
    private static final VectorShuffle<Float> DOWN_4 = down(4);
    private static final VectorShuffle<Float> DOWN_2 = down(2);
    private static final VectorShuffle<Float> DOWN_1 = down(1);

    private VirtualLanes() {}

    private static VectorShuffle<Float> down(int distance) {
        return VectorShuffle.fromOp(FLOATS, lane -> (lane + distance) % Lanes.COUNT);
    }

    /** Σ x. */
    static float sum(float[] x, int from, int count) {
        FloatVector a0 = FloatVector.zero(FLOATS);
        FloatVector a1 = a0;
        FloatVector a2 = a0;
        FloatVector a3 = a0;
        FloatVector a4 = a0;
        FloatVector a5 = a0;
        FloatVector a6 = a0;
        FloatVector a7 = a0;
        for (int i = from; i < from + count; i += BLOCK) {
            a0 = a0.add(fromArray(FLOATS, x, i));
            a1 = a1.add(fromArray(FLOATS, x, i + Lanes.COUNT));
            if (AT_MOST_256_BITS) {
                a2 = a2.add(fromArray(FLOATS, x, i + 2 * Lanes.COUNT));
                a3 = a3.add(fromArray(FLOATS, x, i + 3 * Lanes.COUNT));
            }
            if (AT_MOST_128_BITS) {
                a4 = a4.add(fromArray(FLOATS, x, i + 4 * Lanes.COUNT));
                a5 = a5.add(fromArray(FLOATS, x, i + 5 * Lanes.COUNT));
                a6 = a6.add(fromArray(FLOATS, x, i + 6 * Lanes.COUNT));
                a7 = a7.add(fromArray(FLOATS, x, i + 7 * Lanes.COUNT));
            }
        }
        FloatVector v = AT_MOST_128_BITS ? a0.add(a4).add(a2.add(a6)).add(a1.add(a5).add(a3.add(a7)))
                : AT_MOST_256_BITS ? a0.add(a2).add(a1.add(a3)) : a0.add(a1);
        v = AT_MOST_256_BITS ? v : v.add(v.rearrange(DOWN_8));
        v = AT_MOST_128_BITS ? v : v.add(v.rearrange(DOWN_4));
        v = v.add(v.rearrange(DOWN_2));
        return v.add(v.rearrange(DOWN_1)).lane(0);
    }

    /* At 128 bits half a block at a time, and the two halves of the sums take turns: eight sums at once would be too much code for the JIT. */
    /** Σ (x − xCenter)·(y − yCenter). */
    static float products(float[] x, int xFrom, float xCenter, float[] y, int yFrom, float yCenter, int count) {
        FloatVector a0 = FloatVector.zero(FLOATS);
        FloatVector a1 = a0;
        FloatVector a2 = a0;
        FloatVector a3 = a0;
        FloatVector a4 = a0;
        FloatVector a5 = a0;
        FloatVector a6 = a0;
        FloatVector a7 = a0;
        FloatVector xc = FloatVector.broadcast(FLOATS, xCenter);
        FloatVector yc = FloatVector.broadcast(FLOATS, yCenter);
        int step = AT_MOST_128_BITS ? BLOCK / 2 : BLOCK;
        for (int i = 0; i < count; i += step) {
            int s = xFrom + i;
            int t = yFrom + i;
            a0 = fromArray(FLOATS, x, s).sub(xc).fma(fromArray(FLOATS, y, t).sub(yc), a0);
            a1 = fromArray(FLOATS, x, s + Lanes.COUNT).sub(xc).fma(fromArray(FLOATS, y, t + Lanes.COUNT).sub(yc), a1);
            if (AT_MOST_256_BITS) {
                a2 = fromArray(FLOATS, x, s + 2 * Lanes.COUNT).sub(xc).fma(fromArray(FLOATS, y, t + 2 * Lanes.COUNT).sub(yc), a2);
                a3 = fromArray(FLOATS, x, s + 3 * Lanes.COUNT).sub(xc).fma(fromArray(FLOATS, y, t + 3 * Lanes.COUNT).sub(yc), a3);
            }
            if (AT_MOST_128_BITS) {
                FloatVector half0 = a0;
                FloatVector half1 = a1;
                FloatVector half2 = a2;
                FloatVector half3 = a3;
                a0 = a4;
                a1 = a5;
                a2 = a6;
                a3 = a7;
                a4 = half0;
                a5 = half1;
                a6 = half2;
                a7 = half3;
            }
        }
        FloatVector v = AT_MOST_128_BITS ? a0.add(a4).add(a2.add(a6)).add(a1.add(a5).add(a3.add(a7)))
                : AT_MOST_256_BITS ? a0.add(a2).add(a1.add(a3)) : a0.add(a1);
        v = AT_MOST_256_BITS ? v : v.add(v.rearrange(DOWN_8));
        v = AT_MOST_128_BITS ? v : v.add(v.rearrange(DOWN_4));
        v = v.add(v.rearrange(DOWN_2));
        return v.add(v.rearrange(DOWN_1)).lane(0);
    }
}
