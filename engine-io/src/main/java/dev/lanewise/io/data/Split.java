package dev.lanewise.io.data;

import dev.lanewise.random.Philox;
import dev.lanewise.train.Order;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts a data set into parts: for training, validation and test. Which example goes where is a function of the seed, the labels and
 * the shares alone; within a part the examples keep their order.
 *
 * <pre>{@code
 * var parts = Split.stratified(examples, 1, 0.8, 0.1, 0.1);
 * Examples train = parts.get(0), validation = parts.get(1), test = parts.get(2);
 * }</pre>
 */
public final class Split {

    private static final double ROUNDING = 1e-9;

    private Split() {}

    /**
     * Parts in each of which the classes have the shares that they have in the whole, to within one example.
     *
     * @param shares of each part; together at most 1, the rest is left out
     * @throws IllegalArgumentException if a share is not positive, their sum is above 1, or a part would have no examples
     * @throws IllegalStateException if the targets are not classes
     */
    public static List<Examples> stratified(Examples examples, long seed, double... shares) {
        int[] labels = new int[examples.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = examples.label(i);
        }
        return parts(examples, stratified(labels, seed, shares));
    }

    /** Parts that are drawn without regard to the targets, otherwise as {@link #stratified(Examples, long, double...)}. */
    public static List<Examples> random(Examples examples, long seed, double... shares) {
        return parts(examples, stratified(new int[examples.size()], seed, shares));
    }

    private static List<Examples> parts(Examples examples, List<int[]> indices) {
        return indices.stream().map(examples::part).toList();
    }

    /**
     * The numbers of the examples in each part, ascending.
     *
     * @param labels the class of each example; all equal for a split without regard to classes
     */
    public static List<int[]> stratified(int[] labels, long seed, double... shares) {
        double[] ends = ends(shares);
        int classes = Arrays.stream(labels).max().orElse(-1) + 1;
        int[][] examplesOfClass = byClass(labels, classes);
        List<int[]> parts = new ArrayList<>();
        int[] sizes = new int[shares.length];
        int[][] chosen = new int[shares.length][labels.length];
        long before = 0;
        for (int label = 0; label < classes; label++) {
            int[] members = examplesOfClass[label];
            int[] order = Order.shuffled(Philox.seeded(seed).stream(label).nextLong(), 0).of(members.length);
            int from = 0;
            for (int part = 0; part < shares.length; part++) {
                // rounded over all classes so far, so that the whole parts come out right too
                long end = Math.round(ends[part] * (before + members.length)) - Math.round(ends[part] * before);
                for (; from < Math.min(end, members.length); from++) {
                    chosen[part][sizes[part]++] = members[order[from]];
                }
            }
            before += members.length;
        }
        for (int part = 0; part < shares.length; part++) {
            if (sizes[part] == 0) {
                throw new IllegalArgumentException("split: part " + (part + 1) + " of " + shares.length + " would be empty, a share of "
                        + shares[part] + " of " + labels.length + " examples; give it a larger share, or get more data");
            }
            int[] indices = Arrays.copyOf(chosen[part], sizes[part]);
            Arrays.sort(indices);
            parts.add(indices);
        }
        return parts;
    }

    private static double[] ends(double... shares) {
        double[] ends = new double[shares.length];
        double sum = 0;
        for (int i = 0; i < shares.length; i++) {
            if (!(shares[i] > 0)) {
                throw new IllegalArgumentException("split: expected shares above 0, found " + Arrays.toString(shares));
            }
            sum += shares[i];
            ends[i] = Math.min(1, sum);
        }
        if (!(sum <= 1 + ROUNDING)) {
            throw new IllegalArgumentException("split: expected shares whose sum is at most 1, found " + Arrays.toString(shares));
        }
        if (sum > 1 - ROUNDING) {
            ends[shares.length - 1] = 1;
        }
        return ends;
    }

    private static int[][] byClass(int[] labels, int classes) {
        int[] counts = new int[classes];
        for (int label : labels) {
            counts[label]++;
        }
        int[][] members = new int[classes][];
        for (int label = 0; label < classes; label++) {
            members[label] = new int[counts[label]];
        }
        Arrays.fill(counts, 0);
        for (int i = 0; i < labels.length; i++) {
            members[labels[i]][counts[labels[i]]++] = i;
        }
        return members;
    }
}
