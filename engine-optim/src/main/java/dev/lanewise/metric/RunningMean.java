package dev.lanewise.metric;

/** The mean of numbers that come one after the other: their sum in this order, and how many they are. */
final class RunningMean {

    private double sum;
    private long count;

    void add(double number) {
        sum += number;
        count++;
    }

    /** Adds 1 for a hit and 0 for a miss: the mean is then the share of hits. */
    void add(boolean hit) {
        add(hit ? 1 : 0);
    }

    /** NaN of no numbers. */
    double value() {
        return sum / count;
    }

    void reset() {
        sum = 0;
        count = 0;
    }

    double[] sums() {
        return new double[] {sum, count};
    }

    void restore(String metric, double[] sums) {
        SavedSums.requireLength(metric, sums, 2);
        count = SavedSums.count(metric, sums[1]);
        sum = sums[0];
    }
}
