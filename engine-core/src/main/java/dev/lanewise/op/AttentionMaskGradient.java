package dev.lanewise.op;

import dev.lanewise.kernel.Kernels;
import dev.lanewise.matmul.MatrixProduct;
import dev.lanewise.matmul.PackedMatrix;
import dev.lanewise.parallel.Parallel;
import dev.lanewise.parallel.Scratch;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;
import java.util.Arrays;
import java.util.Objects;

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

    /** The gradient of the numbers that the mask added to the scores. */
    static Tensor run(AttentionInputs in, Heads y, float[] logarithms, Tensor dy) {
        Tensor gradient = Workspace.tensor(Objects.requireNonNull(in.mask().added()).shape());
        if (gradient.size() > 0) {
            var work = new AttentionMaskGradient(in, y, logarithms, y.in(dy), gradient.array());
            int slices = gradient.size() / in.queries() / in.keys();
            int blocks = Math.ceilDiv(in.queries(), QUERY_BLOCK);
            Parallel.forEach(slices * blocks, (long) (in.flops() / OPERATIONS_PER_NANOSECOND), (task, scratch) -> {
                int first = task % blocks * QUERY_BLOCK;
                work.compute(new Block(task / blocks, first, Math.min(first + QUERY_BLOCK, in.queries())), scratch);
            });
        }
        return gradient;
    }

    /** The rows of the queries {@code first} to {@code end} in one of the matrices [queries, keys] of the mask. */
    private record Block(int slice, int first, int end) {}

    private void compute(Block block, Scratch scratch) {
        Arrays.fill(gradient, gradientAt(block.slice, block.first), gradientAt(block.slice, block.end), 0f);
        for (int n = 0; n < in.sequences(); n++) {
            for (int head = 0; head < in.heads(); head++) {
                if (in.mask().sliceOfAdded(n, head, in.heads()) == block.slice) {
                    addHead(n, head, block, scratch);
                }
            }
        }
    }

    /** Where the row of a query begins. */
    private int gradientAt(int slice, int query) {
        return (slice * in.queries() + query) * in.keys();
    }

    private void addHead(int n, int head, Block block, Scratch scratch) {
        int keys = in.limit(n, block.end - 1);
        if (keys > 0) {
            float[] scores = scratch.floats(SCORES, QUERY_BLOCK * stride);
            float[] slopes = scratch.floats(SLOPES, QUERY_BLOCK * stride);
            multiply(in.query(), in.key(), n, head, block, keys, scores);
            multiply(dy, in.value(), n, head, block, keys, slopes);
            for (int query = block.first; query < block.end; query++) {
                addRow(n, head, query, scores, slopes, (query - block.first) * stride, gradientAt(block.slice, query), scratch);
            }
        }
    }

    /* [rows of the block, keys] = left · rightᵀ. */
    private void multiply(Heads left, Heads right, int n, int head, Block block, int keys, float[] products) {
        MatrixProduct.multiply(block.end - block.first, keys, left.width(),
                left.matrix(n, head, block.first), right.matrix(n, head / in.group(), 0), products, 0, stride);
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
