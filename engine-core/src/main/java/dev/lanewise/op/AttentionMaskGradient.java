package dev.lanewise.op;

import dev.lanewise.kernel.Kernels;
import dev.lanewise.matmul.Matrix;
import dev.lanewise.matmul.MatrixProduct;
import dev.lanewise.matmul.PackedMatrix;
import dev.lanewise.parallel.Parallel;
import dev.lanewise.parallel.Scratch;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;
import java.util.Arrays;

/**
 * The gradient of an additive mask of an {@linkplain Attention attention}, such as a learned bias: p·(g − δ), summed over the sequences and
 * heads that share a number. It runs only if somebody wants it:
 *
 * <pre>
 *   some rows of the mask                       one part of the parallel loop: nothing of the size of the mask but its gradient
 *     a head of a sequence that uses them       in this order; scores and their gradients are computed again
 * </pre>
 */
final class AttentionMaskGradient {

    private static final Kernels KERNELS = Kernels.active();

    /** Of the products, with all that surrounds them. */
    private static final double OPERATIONS_PER_NANOSECOND = 30;

    private static final int QUERY_BLOCK = 32;

    /* Scratch slots. */
    private static final int SCORES = 0;
    private static final int SLOPES = 1;
    private static final int FACTORS = 2;

    private final AttentionInputs in;
    private final float[] logarithms;
    private final Heads y;
    private final Heads dy;
    private final float[] gradient;
    private final int stride;

    private AttentionMaskGradient(AttentionInputs in, Heads y, float[] logarithms, Heads dy, float[] gradient) {
        this.in = in;
        this.y = y;
        this.logarithms = logarithms;
        this.dy = dy;
        this.gradient = gradient;
        this.stride = AttentionInputs.wholeVectors(PackedMatrix.paddedColumns(in.keys()));
    }

    /** The gradient of these numbers, which were added to the scores. */
    static Tensor run(AttentionInputs in, Tensor added, Heads y, float[] logarithms, Tensor dy) {
        Tensor gradient = Workspace.tensor(added.shape());
        if (gradient.size() > 0) {
            var work = new AttentionMaskGradient(in, y, logarithms, y.in(dy), gradient.array());
            int slices = gradient.size() / in.queries() / in.keys();
            int blocks = Math.ceilDiv(in.queries(), QUERY_BLOCK);
            Parallel.forEach(slices * blocks, (long) (in.flops() / OPERATIONS_PER_NANOSECOND), (task, scratch) ->
                    work.part(task / blocks, task % blocks * QUERY_BLOCK, scratch));
        }
        return gradient;
    }

    private void part(int slice, int query, Scratch scratch) {
        int rows = Math.min(QUERY_BLOCK, in.queries() - query);
        int at = (slice * in.queries() + query) * in.keys();
        Arrays.fill(gradient, at, at + rows * in.keys(), 0f);
        for (int n = 0; n < in.sequences(); n++) {
            for (int head = 0; head < in.heads(); head++) {
                if (in.mask().sliceOfAdded(n, head, in.heads()) == slice && in.limit(n, query + rows - 1) > 0) {
                    addHead(n, head, query, rows, at, scratch);
                }
            }
        }
    }

    private void addHead(int n, int head, int query, int rows, int at, Scratch scratch) {
        int keys = in.limit(n, query + rows - 1);
        int keyHead = head / in.group();
        float[] scores = scratch.floats(SCORES, QUERY_BLOCK * stride);
        float[] slopes = scratch.floats(SLOPES, QUERY_BLOCK * stride);
        MatrixProduct.multiply(rows, keys, in.width(), Matrix.rows(in.query().array(), in.query().at(n, head, query), in.query().stride()),
                Matrix.rows(in.key().array(), in.key().at(n, keyHead), in.key().stride()), scores, 0, stride);
        MatrixProduct.multiply(rows, keys, in.valueWidth(), Matrix.rows(dy.array(), dy.at(n, head, query), dy.stride()),
                Matrix.rows(in.value().array(), in.value().at(n, keyHead), in.value().stride()), slopes, 0, stride);
        for (int i = 0; i < rows; i++) {
            addRow(n, head, query + i, scores, slopes, i * stride, at + i * in.keys(), scratch);
        }
    }

    private void addRow(int n, int head, int query, float[] scores, float[] slopes, int from, int at, Scratch scratch) {
        int limit = in.limit(n, query);
        int row = in.row(n, head, query);
        int whole = AttentionInputs.wholeVectors(limit); // what is behind the limit is not read
        float factor = in.mask(scores, from, 0, limit, n, head, query);
        KERNELS.expOfScores(scores, factor, logarithms[row], from, from + whole);
        in.dropout().apply(row, slopes, from, 0, limit, scratch.floats(FACTORS, in.keys()));
        float mean = KERNELS.dot(dy.array(), dy.at(n, head, query), y.array(), y.at(n, head, query), in.valueWidth()); // δ
        KERNELS.scoreGradients(scores, slopes, mean, 1f, from, from + whole);
        for (int key = 0; key < limit; key++) {
            gradient[at + key] += slopes[from + key];
        }
    }
}
