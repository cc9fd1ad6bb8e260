package dev.lanewise.metric;

/** What metrics ask of the sums that they go on from: a checkpoint may be that of other metrics. */
final class SavedSums {

    private SavedSums() {}

    static void requireLength(String metric, double[] sums, int length) {
        if (sums.length != length) {
            throw new IllegalArgumentException(metric + ": expected " + length + " saved sums, found " + sums.length);
        }
    }

    /** A sum that counts something. */
    static long count(String metric, double sum) {
        if (!(sum >= 0 && sum <= Long.MAX_VALUE && sum == Math.rint(sum))) {
            throw new IllegalArgumentException(metric + ": expected a count among the saved sums, found " + sum);
        }
        return (long) sum;
    }
}
