package dev.lanewise.kernel.simd;

import static dev.lanewise.kernel.simd.Lanes.FLOATS;
import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/*
 * The last step of a row overlaps the one before it instead of masking, since writing an output twice does no harm; rows that are shorter
 * than one step are plain code.
 */
/** Neighbouring 2×2 blocks of two rows of an image. */
final class Blocks2x2 {

    private static final int HALF = Lanes.COUNT / 2;

    private static final VectorShuffle<Float> NEIGHBOURS = VectorShuffle.fromOp(FLOATS, lane -> lane ^ 1);
    private static final VectorShuffle<Float> EVEN = VectorShuffle.fromOp(FLOATS, lane -> 2 * lane % Lanes.COUNT);
    private static final VectorShuffle<Float> TWICE = VectorShuffle.fromOp(FLOATS, lane -> lane / 2);
    private static final VectorMask<Float> UPPER = VectorMask.fromLong(FLOATS, -1L << HALF);
    private static final VectorMask<Float> RIGHT = VectorMask.fromLong(FLOATS, 0xAAAAAAAAAAAAAAAAL);

    private Blocks2x2() {}

    static void maxima(float[] x, int row, int width, float[] y, int at, int count) {
        if (count < Lanes.COUNT) {
            for (int j = 0; j < count; j++) {
                int left = row + 2 * j;
                y[at + j] = Math.max(Math.max(x[left], x[left + 1]), Math.max(x[left + width], x[left + width + 1]));
            }
            return;
        }
        for (int next = 0; next < count; next += Lanes.COUNT) {
            int j = Math.min(next, count - Lanes.COUNT);
            int upper = row + 2 * j;
            int lower = upper + width;
            FloatVector left = fromArray(FLOATS, x, upper).max(fromArray(FLOATS, x, lower));
            FloatVector right = fromArray(FLOATS, x, upper + Lanes.COUNT).max(fromArray(FLOATS, x, lower + Lanes.COUNT));
            left = left.max(left.rearrange(NEIGHBOURS)).rearrange(EVEN);
            right = right.max(right.rearrange(NEIGHBOURS)).rearrange(EVEN);
            left.blend(right, UPPER).intoArray(y, at + j);
        }
    }

    /* A step gives half a vector of blocks their gradients, and reads a whole one. */
    static void distribute(float[] x, float[] dx, int row, int width, float[] y, float[] dy, int at, int count) {
        if (count < HALF || at + count + HALF > Math.min(y.length, dy.length)) {
            for (int j = 0; j < count; j++) {
                distributeOne(x, dx, row + 2 * j, width, y[at + j], dy[at + j]);
            }
            return;
        }
        for (int next = 0; next < count; next += HALF) {
            int j = Math.min(next, count - HALF);
            distributeStep(x, dx, row + 2 * j, width, y, dy, at + j);
        }
    }

    /* A lane takes the gradient if it equals the maximum and no earlier one of its block does: earlier are the left neighbour, and
     * for the lower row both of the upper one. */
    private static void distributeStep(float[] x, float[] dx, int left, int width, float[] y, float[] dy, int at) {
        FloatVector largest = fromArray(FLOATS, y, at).rearrange(TWICE);
        FloatVector gradient = fromArray(FLOATS, dy, at).rearrange(TWICE);
        FloatVector zero = FloatVector.zero(FLOATS);
        FloatVector upper = fromArray(FLOATS, x, left);
        VectorMask<Float> upperEqual = upper.eq(largest);
        VectorMask<Float> upperNeighbourEqual = upper.rearrange(NEIGHBOURS).eq(largest);
        zero.blend(gradient, upperEqual.andNot(upperNeighbourEqual.and(RIGHT))).intoArray(dx, left);
        FloatVector lower = fromArray(FLOATS, x, left + width);
        VectorMask<Float> lowerNeighbourEqual = lower.rearrange(NEIGHBOURS).eq(largest);
        VectorMask<Float> earlier = upperEqual.or(upperNeighbourEqual).or(lowerNeighbourEqual.and(RIGHT));
        zero.blend(gradient, lower.eq(largest).andNot(earlier)).intoArray(dx, left + width);
    }

    private static void distributeOne(float[] x, float[] dx, int left, int width, float largest, float gradient) {
        boolean first = x[left] == largest;
        boolean second = !first && x[left + 1] == largest;
        boolean third = !first && !second && x[left + width] == largest;
        boolean fourth = !first && !second && !third && x[left + width + 1] == largest;
        dx[left] = first ? gradient : 0f;
        dx[left + 1] = second ? gradient : 0f;
        dx[left + width] = third ? gradient : 0f;
        dx[left + width + 1] = fourth ? gradient : 0f;
    }
}
