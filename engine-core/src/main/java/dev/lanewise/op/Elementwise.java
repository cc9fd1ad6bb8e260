package dev.lanewise.op;

import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;
import java.util.Arrays;

/**
 * Arithmetic on whole tensors without recording: what forward and backward formulas are written in. Operands have equal shapes;
 * {@link #expand} makes them so. Plain loops, which the JIT vectorizes.
 */
final class Elementwise {

    /** About what one element of a memory-bound loop costs, in nanoseconds. */
    static final double NANOSECONDS = 0.3;

    private Elementwise() {}

    /** A function of one float. */
    interface Function {
        float of(float value);
    }

    /** A function of two floats. */
    interface Function2 {
        float of(float a, float b);
    }

    /** A function of three floats. */
    interface Function3 {
        float of(float a, float b, float c);
    }

    /** One value everywhere. */
    static Tensor filled(Shape shape, float value) {
        Tensor y = Workspace.tensor(shape);
        Arrays.fill(y.array(), 0, y.size(), value);
        return y;
    }

    /** f(x), element by element. For formulas that are not hot: the JIT does not vectorize through a function object. */
    static Tensor map(Tensor x, Function f) {
        Tensor y = Workspace.tensor(x.shape());
        float[] in = x.array();
        float[] out = y.array();
        Ranges.forEach(x.size(), 2, (from, to) -> {
            for (int i = from; i < to; i++) {
                out[i] = f.of(in[i]);
            }
        });
        return y;
    }

    /** f(a, b), element by element; see {@link #map}. */
    static Tensor combine(Tensor a, Tensor b, Function2 f) {
        Tensor y = Workspace.tensor(a.shape());
        float[] left = a.array();
        float[] right = b.array();
        float[] out = y.array();
        Ranges.forEach(a.size(), 2, (from, to) -> {
            for (int i = from; i < to; i++) {
                out[i] = f.of(left[i], right[i]);
            }
        });
        return y;
    }

    /** f(a, b, c), element by element; see {@link #map}. */
    static Tensor combine(Tensor a, Tensor b, Tensor c, Function3 f) {
        Tensor y = Workspace.tensor(a.shape());
        float[] first = a.array();
        float[] second = b.array();
        float[] third = c.array();
        float[] out = y.array();
        Ranges.forEach(a.size(), 2, (from, to) -> {
            for (int i = from; i < to; i++) {
                out[i] = f.of(first[i], second[i], third[i]);
            }
        });
        return y;
    }

    /** a + b. */
    static Tensor sum(Tensor a, Tensor b) {
        Tensor y = Workspace.tensor(a.shape());
        float[] left = a.array();
        float[] right = b.array();
        float[] out = y.array();
        Ranges.forEach(a.size(), NANOSECONDS, (from, to) -> {
            for (int i = from; i < to; i++) {
                out[i] = left[i] + right[i];
            }
        });
        return y;
    }

    /** a − b. */
    static Tensor difference(Tensor a, Tensor b) {
        Tensor y = Workspace.tensor(a.shape());
        float[] left = a.array();
        float[] right = b.array();
        float[] out = y.array();
        Ranges.forEach(a.size(), NANOSECONDS, (from, to) -> {
            for (int i = from; i < to; i++) {
                out[i] = left[i] - right[i];
            }
        });
        return y;
    }

    /** a·b. */
    static Tensor product(Tensor a, Tensor b) {
        Tensor y = Workspace.tensor(a.shape());
        float[] left = a.array();
        float[] right = b.array();
        float[] out = y.array();
        Ranges.forEach(a.size(), NANOSECONDS, (from, to) -> {
            for (int i = from; i < to; i++) {
                out[i] = left[i] * right[i];
            }
        });
        return y;
    }

    /** a/b. */
    static Tensor quotient(Tensor a, Tensor b) {
        Tensor y = Workspace.tensor(a.shape());
        float[] left = a.array();
        float[] right = b.array();
        float[] out = y.array();
        Ranges.forEach(a.size(), NANOSECONDS, (from, to) -> {
            for (int i = from; i < to; i++) {
                out[i] = left[i] / right[i];
            }
        });
        return y;
    }

    /** factor·x. */
    static Tensor scaled(Tensor x, float factor) {
        Tensor y = Workspace.tensor(x.shape());
        float[] in = x.array();
        float[] out = y.array();
        Ranges.forEach(x.size(), NANOSECONDS, (from, to) -> {
            for (int i = from; i < to; i++) {
                out[i] = factor * in[i];
            }
        });
        return y;
    }

    /** x + constant. */
    static Tensor shifted(Tensor x, float constant) {
        Tensor y = Workspace.tensor(x.shape());
        float[] in = x.array();
        float[] out = y.array();
        Ranges.forEach(x.size(), NANOSECONDS, (from, to) -> {
            for (int i = from; i < to; i++) {
                out[i] = in[i] + constant;
            }
        });
        return y;
    }

    /** x, stretched to a shape that it broadcasts to; x itself if it has that shape. */
    static Tensor expand(Tensor x, Shape shape) {
        if (x.shape().equals(shape)) {
            return x;
        }
        Tensor y = Workspace.tensor(shape);
        float[] in = x.array();
        float[] out = y.array();
        // The innermost dimensions are a run: one element of x repeated, or neighbours of x copied.
        int rank = shape.rank();
        boolean repeated = length(x.shape(), shape, rank - 1) != shape.dimension(rank - 1);
        int axis = rank;
        int run = 1;
        while (axis > 0 && length(x.shape(), shape, axis - 1) == (repeated ? 1 : shape.dimension(axis - 1))) {
            run *= shape.dimension(--axis);
        }
        int[] index = new int[rank];
        for (int at = 0; at < shape.size(); at += run) {
            int source = offset(x.shape(), shape, index);
            if (repeated) {
                Arrays.fill(out, at, at + run, in[source]);
            } else {
                System.arraycopy(in, source, out, at, run);
            }
            for (int outer = axis - 1; outer >= 0 && ++index[outer] == shape.dimension(outer); outer--) {
                index[outer] = 0;
            }
        }
        return y;
    }

    /** The length of that dimension of {@code to} in {@code from}; 1 where it has none. */
    private static int length(Shape from, Shape to, int axis) {
        int own = axis - (to.rank() - from.rank());
        return own < 0 ? 1 : from.dimension(own);
    }

    private static int offset(Shape from, Shape to, int[] index) {
        int offset = 0;
        for (int axis = 0; axis < from.rank(); axis++) {
            int length = from.dimension(axis);
            offset = offset * length + (length == 1 ? 0 : index[to.rank() - from.rank() + axis]);
        }
        return offset;
    }
}
