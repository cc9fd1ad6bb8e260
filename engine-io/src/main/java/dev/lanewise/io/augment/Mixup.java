package dev.lanewise.io.augment;

import dev.lanewise.random.Philox;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.train.Batch;
import dev.lanewise.train.Targets;

/**
 * Mixes each example with another one of its batch, inputs and targets alike: x = λ·x₁ + (1 − λ)·x₂, with one λ from Beta(α, α) for the
 * batch (Zhang, Cissé, Dauphin and Lopez-Paz, <i>mixup: Beyond empirical risk minimization</i>, ICLR 2018). For inputs of any shape. Labels
 * become shares of the classes, {@code [batch, classes]}: train with a loss for both,
 * {@code Loss.ofBoth(Losses::crossEntropy, Losses::crossEntropy)}.
 *
 * @param alpha above 0 and at most 4; near 0 little is mixed, usual are 0.1 to 1
 * @param classes labels are 0 to this number minus one; not used if the targets are floats
 */
public record Mixup(double alpha, int classes) implements BatchStep {

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if {@code alpha} is not above 0 and at most 4, or there are no classes
     */
    public Mixup {
        if (!(alpha > 0 && alpha <= 4) || classes < 1) {
            throw new IllegalArgumentException("Mixup: expected an alpha above 0 and at most 4 and at least 1 class, found " + alpha + " and "
                    + classes);
        }
    }

    @Override
    public Batch apply(Batch batch, Philox random) {
        float share = (float) Chance.beta(alpha, random);
        int[] others = permutation(batch.size(), random);
        Tensor inputs = mixed(batch.inputs(), others, share);
        return new Batch(inputs, switch (batch.targets()) {
            case Targets.Labels(IntTensor labels) -> mixed(shares(labels), others, share);
            case Targets.Values(Tensor values) -> mixed(values, others, share);
        });
    }

    private static int[] permutation(int size, Philox random) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            int j = Chance.below(i + 1, random);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    private static Tensor mixed(Tensor values, int[] others, float share) {
        float[] from = values.array();
        float[] to = new float[values.size()];
        int size = values.size() / others.length;
        for (int example = 0; example < others.length; example++) {
            int one = example * size;
            int other = others[example] * size;
            for (int i = 0; i < size; i++) {
                to[one + i] = share * from[one + i] + (1 - share) * from[other + i];
            }
        }
        return Tensor.wrap(values.shape(), to);
    }

    private Tensor shares(IntTensor labels) {
        if (labels.shape().rank() != 1) {
            throw new IllegalArgumentException("Mixup: expected one label for each example, found labels of shape " + labels.shape());
        }
        Tensor shares = Tensor.zeros(Shape.of(labels.size(), classes));
        for (int i = 0; i < labels.size(); i++) {
            if (labels.get(i) < 0 || labels.get(i) >= classes) {
                throw new IllegalArgumentException("Mixup: label " + labels.get(i) + " is out of range; expected 0 to " + (classes - 1));
            }
            shares.array()[i * classes + labels.get(i)] = 1;
        }
        return shares;
    }
}
