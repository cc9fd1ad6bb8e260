package dev.lanewise.train;

import dev.lanewise.metric.Metric;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Adds up loss and metrics over batches. The mean loss is that over examples: a smaller last batch counts for less. */
final class RunningScores {

    private final List<Metric> metrics;
    private long examples;
    private double loss;

    RunningScores(List<Metric> metrics) {
        requireDifferentNames(metrics);
        this.metrics = metrics;
    }

    /** Figures and their sums are known by their names: two of one name would overwrite each other. */
    private static void requireDifferentNames(List<Metric> metrics) {
        Set<String> names = new HashSet<>();
        names.add("loss");
        for (Metric metric : metrics) {
            if (!names.add(metric.name())) {
                throw new IllegalArgumentException("metrics: there are two figures named \"" + metric.name()
                        + "\", expected different names; leave one of them out");
            }
        }
    }

    void reset() {
        examples = 0;
        loss = 0;
        metrics.forEach(Metric::reset);
    }

    void add(float batchLoss, Tensor outputs, Batch batch) {
        int count = batch.size();
        examples += count;
        loss += (double) batchLoss * count;
        for (Metric metric : metrics) {
            batch.addTo(metric, outputs);
        }
    }

    /** The names of the figures. */
    List<String> figures() {
        List<String> names = new ArrayList<>();
        names.add("loss");
        for (Metric metric : metrics) {
            names.add(metric.name());
        }
        return names;
    }

    Scores scores() {
        Map<String, Double> values = new LinkedHashMap<>();
        for (Metric metric : metrics) {
            values.put(metric.name(), metric.value());
        }
        return new Scores(loss / examples, values);
    }

    TrainingState.Sums sums() {
        Map<String, double[]> sums = new LinkedHashMap<>();
        for (Metric metric : metrics) {
            sums.put(metric.name(), metric.sums());
        }
        return new TrainingState.Sums(examples, loss, sums);
    }

    /**
     * Goes on from these sums; a metric that they do not know starts anew.
     *
     * @throws IllegalArgumentException if they are not sums of these metrics; then all start anew
     */
    void restore(TrainingState.Sums sums) {
        reset();
        if (sums.examples() < 0) {
            throw new IllegalArgumentException("resume: the checkpoint is damaged: it has running sums of " + sums.examples() + " examples");
        }
        for (Metric metric : metrics) {
            double[] saved = sums.metrics().get(metric.name());
            if (saved != null) {
                restore(metric, saved);
            }
        }
        examples = sums.examples();
        loss = sums.loss();
    }

    private void restore(Metric metric, double[] saved) {
        try {
            metric.restore(saved);
        } catch (IllegalArgumentException e) {
            reset();
            throw new IllegalArgumentException("resume: the checkpoint does not have the sums of the metric " + metric.name() + ": "
                    + e.getMessage() + "; go on with the metrics that the training began with", e);
        }
    }
}
