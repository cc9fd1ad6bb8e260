package dev.lanewise.generation;

import java.util.Arrays;

/** Puts places in the order of their scores. */
final class MostProbable {

    private static final long LOW_32 = 0xFFFFFFFFL;

    private MostProbable() {}

    /**
     * The places of the {@code count} highest scores, the highest first; of equal ones, the first. No score is NaN, and 0 is not −0.
     *
     * <p>Score and place are one number, so that the sorting needs no objects.
     */
    static int[] first(float[] scores, int count) {
        long[] keys = new long[scores.length];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = (long) ~ascending(scores[i]) << 32 | i;
        }
        Arrays.sort(keys);
        int[] places = new int[count];
        for (int i = 0; i < count; i++) {
            places[i] = (int) (keys[i] & LOW_32);
        }
        return places;
    }

    /** An integer that is ordered as the floats are. */
    private static int ascending(float score) {
        int bits = Float.floatToIntBits(score);
        return bits ^ bits >> 31 & Integer.MAX_VALUE;
    }
}
