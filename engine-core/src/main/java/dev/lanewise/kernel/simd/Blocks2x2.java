package dev.lanewise.kernel.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/*
 * A whole vector of either row of the image holds half a vector of blocks. The last step of a row overlaps the one before it instead
 * of masking, since writing an output twice does no harm; rows that are shorter than one step are plain code.
 */
/** Neighbouring 2×2 blocks of two rows of an image. */
final class Blocks2x2 {

    private static final int STEP = Lanes.COUNT / 2;
    private static final VectorSpecies<Float> HALF =
            VectorSpecies.of(float.class, VectorShape.forBitSize(Lanes.FLOATS.vectorBitSize() / 2));

    private static final VectorShuffle<Float> NEIGHBOURS = VectorShuffle.fromOp(Lanes.FLOATS, lane -> lane ^ 1);
    private static final VectorShuffle<Float> EVEN = VectorShuffle.fromOp(Lanes.FLOATS, lane -> 2 * lane % Lanes.COUNT);
    private static final VectorShuffle<Float> TWICE = VectorShuffle.fromOp(Lanes.FLOATS, lane -> lane / 2);
    private static final VectorMask<Float> RIGHT = VectorMask.fromLong(Lanes.FLOATS, 0xAAAAAAAAAAAAAAAAL);

    private Blocks2x2() {}

    private static FloatVector load(float[] x, int at) {
        return FloatVector.fromArray(Lanes.FLOATS, x, at);
    }

    /** Half a vector of blocks' values, each in both lanes of its block. */
    private static FloatVector loadTwice(float[] y, int at) {
        return ((FloatVector) FloatVector.fromArray(HALF, y, at).reinterpretShape(Lanes.FLOATS, 0)).rearrange(TWICE);
    }

    static void maxima(float[] x, int row, int width, float[] y, int at, int count) {
        if (count < STEP) {
            for (int j = 0; j < count; j++) {
                int left = row + 2 * j;
                y[at + j] = Math.max(Math.max(x[left], x[left + 1]), Math.max(x[left + width], x[left + width + 1]));
            }
            return;
        }
        for (int j = 0; j < count - STEP; j += STEP) {
            maximaOfStep(x, row + 2 * j, width, y, at + j);
        }
        maximaOfStep(x, row + 2 * (count - STEP), width, y, at + count - STEP);
    }

    private static void maximaOfStep(float[] x, int left, int width, float[] y, int at) {
        FloatVector largest = load(x, left).max(load(x, left + width));
        largest = largest.max(largest.rearrange(NEIGHBOURS));
        ((FloatVector) largest.rearrange(EVEN).reinterpretShape(HALF, 0)).intoArray(y, at);
    }

    static void distribute(float[] x, float[] dx, int row, int width, float[] y, float[] dy, int at, int count) {
        if (count < STEP) {
            for (int j = 0; j < count; j++) {
                distributeOne(x, dx, row + 2 * j, width, y[at + j], dy[at + j]);
            }
            return;
        }
        for (int j = 0; j < count - STEP; j += STEP) {
            distributeStep(x, dx, row + 2 * j, width, y, dy, at + j);
        }
        distributeStep(x, dx, row + 2 * (count - STEP), width, y, dy, at + count - STEP);
    }

    /* A lane takes the gradient if it equals the maximum and no earlier one of its block does: earlier are the left neighbour, and
     * for the lower row both of the upper one. */
    private static void distributeStep(float[] x, float[] dx, int left, int width, float[] y, float[] dy, int at) {
        FloatVector largest = loadTwice(y, at);
        FloatVector gradient = loadTwice(dy, at);
        FloatVector zero = FloatVector.zero(Lanes.FLOATS);
        FloatVector upper = load(x, left);
        VectorMask<Float> upperEqual = upper.eq(largest);
        VectorMask<Float> upperNeighbourEqual = upper.rearrange(NEIGHBOURS).eq(largest);
        zero.blend(gradient, upperEqual.andNot(upperNeighbourEqual.and(RIGHT))).intoArray(dx, left);
        FloatVector lower = load(x, left + width);
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
