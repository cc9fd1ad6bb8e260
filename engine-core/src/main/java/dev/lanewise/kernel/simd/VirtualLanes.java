package dev.lanewise.kernel.simd;

import dev.lanewise.kernel.ReductionKernels;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;

/*
 * The 32 virtual lanes of every sum live in 32 / COUNT vectors: a0 and a1 at 512 bits, a0 to a3 at 256, a0 to a7 at 128.
 * One loop is written for all widths; the accumulators that a width does not need are dead code to the JIT, because COUNT is a
 * constant. The terms that fill no block are not here but in RestOfSum.
 */
/** Sums of whole blocks of 32 terms, whose bits do not depend on the hardware's width. */
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
        return VectorShuffle.fromOp(Lanes.FLOATS, lane -> (lane + distance) % Lanes.COUNT);
    }

    private static FloatVector zero() {
        return FloatVector.zero(Lanes.FLOATS);
    }

    private static FloatVector load(float[] x, int at) {
        return FloatVector.fromArray(Lanes.FLOATS, x, at);
    }

    /* The fixed tree: lanes 16 apart, then 8, 4, 2 and 1. */
    private static float join(FloatVector a0, FloatVector a1, FloatVector a2, FloatVector a3, FloatVector a4, FloatVector a5,
            FloatVector a6, FloatVector a7) {
        FloatVector v;
        if (AT_MOST_128_BITS) {
            v = a0.add(a4).add(a2.add(a6)).add(a1.add(a5).add(a3.add(a7)));
        } else if (AT_MOST_256_BITS) {
            v = a0.add(a2).add(a1.add(a3));
        } else {
            v = a0.add(a1);
            v = v.add(v.rearrange(DOWN_8));
        }
        if (!AT_MOST_128_BITS) {
            v = v.add(v.rearrange(DOWN_4));
        }
        v = v.add(v.rearrange(DOWN_2));
        return v.add(v.rearrange(DOWN_1)).lane(0);
    }

    static float sum(float[] x, int from, int count) {
        FloatVector a0 = zero();
        FloatVector a1 = zero();
        FloatVector a2 = zero();
        FloatVector a3 = zero();
        FloatVector a4 = zero();
        FloatVector a5 = zero();
        FloatVector a6 = zero();
        FloatVector a7 = zero();
        for (int i = 0; i < count; i += BLOCK) {
            a0 = a0.add(load(x, from + i));
            a1 = a1.add(load(x, from + i + Lanes.COUNT));
            if (AT_MOST_256_BITS) {
                a2 = a2.add(load(x, from + i + 2 * Lanes.COUNT));
                a3 = a3.add(load(x, from + i + 3 * Lanes.COUNT));
            }
            if (AT_MOST_128_BITS) {
                a4 = a4.add(load(x, from + i + 4 * Lanes.COUNT));
                a5 = a5.add(load(x, from + i + 5 * Lanes.COUNT));
                a6 = a6.add(load(x, from + i + 6 * Lanes.COUNT));
                a7 = a7.add(load(x, from + i + 7 * Lanes.COUNT));
            }
        }
        return join(a0, a1, a2, a3, a4, a5, a6, a7);
    }

    static float dot(float[] x, int xFrom, float[] y, int yFrom, int count) {
        FloatVector a0 = zero();
        FloatVector a1 = zero();
        FloatVector a2 = zero();
        FloatVector a3 = zero();
        FloatVector a4 = zero();
        FloatVector a5 = zero();
        FloatVector a6 = zero();
        FloatVector a7 = zero();
        for (int i = 0; i < count; i += BLOCK) {
            a0 = load(x, xFrom + i).fma(load(y, yFrom + i), a0);
            a1 = load(x, xFrom + i + Lanes.COUNT).fma(load(y, yFrom + i + Lanes.COUNT), a1);
            if (AT_MOST_256_BITS) {
                a2 = load(x, xFrom + i + 2 * Lanes.COUNT).fma(load(y, yFrom + i + 2 * Lanes.COUNT), a2);
                a3 = load(x, xFrom + i + 3 * Lanes.COUNT).fma(load(y, yFrom + i + 3 * Lanes.COUNT), a3);
            }
            if (AT_MOST_128_BITS) {
                a4 = load(x, xFrom + i + 4 * Lanes.COUNT).fma(load(y, yFrom + i + 4 * Lanes.COUNT), a4);
                a5 = load(x, xFrom + i + 5 * Lanes.COUNT).fma(load(y, yFrom + i + 5 * Lanes.COUNT), a5);
                a6 = load(x, xFrom + i + 6 * Lanes.COUNT).fma(load(y, yFrom + i + 6 * Lanes.COUNT), a6);
                a7 = load(x, xFrom + i + 7 * Lanes.COUNT).fma(load(y, yFrom + i + 7 * Lanes.COUNT), a7);
            }
        }
        return join(a0, a1, a2, a3, a4, a5, a6, a7);
    }

    /* At 128 bits half a block at a time, and the two halves of the sums take turns: eight sums at once would be too much code for the JIT. */
    static float centeredDot(float[] x, int xFrom, float center, float[] y, int yFrom, int count) {
        FloatVector a0 = zero();
        FloatVector a1 = a0;
        FloatVector a2 = a0;
        FloatVector a3 = a0;
        FloatVector a4 = a0;
        FloatVector a5 = a0;
        FloatVector a6 = a0;
        FloatVector a7 = a0;
        FloatVector centers = FloatVector.broadcast(Lanes.FLOATS, center);
        int step = AT_MOST_128_BITS ? BLOCK / 2 : BLOCK;
        for (int i = 0; i < count; i += step) {
            a0 = load(x, xFrom + i).sub(centers).fma(load(y, yFrom + i), a0);
            a1 = load(x, xFrom + i + Lanes.COUNT).sub(centers).fma(load(y, yFrom + i + Lanes.COUNT), a1);
            if (AT_MOST_256_BITS) {
                a2 = load(x, xFrom + i + 2 * Lanes.COUNT).sub(centers).fma(load(y, yFrom + i + 2 * Lanes.COUNT), a2);
                a3 = load(x, xFrom + i + 3 * Lanes.COUNT).sub(centers).fma(load(y, yFrom + i + 3 * Lanes.COUNT), a3);
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
        return join(a0, a1, a2, a3, a4, a5, a6, a7);
    }

    static float squaredDistance(float[] x, float center, int from, int count) {
        FloatVector a0 = zero();
        FloatVector a1 = zero();
        FloatVector a2 = zero();
        FloatVector a3 = zero();
        FloatVector a4 = zero();
        FloatVector a5 = zero();
        FloatVector a6 = zero();
        FloatVector a7 = zero();
        FloatVector centers = FloatVector.broadcast(Lanes.FLOATS, center);
        for (int i = 0; i < count; i += BLOCK) {
            a0 = addSquare(load(x, from + i).sub(centers), a0);
            a1 = addSquare(load(x, from + i + Lanes.COUNT).sub(centers), a1);
            if (AT_MOST_256_BITS) {
                a2 = addSquare(load(x, from + i + 2 * Lanes.COUNT).sub(centers), a2);
                a3 = addSquare(load(x, from + i + 3 * Lanes.COUNT).sub(centers), a3);
            }
            if (AT_MOST_128_BITS) {
                a4 = addSquare(load(x, from + i + 4 * Lanes.COUNT).sub(centers), a4);
                a5 = addSquare(load(x, from + i + 5 * Lanes.COUNT).sub(centers), a5);
                a6 = addSquare(load(x, from + i + 6 * Lanes.COUNT).sub(centers), a6);
                a7 = addSquare(load(x, from + i + 7 * Lanes.COUNT).sub(centers), a7);
            }
        }
        return join(a0, a1, a2, a3, a4, a5, a6, a7);
    }

    private static FloatVector addSquare(FloatVector distance, FloatVector sum) {
        return distance.fma(distance, sum);
    }
}
