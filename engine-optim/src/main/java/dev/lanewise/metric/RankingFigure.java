package dev.lanewise.metric;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;

/**
 * How well scores put the yes before the no: the area under the ROC curve, or under the curve of precision over recall. Exact: every score
 * is kept (8 bytes for each example, also in a checkpoint), and examples with equal scores count as one point of the curve.
 *
 * <p>Outputs {@code [batch]} or {@code [batch, 1]}, or {@code [batch, 2]}, of which the second minus the first is the score; labels 0 and 1,
 * or float targets 0 and 1 for outputs of their shape. With a score that is NaN, or without a yes or (for ROC) a no, the figure is NaN.
 */
public final class RankingFigure implements Metric {

    private final boolean roc;
    private long[] keys = new long[256]; // ordered by score, from low to high; the lowest bit is the label
    private int examples;
    private boolean undefined;

    private RankingFigure(boolean roc) {
        this.roc = roc;
    }

    /**
     * The area under the ROC curve: the probability that a yes has a higher score than a no, where equal scores count half. Source: Hanley
     * and McNeil, <i>The meaning and use of the area under a receiver operating characteristic curve</i>, 1982.
     */
    public static RankingFigure rocAuc() {
        return new RankingFigure(true);
    }

    /**
     * The average precision, Σ (Rₖ − Rₖ₋₁)·Pₖ over the thresholds from high to low: the area under the curve of precision P over recall R,
     * without the optimism of lines between its points. Source: Davis and Goadrich, <i>The relationship between precision-recall and ROC
     * curves</i>, ICML 2006.
     */
    public static RankingFigure prAuc() {
        return new RankingFigure(false);
    }

    @Override
    public String name() {
        return roc ? "roc auc" : "pr auc";
    }

    @Override
    public void add(Tensor outputs, IntTensor labels) {
        int columns = labels.size() == 0 ? 1 : outputs.size() / labels.size();
        if (outputs.size() != columns * labels.size() || columns < 1 || columns > 2 || outputs.shape().rank() > 2) {
            throw new IllegalArgumentException(name() + ": expected outputs [" + labels.size() + "] or [" + labels.size() + ", 2] for "
                    + labels.size() + " labels, found " + outputs.shape());
        }
        float[] scores = outputs.array();
        for (int row = 0; row < labels.size(); row++) {
            add(columns == 1 ? scores[row] : scores[2 * row + 1] - scores[2 * row], labels.get(row), row);
        }
    }

    @Override
    public void add(Tensor outputs, Tensor values) {
        Shapes.requireEqual(name(), outputs, values);
        for (int i = 0; i < outputs.size(); i++) {
            add(outputs.array()[i], values.array()[i], i);
        }
    }

    private void requireLabel(double label, int row) {
        if (label != 0 && label != 1) {
            throw new IllegalArgumentException(name() + ": expected labels 0 and 1, found " + label + " in row " + row
                    + "; make one figure for each class against the others");
        }
    }

    private void add(float score, double label, int row) {
        requireLabel(label, row);
        undefined |= Float.isNaN(score);
        if (examples == keys.length) {
            keys = Arrays.copyOf(keys, Math.multiplyExact(2, examples));
        }
        keys[examples++] = key(score) << 1 | (long) label;
    }

    /* Integers in the order of the floats; −0 is 0. */
    private static long key(float score) {
        int bits = Float.floatToIntBits(score + 0f);
        return bits < 0 ? Integer.MIN_VALUE - (long) bits : bits;
    }

    private static float score(long key) {
        int bits = (int) (key >> 1);
        return Float.intBitsToFloat(bits < 0 ? Integer.MIN_VALUE - bits : bits);
    }

    @Override
    public double value() {
        long[] sorted = Arrays.copyOf(keys, examples);
        Arrays.sort(sorted);
        long positives = 0;
        for (long key : sorted) {
            positives += key & 1;
        }
        if (undefined || positives == 0 || roc && positives == examples) {
            return Double.NaN;
        }
        return roc ? areaUnderRoc(sorted, positives) : averagePrecision(sorted, positives);
    }

    private static double areaUnderRoc(long[] sorted, long positives) {
        double wins = 0; // pairs of a yes above a no, and half of those at the same score
        long negativesBelow = 0;
        for (int from = 0; from < sorted.length; ) {
            int to = endOfTies(sorted, from);
            long yes = positives(sorted, from, to);
            long no = to - from - yes;
            wins += yes * (negativesBelow + 0.5 * no);
            negativesBelow += no;
            from = to;
        }
        return wins / positives / (sorted.length - positives);
    }

    private static double averagePrecision(long[] sorted, long positives) {
        double sum = 0;
        long below = positives; // with a score lower than the threshold
        for (int from = 0; from < sorted.length; ) {
            int to = endOfTies(sorted, from);
            long yes = positives(sorted, from, to);
            sum += yes * ((double) below / (sorted.length - from)); // the precision of all from this score on
            below -= yes;
            from = to;
        }
        return sum / positives;
    }

    private static int endOfTies(long[] sorted, int from) {
        int to = from + 1;
        while (to < sorted.length && sorted[to] >> 1 == sorted[from] >> 1) {
            to++;
        }
        return to;
    }

    private static long positives(long[] sorted, int from, int to) {
        long count = 0;
        for (int i = from; i < to; i++) {
            count += sorted[i] & 1;
        }
        return count;
    }

    @Override
    public void reset() {
        examples = 0;
        undefined = false;
    }

    /** The score and the label of each example. */
    @Override
    public double[] sums() {
        double[] all = new double[2 * examples];
        for (int i = 0; i < examples; i++) {
            all[2 * i] = score(keys[i]);
            all[2 * i + 1] = keys[i] & 1;
        }
        return all;
    }

    @Override
    public void restore(double[] sums) {
        if (sums.length % 2 != 0) {
            throw new IllegalArgumentException(name() + ": expected a saved score and label for each example, found " + sums.length + " numbers");
        }
        for (int i = 1; i < sums.length; i += 2) {
            requireLabel(sums[i], i / 2);
        }
        reset();
        append(sums);
    }

    @Override
    public void merge(Metric other) {
        if (!(other instanceof RankingFigure ranking) || ranking.roc != roc) {
            throw new IllegalArgumentException(name() + ": expected another one to merge with, found " + other.name());
        }
        append(ranking.sums());
    }

    private void append(double[] sums) {
        for (int i = 0; i + 1 < sums.length; i += 2) {
            add((float) sums[i], sums[i + 1], i / 2);
        }
    }
}
