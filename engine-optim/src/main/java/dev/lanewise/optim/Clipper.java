package dev.lanewise.optim;

import dev.lanewise.kernel.Kernels;
import dev.lanewise.parallel.Parallel;
import dev.lanewise.parallel.Scratch;
import dev.lanewise.tensor.Tensor;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Clips the gradients of one step. A gradient that two parameters share is changed once. */
final class Clipper {

    private static final int CHUNK = 4096; // of a sum of squares: part of the result's bits, so that it must not depend on the machine
    private static final int PIECE = 1 << 14;
    private static final double NANOSECONDS_PER_ELEMENT = 0.2;
    private static final double EPSILON = 1e-6;

    private final Clipping clipping;
    private final Set<float[]> done = Collections.newSetFromMap(new IdentityHashMap<>());
    private double norm = Double.NaN;

    Clipper(Clipping clipping) {
        this.clipping = clipping;
    }

    Clipping clipping() {
        return clipping;
    }

    /** The norm of all gradients of the last step before they were clipped; NaN if it was not needed. */
    double norm() {
        return norm;
    }

    void clip(List<Slot> slots) {
        done.clear();
        switch (clipping) {
            case Clipping.GlobalNorm(double limit) -> {
                double squares = 0;
                for (Slot slot : slots) {
                    squares += squares(slot);
                }
                norm = Math.sqrt(squares);
                for (Slot slot : slots) {
                    scale(slot, limit / (norm + EPSILON));
                }
            }
            case Clipping.Norm(double limit) -> {
                for (Slot slot : slots) {
                    scale(slot, limit / (Math.sqrt(squares(slot)) + EPSILON));
                }
            }
            case Clipping.Value(double limit) -> {
                for (Slot slot : slots) {
                    cut(slot, (float) limit);
                }
            }
        }
    }

    private static double squares(Slot slot) {
        Tensor gradient = slot.gradientValues();
        if (gradient == null) {
            return 0;
        }
        float[] values = gradient.array();
        int size = gradient.size();
        int chunks = Math.ceilDiv(size, CHUNK);
        double sum = 0;
        Scratch own = Scratch.borrow();
        try {
            float[] sums = own.floats(0, chunks);
            Parallel.forEach(chunks, (long) (size * NANOSECONDS_PER_ELEMENT), (chunk, scratch) -> {
                int from = chunk * CHUNK;
                sums[chunk] = Kernels.active().dot(values, from, values, from, Math.min(CHUNK, size - from));
            });
            for (int chunk = 0; chunk < chunks; chunk++) {
                sum += sums[chunk];
            }
        } finally {
            own.giveBack();
        }
        if (Double.isNaN(sum) || Double.isInfinite(sum)) {
            throw new ArithmeticException("clipping: the gradient of parameter " + slot.path() + " " + slot.parameter().shape()
                    + " is not finite; lower the learning rate, or look for such values in the data");
        }
        return sum;
    }

    private void scale(Slot slot, double factor) {
        Tensor gradient = slot.gradientValues();
        if (gradient != null && factor < 1 && done.add(gradient.array())) {
            float[] values = gradient.array();
            float scale = (float) factor;
            inPieces(gradient.size(), (from, to) -> {
                for (int i = from; i < to; i++) {
                    values[i] *= scale;
                }
            });
        }
    }

    private void cut(Slot slot, float limit) {
        Tensor gradient = slot.gradientValues();
        if (gradient != null && done.add(gradient.array())) {
            float[] values = gradient.array();
            inPieces(gradient.size(), (from, to) -> {
                for (int i = from; i < to; i++) {
                    values[i] = Math.max(-limit, Math.min(limit, values[i]));
                }
            });
        }
    }

    private interface Range {
        void run(int from, int to);
    }

    private static void inPieces(int size, Range range) {
        Parallel.forEach(Math.ceilDiv(size, PIECE), (long) (size * NANOSECONDS_PER_ELEMENT),
                (piece, scratch) -> range.run(piece * PIECE, Math.min((piece + 1) * PIECE, size)));
    }
}
