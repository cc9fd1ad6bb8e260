package dev.lanewise.metric;

/** Which class a row of scores speaks for. */
final class Highest {

    private Highest() {}

    /** The position of the highest score, the first one among equals; −1 if one of them is NaN. */
    static int of(float[] scores, int offset, int count) {
        int highest = 0;
        for (int i = 0; i < count; i++) {
            if (Float.isNaN(scores[offset + i])) {
                return -1;
            }
            if (scores[offset + i] > scores[offset + highest]) {
                highest = i;
            }
        }
        return highest;
    }
}
