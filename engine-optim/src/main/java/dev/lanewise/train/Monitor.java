package dev.lanewise.train;

import java.util.List;

/**
 * A figure by which epochs are compared: the loss or a metric, on the validation set if there is one, otherwise on the training set.
 *
 * @param figure {@code loss}, or the name of a metric
 * @param goal whether low or high is good
 * @param trainingOnly whether the figure of the training set is meant although there is a validation set
 */
public record Monitor(String figure, Goal goal, boolean trainingOnly) {

    /** Which of two values is the better one. */
    public enum Goal {
        /** The lower one. */
        LOWEST,
        /** The higher one. */
        HIGHEST
    }

    /** The lower the better: {@code lowest("loss")}. */
    public static Monitor lowest(String figure) {
        return new Monitor(figure, Goal.LOWEST, false);
    }

    /** The higher the better: {@code highest("accuracy")}. */
    public static Monitor highest(String figure) {
        return new Monitor(figure, Goal.HIGHEST, false);
    }

    /** The same figure, on the training set. */
    public Monitor onTraining() {
        return new Monitor(figure, goal, true);
    }

    /** The figure of an epoch. */
    public double of(History.Epoch epoch) {
        Scores validation = epoch.validation();
        Scores scores = validation == null || trainingOnly ? epoch.train() : validation;
        return figure.equals("loss") ? scores.loss() : scores.metrics().getOrDefault(figure, Double.NaN);
    }

    /** Whether {@code value} is better than {@code other} by more than {@code least}. NaN is never better, and everything else is better than NaN. */
    public boolean isBetter(double value, double other, double least) {
        if (Double.isNaN(value) || Double.isNaN(other)) {
            return !Double.isNaN(value);
        }
        return goal == Goal.LOWEST ? value < other - least : value > other + least;
    }

    /** Whether an epoch is better than all earlier ones: nothing has to be remembered beside the history. */
    boolean isBest(History.Epoch done, History earlier) {
        return earlier.epochs().stream().allMatch(epoch -> isBetter(of(done), of(epoch), 0));
    }

    /**
     * Checks that there is such a figure.
     *
     * @param figures those that an epoch has
     * @param user who wants it, for the message
     * @throws IllegalArgumentException if there is none
     */
    public void requireOneOf(List<String> figures, String user) {
        if (!figures.contains(figure)) {
            throw new IllegalArgumentException(user + ": there is no figure \"" + figure + "\"; expected one of " + figures
                    + ", or give the trainer that metric");
        }
    }

    @Override
    public String toString() {
        return (goal == Goal.LOWEST ? "lowest " : "highest ") + (trainingOnly ? "training " : "") + figure;
    }
}
