package dev.lanewise.optim;

import dev.lanewise.gradient.Gradients;
import dev.lanewise.gradient.RowGradient;
import dev.lanewise.parallel.Parallel;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** The sum of one parameter's gradients over several batches, in storage of its own. */
final class Accumulated {

    private static final int PIECE = 1 << 14;
    private static final double NANOSECONDS_PER_ELEMENT = 0.3;

    private final Parameter parameter;
    private @Nullable Tensor sum; // kept from step to step, valid if filled
    private boolean filled;
    private @Nullable RowGradient rows; // instead of it

    Accumulated(Parameter parameter) {
        this.parameter = parameter;
    }

    /** Adds a gradient times a number; {@code false} if the parameter has none. */
    boolean add(Gradients gradients, boolean takesRows, float share) {
        RowGradient more = takesRows && !filled ? gradients.findRows(parameter).orElse(null) : null;
        if (more != null) {
            RowGradient copy = more.scaledCopy(share);
            RowGradient before = rows;
            rows = before == null ? copy : before.plus(copy);
            return true;
        }
        Tensor dense = gradients.find(parameter).orElse(null);
        if (dense == null) {
            return false;
        }
        RowGradient before = rows;
        if (before != null) {
            sum = before.dense();
            rows = null;
            filled = true;
        }
        add(dense, share);
        return true;
    }

    private void add(Tensor gradient, float share) {
        Tensor target = sum;
        if (target == null) {
            target = Tensor.zeros(parameter.shape());
            sum = target;
        }
        boolean first = !filled;
        filled = true;
        float[] sums = target.array();
        float[] terms = gradient.array();
        int size = gradient.size();
        Parallel.forEach(Math.ceilDiv(size, PIECE), (long) (size * NANOSECONDS_PER_ELEMENT), (piece, scratch) -> {
            int to = Math.min((piece + 1) * PIECE, size);
            for (int i = piece * PIECE; i < to; i++) {
                sums[i] = first ? share * terms[i] : sums[i] + share * terms[i];
            }
        });
    }

    @Nullable Tensor sum() {
        return filled ? sum : null;
    }

    @Nullable RowGradient rows() {
        return rows;
    }

    void clear() {
        filled = false;
        rows = null;
    }
}
