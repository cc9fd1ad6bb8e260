package dev.lanewise.gradient;

import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;
import java.util.Arrays;

/**
 * Undoes broadcasting, for every op in this one place: a value that was used many times receives the sum of the gradients of its
 * uses, in row-major order.
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
        if (inner == shape.size()) {
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
        int[] index = new int[lengths.length];
        float[] terms = gradient.array();
        float[] sums = sum.array();
        int target = 0;
        for (int i = 0, n = gradient.size(); i < n; i++) {
            sums[target] += terms[i];
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
