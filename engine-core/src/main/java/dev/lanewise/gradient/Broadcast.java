package dev.lanewise.gradient;

import dev.lanewise.kernel.Kernels;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;
import java.util.Arrays;

/**
 * Undoes broadcasting, for every op in this one place: a value that was used many times receives the sum of the gradients of its
 * uses. The order of the terms is a function of the shapes alone.
 */
final class Broadcast {

    private Broadcast() {}

    /** {@code gradient} summed over the dimensions along which {@code shape} was stretched. */
    static Tensor undo(Tensor gradient, Shape shape) {
        if (gradient.shape().equals(shape)) {
            return gradient;
        }
        Tensor sum = Workspace.tensor(shape);
        Arrays.fill(sum.array(), 0, sum.size(), 0f);
        int added = gradient.shape().rank() - shape.rank();
        // [outer, inner] → [inner], as for a bias: whole rows at a time
        int inner = gradient.shape().sizeBetween(added, gradient.shape().rank());
        if (inner > 1 && inner == shape.size()) {
            addRows(gradient, sum, inner);
        } else {
            addStretched(gradient, sum, added);
        }
        return sum;
    }

    private static void addRows(Tensor gradient, Tensor sum, int inner) {
        float[] terms = gradient.array();
        float[] sums = sum.array();
        for (int row = 0; row < gradient.size(); row += inner) {
            for (int i = 0; i < inner; i++) {
                sums[i] += terms[row + i];
            }
        }
    }

    private static void addStretched(Tensor gradient, Tensor sum, int added) {
        int[] lengths = gradient.shape().toArray();
        int[] strides = new int[lengths.length]; // of the sum, 0 where it was stretched
        int stride = 1;
        for (int axis = lengths.length - 1; axis >= added; axis--) {
            int length = sum.shape().dimension(axis - added);
            strides[axis] = length == 1 ? 0 : stride;
            stride *= length;
        }
        // The innermost dimensions are a run: the terms of one sum, or terms of neighbouring sums.
        int innermost = lengths.length - 1;
        while (innermost >= 0 && lengths[innermost] == 1) {
            innermost--;
        }
        boolean oneSum = innermost < 0 || strides[innermost] == 0;
        int outer = lengths.length;
        int run = 1;
        while (outer > 0 && (lengths[outer - 1] == 1 || (strides[outer - 1] == 0) == oneSum)) {
            run *= lengths[--outer];
        }
        addRuns(gradient, sum, run, oneSum, Arrays.copyOf(lengths, outer), strides);
    }

    private static void addRuns(Tensor gradient, Tensor sum, int run, boolean oneSum, int[] lengths, int[] strides) {
        int[] index = new int[lengths.length];
        float[] terms = gradient.array();
        float[] sums = sum.array();
        int target = 0;
        for (int at = 0; at < gradient.size(); at += run) {
            if (oneSum) {
                sums[target] += Kernels.active().sum(terms, at, at + run);
            } else {
                for (int i = 0; i < run; i++) {
                    sums[target + i] += terms[at + i];
                }
            }
            for (int axis = lengths.length - 1; axis >= 0; axis--) {
                target += strides[axis];
                if (++index[axis] < lengths[axis]) {
                    break;
                }
                target -= strides[axis] * lengths[axis];
                index[axis] = 0;
            }
        }
    }
}
