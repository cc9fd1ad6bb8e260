package dev.lanewise.op;

import dev.lanewise.gradient.Operation;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** What every loss over classes asks of its inputs. */
final class Labels {

    private Labels() {}

    /** Scores [n, classes], labels [n], weights [classes] or none; a label is a class or the ignored one. */
    static void check(Operation op, Tensor scores, IntTensor labels, @Nullable Tensor classWeights, int ignored) {
        op.require(scores.shape().rank() == 2, "expected logits [n, classes], found %s", scores.shape());
        int rows = scores.dimension(0);
        int classes = scores.dimension(1);
        op.require(labels.shape().rank() == 1 && labels.size() == rows, "logits %s need labels [%d], found %s", scores.shape(), rows,
                labels.shape());
        op.require(classWeights == null || classWeights.shape().equals(Shape.of(classes)), "logits %s need class weights [%d], found %s",
                scores.shape(), classes, classWeights == null ? "" : classWeights.shape());
        for (int row = 0; row < rows; row++) {
            if (labels.get(row) != ignored) {
                check(op, labels.get(row), row, classes);
            }
        }
    }

    /** A label is a class. */
    static void check(Operation op, int label, int row, int classes) {
        if (label < 0 || label >= classes) {
            op.require(false, "label %d in row %d is out of range; %d logits per row allow labels 0 to %d", label, row, classes,
                    classes - 1);
        }
    }
}
