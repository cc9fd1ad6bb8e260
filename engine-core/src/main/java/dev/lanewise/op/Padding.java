package dev.lanewise.op;

import static dev.lanewise.gradient.Input.wrt;

import dev.lanewise.gradient.Operation;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;
import java.util.Arrays;

/** Puts rows and columns around images, or positions around sequences. */
public final class Padding {

    private static final int NOWHERE = -1;

    private Padding() {}

    /**
     * [n, c, height, width] → [n, c, top + height + bottom, left + width + right]. dx is the sum of dy over all places where a pixel stands.
     *
     * @throws IllegalArgumentException if x is no image, is too small to be mirrored so far, has no pixel to repeat, or would go round
     *     more than once
     */
    public static Tensor pad2d(Tensor x, Padding2d padding) {
        var op = Operation.begin("pad2d");
        op.require(x.shape().rank() == 4, "expected [n, channels, height, width], found %s", x.shape());
        return pad(op, x, padding, x.dimension(2), Shape.of(x.dimension(0), x.dimension(1),
                padding.top() + x.dimension(2) + padding.bottom(), padding.left() + x.dimension(3) + padding.right()));
    }

    /**
     * [n, c, length] → [n, c, before + length + behind]. dx is the sum of dy over all places where a value stands.
     *
     * @throws IllegalArgumentException if x is no sequence, is too short to be mirrored so far, has no value to repeat, or would go round more
     *     than once
     */
    public static Tensor pad1d(Tensor x, Padding1d padding) {
        var op = Operation.begin("pad1d");
        op.require(x.shape().rank() == 3, "expected [n, channels, length], found %s", x.shape());
        return pad(op, x, new Padding2d(0, 0, padding.before(), padding.behind(), padding.mode()), 1,
                x.shape().with(-1, padding.before() + x.dimension(2) + padding.behind()));
    }

    private static Tensor pad(Operation op, Tensor x, Padding2d padding, int height, Shape shape) {
        int planes = x.dimension(0) * x.dimension(1);
        int width = x.dimension(-1);
        int[] rows = sources(op, x, height, padding.top(), padding.bottom(), padding.mode());
        int[] columns = sources(op, x, width, padding.left(), padding.right(), padding.mode());
        Tensor y = Workspace.tensor(shape);
        float[] in = x.array();
        float[] out = y.array();
        Ranges.forEach(planes * rows.length, Elementwise.NANOSECONDS * columns.length, (from, to) -> {
            for (int row = from; row < to; row++) {
                int source = rows[row % rows.length];
                int at = row * columns.length;
                if (source == NOWHERE) {
                    Arrays.fill(out, at, at + columns.length, 0f);
                } else {
                    copyRow(in, (row / rows.length * height + source) * width, columns, out, at, padding.left(), width);
                }
            }
        });
        return op.differentiable(y, wrt(x, dy -> gradient(dy, x.shape(), planes, height, rows, columns)));
    }

    private static void copyRow(float[] in, int row, int[] columns, float[] out, int at, int left, int width) {
        System.arraycopy(in, row, out, at + left, width);
        for (int c = 0; c < left; c++) {
            out[at + c] = columns[c] == NOWHERE ? 0f : in[row + columns[c]];
        }
        for (int c = left + width; c < columns.length; c++) {
            out[at + c] = columns[c] == NOWHERE ? 0f : in[row + columns[c]];
        }
    }

    /* The contributions to a pixel come in the order of the rows and columns of dy. */
    private static Tensor gradient(Tensor dy, Shape shape, int planes, int height, int[] rows, int[] columns) {
        Tensor dx = Workspace.tensor(shape);
        int width = shape.dimension(-1);
        float[] in = dy.array();
        float[] out = dx.array();
        Ranges.forEach(planes, rows.length * columns.length, (from, to) -> {
            Arrays.fill(out, from * height * width, to * height * width, 0f);
            for (int row = from * rows.length; row < to * rows.length; row++) {
                int target = rows[row % rows.length];
                int at = (row / rows.length * height + target) * width;
                for (int c = 0; target != NOWHERE && c < columns.length; c++) {
                    if (columns[c] != NOWHERE) {
                        out[at + columns[c]] += in[row * columns.length + c];
                    }
                }
            }
        });
        return dx;
    }

    /* Which row (or column) of the image each one of the result shows. */
    private static int[] sources(Operation op, Tensor x, int length, int before, int behind, PaddingMode mode) {
        op.require(mode != PaddingMode.REFLECT || Math.max(before, behind) < Math.max(length, 1),
                "an image can be mirrored by less than its size, found %s and a padding of %d in a dimension of %d; use less padding",
                x.shape(), Math.max(before, behind), length);
        op.require(mode != PaddingMode.REPLICATE || length > 0 || before + behind == 0, "there is no pixel to repeat in %s", x.shape());
        op.require(mode != PaddingMode.CIRCULAR || Math.max(before, behind) <= length,
                "an image can go round once, found %s and a padding of %d in a dimension of %d; use less padding", x.shape(),
                Math.max(before, behind), length);
        int[] sources = new int[before + length + behind];
        for (int i = 0; i < sources.length; i++) {
            int source = i - before;
            boolean inside = source >= 0 && source < length;
            sources[i] = inside ? source : switch (mode) {
                case ZEROS -> NOWHERE;
                case REFLECT -> source < 0 ? -source : 2 * (length - 1) - source;
                case REPLICATE -> source < 0 ? 0 : length - 1;
                case CIRCULAR -> source < 0 ? source + length : source - length;
            };
        }
        return sources;
    }
}
