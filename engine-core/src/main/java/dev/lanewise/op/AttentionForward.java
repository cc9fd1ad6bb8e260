package dev.lanewise.op;

import dev.lanewise.kernel.Approximations;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.matmul.Matrix;
import dev.lanewise.matmul.MatrixProduct;
import dev.lanewise.matmul.PackedMatrix;
import dev.lanewise.matmul.StaircaseProduct;
import dev.lanewise.parallel.Parallel;
import dev.lanewise.parallel.Scratch;
import java.util.Arrays;

/**
 * The forward computation of an {@linkplain Attention attention}:
 *
 * <pre>
 *   a head of a sequence, or some of its queries      one part of the parallel loop: keys and values are packed
 *     a block of queries                              whole rows of scores, in the second-level cache, become probabilities in place
 * </pre>
 *
 * <p>A row has the same bits in any block: alone in a step of generation, or among all others of its sequence.
 */
final class AttentionForward {

    private static final Kernels KERNELS = Kernels.active();

    /** Of the products, with all that surrounds them. */
    private static final double OPERATIONS_PER_NANOSECOND = 50;

    /** Up to so many queries the keys are read as they are stored: to pack them would cost more than it saves. */
    private static final int FEW_QUERIES = 4;

    private static final int MOST_QUERIES = 64;
    private static final int SCORES_AT_ONCE = 1 << 17;
    private static final int PARTS_PER_THREAD = 4;

    /* Scratch slots, beside those of StaircaseProduct. */
    private static final int SCORES = 0;
    private static final int SUMS = 1;
    private static final int FACTORS = 2;
    private static final int KEYS = 3;
    private static final int VALUES = 4;
    private static final int ENDS = 0;

    private final AttentionInputs in;
    private final Heads y;
    private final float[] logarithms;
    private final int blockRows;
    private final int stride; // between two rows of scores; off powers of two, of which few fit the cache together

    private AttentionForward(AttentionInputs in, Heads y, float[] logarithms) {
        this.in = in;
        this.y = y;
        this.logarithms = logarithms;
        stride = AttentionInputs.wholeVectors(PackedMatrix.paddedColumns(in.keys())) + 16;
        blockRows = Math.clamp((long) SCORES_AT_ONCE / stride / StaircaseProduct.STEP * StaircaseProduct.STEP, StaircaseProduct.STEP, MOST_QUERIES);
    }

    /** Computes y, and for each row the logarithm of Σ e^score, +∞ if there is no score. */
    static void run(AttentionInputs in, Heads y, float[] logarithms) {
        var forward = new AttentionForward(in, y, logarithms);
        int all = in.sequences() * in.heads();
        int blocks = Math.ceilDiv(in.queries(), forward.blockRows);
        int parts = Math.clamp(Math.ceilDiv(PARTS_PER_THREAD * Parallel.threads(), Math.max(1, all)), 1, Math.max(1, blocks));
        int blocksOfPart = Math.ceilDiv(blocks, parts);
        Parallel.forEach(all * parts, (long) (in.flops() / OPERATIONS_PER_NANOSECOND), (task, scratch) -> {
            int from = task % parts * blocksOfPart * forward.blockRows;
            int to = Math.min(in.queries(), from + blocksOfPart * forward.blockRows);
            if (from < to) {
                forward.part(task / parts / in.heads(), task / parts % in.heads(), from, to, scratch);
            }
        });
    }

    private void part(int n, int head, int from, int to, Scratch scratch) {
        int keyHead = head / in.group();
        int keys = in.limit(n, to - 1);
        var keyRows = Matrix.rows(in.key().array(), in.key().at(n, keyHead), in.key().stride());
        var valueColumns = Matrix.columns(in.value().array(), in.value().at(n, keyHead), in.value().stride());
        float[] scores = scratch.floats(SCORES, blockRows * stride);
        if (in.queries() <= FEW_QUERIES) {
            MatrixProduct.multiply(to, keys, in.width(), Matrix.rows(in.query().array(), in.query().at(n, head), in.query().stride()), keyRows,
                    scores, 0, stride);
            int[] ends = scratch.ints(ENDS, 1);
            ends[0] = keys;
            probabilities(n, head, 0, to, ends, scores, scratch);
            MatrixProduct.multiply(to, in.valueWidth(), keys, Matrix.rows(scores, 0, stride), valueColumns, y.array(), y.at(n, head), y.stride());
            divide(n, head, 0, to, scratch);
            return;
        }
        PackedMatrix packedKeys = PackedMatrix.in(scratch, KEYS, keyRows, keys, in.width());
        PackedMatrix packedValues = PackedMatrix.in(scratch, VALUES, valueColumns, in.valueWidth(), keys);
        int[] ends = scratch.ints(ENDS, blockRows / StaircaseProduct.STEP);
        for (int block = from; block < to; block += blockRows) {
            int rows = Math.min(blockRows, to - block);
            for (int i = 0; i < rows; i += StaircaseProduct.STEP) {
                ends[i / StaircaseProduct.STEP] = in.limit(n, block + Math.min(i + StaircaseProduct.STEP, rows) - 1);
            }
            StaircaseProduct.toStairs(rows, ends, in.query().array(), in.query().at(n, head, block), in.query().stride(), packedKeys, scores, stride,
                    scratch);
            probabilities(n, head, block, rows, ends, scores, scratch);
            StaircaseProduct.ofStairs(rows, ends, scores, stride, packedValues, y.array(), y.at(n, head, block), y.stride(), false, scratch);
            divide(n, head, block, rows, scratch);
        }
    }

    /* Two loops, since the JIT does not keep all of it in registers when the kernels of both come together in one method. */
    private void probabilities(int n, int head, int query, int rows, int[] ends, float[] scores, Scratch scratch) {
        exponentials(n, head, query, rows, ends, scores);
        sums(n, head, query, rows, scores, scratch);
    }

    /** Makes e^(score − largest) of the scores of some queries, and zeros up to the ends; keeps the largest in place of the logarithms. */
    private void exponentials(int n, int head, int query, int rows, int[] ends, float[] scores) {
        for (int i = 0; i < rows; i++) {
            int row = i * stride;
            int limit = in.limit(n, query + i);
            float scale = in.mask(scores, row, 0, limit, n, head, query + i);
            float largest = KERNELS.max(scores, row, row + limit) * scale;
            boolean any = largest != Float.NEGATIVE_INFINITY;
            int whole = AttentionInputs.wholeVectors(limit); // what is behind the limit is overwritten
            if (any) {
                KERNELS.expOfScores(scores, scale, largest, row, row + whole);
            }
            Arrays.fill(scores, row + (any ? limit : 0), row + Math.max(whole, ends[i / StaircaseProduct.STEP]), 0f);
            logarithms[in.row(n, head, query + i)] = any ? largest : Float.POSITIVE_INFINITY;
        }
    }

    private void sums(int n, int head, int query, int rows, float[] scores, Scratch scratch) {
        float[] sums = scratch.floats(SUMS, blockRows);
        for (int i = 0; i < rows; i++) {
            int limit = in.limit(n, query + i);
            int number = in.row(n, head, query + i);
            sums[i] = KERNELS.sum(scores, i * stride, i * stride + AttentionInputs.wholeVectors(limit));
            if (logarithms[number] == Float.POSITIVE_INFINITY) {
                sums[i] = Float.POSITIVE_INFINITY;
            } else {
                logarithms[number] += Approximations.log(sums[i]);
                in.dropout().apply(number, scores, i * stride, 0, limit, scratch.floats(FACTORS, in.keys()));
            }
        }
    }

    private void divide(int n, int head, int query, int rows, Scratch scratch) {
        float[] sums = scratch.floats(SUMS, blockRows);
        float[] out = y.array();
        for (int i = 0; i < rows; i++) {
            float factor = 1f / sums[i];
            int row = y.at(n, head, query + i);
            for (int j = row; j < row + in.valueWidth(); j++) {
                out[j] *= factor;
            }
        }
    }
}
