package dev.lanewise.io.report;

import dev.lanewise.gradient.Inference;
import dev.lanewise.layers.Layer;
import dev.lanewise.loss.CrossEntropyLoss;
import dev.lanewise.loss.Loss;
import dev.lanewise.metric.ConfusionMatrix;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.train.Batch;
import dev.lanewise.train.BatchSize;
import dev.lanewise.train.Batches;
import dev.lanewise.train.Dataset;
import dev.lanewise.train.Targets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * What a model does with each example of a data set: which class is taken for which, and where it is most wrong.
 *
 * @param examples how many examples were judged
 * @param loss their mean loss; NaN if there are none
 * @param confusion {@code [actual][predicted]}: how many of each; without rows if the model does not classify, or has more than
 *     2,048 classes. An example with a score that is NaN counts for no class
 * @param worst the examples with the highest losses, the worst first
 * @param ignored how many more examples there are whose label is to be ignored: they have no loss, and are in none of the other figures
 */
public record Judgement(int examples, double loss, long[][] confusion, List<Example> worst, int ignored) {

    private static final int MOST_CLASSES = 2048;

    /**
     * One example, copied.
     *
     * @param index its number in the data set
     * @param input the input, without the batch dimension
     * @param output what the model gave, without the batch dimension
     * @param label its class; −1 if the targets are floats
     * @param target its floats, without the batch dimension; empty for a class
     * @param loss its own loss
     */
    public record Example(int index, Tensor input, Tensor output, int label, Tensor target, double loss) {}

    /** Copies the list. */
    public Judgement {
        worst = List.copyOf(worst);
    }

    /**
     * Judges a model. A label is to be ignored if it is the one that a {@link CrossEntropyLoss} ignores, with any other loss if it is
     * {@link CrossEntropyLoss#IGNORED}; an example with many labels, if all of them are.
     *
     * @param worst how many of the worst examples are kept
     * @throws IllegalArgumentException if there are no examples, or one has a label that is neither one of the model's classes nor ignored
     */
    public static Judgement of(Layer model, Dataset examples, BatchSize batchSize, Loss loss, int worst) {
        if (examples.size() == 0) {
            throw new IllegalArgumentException("report: the data set is empty");
        }
        Judge judge = new Judge(loss, worst);
        try (Batches batches = examples.batches(batchSize.examples())) {
            for (Batch batch : batches) {
                judge.add(batch, model.predict(batch.inputs()));
            }
        }
        return judge.judgement();
    }

    /** The share of examples that were taken for what they are; NaN if there is no confusion matrix. */
    public double accuracy() {
        long right = 0;
        for (int c = 0; c < confusion.length; c++) {
            right += confusion[c][c];
        }
        return confusion.length == 0 ? Double.NaN : (double) right / examples;
    }

    private static final class Judge {

        private final Loss loss;
        private final int most;
        private final PriorityQueue<Example> worst = new PriorityQueue<>(Comparator.comparingDouble(Example::loss));
        private @Nullable ConfusionMatrix matrix;
        private int index;
        private int examples;
        private int ignored;
        private double sum;

        Judge(Loss loss, int most) {
            this.loss = loss;
            this.most = most;
        }

        void add(Batch batch, Tensor outputs) {
            for (int row = 0; row < batch.size(); row++, index++) {
                if (batch.targets() instanceof Targets.Labels(IntTensor labels) && isIgnored(labels, row, outputs)) {
                    ignored++;
                    continue;
                }
                Tensor output = row(outputs, row, 1);
                double own = lossOf(output, batch.targets(), row);
                sum += own;
                if (batch.targets() instanceof Targets.Labels(IntTensor labels) && labels.shape().rank() == 1
                        && outputs.shape().rank() == 2 && outputs.dimension(1) > 1 && outputs.dimension(1) <= MOST_CLASSES) {
                    count(output, labels.get(row));
                }
                if (most > 0 && (worst.size() < most || Double.compare(own, worst.element().loss()) > 0)) {
                    if (worst.size() == most) {
                        worst.remove();
                    }
                    worst.add(example(batch, output, row, own));
                }
                examples++;
            }
        }

        private boolean isIgnored(IntTensor labels, int row, Tensor outputs) {
            int label = loss instanceof CrossEntropyLoss own ? own.ignored() : CrossEntropyLoss.IGNORED;
            int size = labels.size() / labels.shape().dimension(0);
            int ignoredHere = 0;
            for (int i = row * size; i < (row + 1) * size; i++) {
                if (labels.array()[i] == label) {
                    ignoredHere++;
                } else if (outputs.shape().rank() >= 2 && outputs.dimension(1) > 1 && outputs.shape().without(1).equals(labels.shape())) {
                    requireClass(labels.array()[i], outputs.dimension(1), label);
                }
            }
            return size > 0 && ignoredHere == size;
        }

        private void requireClass(int label, int classes, int ignoredLabel) {
            if (label < 0 || label >= classes) {
                throw new IllegalArgumentException("report: example " + index + " of the data set has label " + label + "; " + classes
                        + " classes allow labels 0 to " + (classes - 1) + ", or " + ignoredLabel + " for one that is to be ignored; correct it");
            }
        }

        private double lossOf(Tensor output, Targets targets, int row) {
            return switch (targets) {
                case Targets.Labels(IntTensor labels) -> {
                    int size = labels.size() / labels.shape().dimension(0);
                    int[] own = Arrays.copyOfRange(labels.array(), row * size, (row + 1) * size);
                    yield Inference.of(() -> loss.of(output, IntTensor.wrap(labels.shape().with(0, 1), own))).item();
                }
                case Targets.Values(Tensor values) -> Inference.of(() -> loss.of(output, row(values, row, 1))).item();
            };
        }

        private void count(Tensor output, int label) {
            if (matrix == null) {
                matrix = new ConfusionMatrix(output.dimension(1));
            }
            matrix.add(output, IntTensor.of(label));
        }

        private long[][] confusion() {
            ConfusionMatrix counted = matrix;
            if (counted == null) {
                return new long[0][];
            }
            long[][] cells = new long[counted.classes()][counted.classes()];
            for (int actual = 0; actual < cells.length; actual++) {
                for (int predicted = 0; predicted < cells.length; predicted++) {
                    cells[actual][predicted] = counted.cell(actual, predicted);
                }
            }
            return cells;
        }

        private Example example(Batch batch, Tensor output, int row, double own) {
            Tensor input = row(batch.inputs(), row, 0);
            Tensor plain = row(output, 0, 0);
            return switch (batch.targets()) {
                case Targets.Labels(IntTensor labels) -> new Example(index, input, plain,
                        labels.shape().rank() == 1 ? labels.get(row) : -1, Tensor.zeros(Shape.of(0)), own);
                case Targets.Values(Tensor values) -> new Example(index, input, plain, -1, row(values, row, 0), own);
            };
        }

        /** A copy of one row, with a batch dimension of 1 in front or without it. */
        private static Tensor row(Tensor batch, int row, int batchDimensions) {
            int[] dimensions = batch.shape().toArray();
            int[] own = Arrays.copyOfRange(dimensions, 1 - batchDimensions, dimensions.length);
            if (batchDimensions == 1) {
                own[0] = 1;
            }
            int size = batch.size() / dimensions[0];
            return Tensor.wrap(Shape.of(own), Arrays.copyOfRange(batch.array(), row * size, (row + 1) * size));
        }

        Judgement judgement() {
            List<Example> sorted = new ArrayList<>(worst);
            sorted.sort(Comparator.comparingDouble(Example::loss).reversed().thenComparingInt(Example::index));
            return new Judgement(examples, sum / examples, confusion(), sorted, ignored);
        }
    }
}
