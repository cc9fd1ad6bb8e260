package dev.lanewise.op;

import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.MatrixKernels;
import dev.lanewise.matmul.Matrix;
import dev.lanewise.matmul.PackedMatrix;
import dev.lanewise.matmul.StaircaseProduct;
import dev.lanewise.parallel.Parallel;
import dev.lanewise.parallel.Scratch;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;
import java.util.Arrays;

/**
 * The backward computation of an {@linkplain Attention attention}:
 *
 * <pre>
 *   a head of keys of a sequence                one part of the parallel loop
 *     a block of keys                           packed; their gradients are summed over all that follows, in this order
 *       a head of queries that shares the keys
 *         a block of queries                    scores and their gradients, in the second-level cache
 * </pre>
 */
final class AttentionBackward {

    private static final Kernels KERNELS = Kernels.active();

    /** Of the products, with all that surrounds them. */
    private static final double OPERATIONS_PER_NANOSECOND = 50;

    /** There are five products; the forward computation has two. */
    private static final double COST = 2.5;

    /* Constants of the engine, since they decide in which order is summed. */
    private static final int KEY_BLOCK = 128;
    private static final int QUERY_BLOCK = MatrixKernels.DEPTH_BLOCK;

    /* Scratch slots, beside those of StaircaseProduct. */
    private static final int SCORES = 0;
    private static final int SLOPES = 1;
    private static final int FACTORS = 2;
    private static final int KEYS = 3;
    private static final int TURNED_KEYS = 4;
    private static final int TURNED_VALUES = 5;
    private static final int QUERIES = 6;
    private static final int OUTPUTS = 7;
    private static final int MEANS = 8;
    private static final int ENDS = 0;

    private final AttentionInputs in;
    private final float[] logarithms;
    private final Heads y;
    private final Heads dy;
    private final Heads dquery;
    private final Heads dkey;
    private final Heads dvalue;

    private AttentionBackward(AttentionInputs in, Heads y, float[] logarithms, Heads dy, Heads dquery, Heads dkey, Heads dvalue) {
        this.in = in;
        this.y = y;
        this.logarithms = logarithms;
        this.dy = dy;
        this.dquery = dquery;
        this.dkey = dkey;
        this.dvalue = dvalue;
    }

    /** The gradients of query, key and value; one tensor for all if they lie in one. */
    static Tensor[] run(AttentionInputs in, Heads y, float[] logarithms, Tensor dy, boolean packed) {
        Tensor dquery = Workspace.tensor(in.query().tensor().shape());
        Tensor dkey = packed ? dquery : Workspace.tensor(in.key().tensor().shape());
        Tensor dvalue = packed ? dquery : Workspace.tensor(in.value().tensor().shape());
        var backward = new AttentionBackward(in, y, logarithms, y.in(dy), in.query().in(dquery), in.key().in(dkey), in.value().in(dvalue));
        int keyHeads = in.heads() / in.group();
        Parallel.forEach(in.sequences() * keyHeads, (long) (COST * in.flops() / OPERATIONS_PER_NANOSECOND), (task, scratch) ->
                backward.part(task / keyHeads, task % keyHeads, scratch));
        return new Tensor[] {dquery, dkey, dvalue};
    }

    private void part(int n, int keyHead, Scratch scratch) {
        int keys = in.queries() == 0 ? 0 : in.limit(n, in.queries() - 1);
        clear(dkey, n, keyHead, keys, in.keys(), in.width());
        clear(dvalue, n, keyHead, keys, in.keys(), in.valueWidth());
        int firstHead = keyHead * in.group();
        float[] means = scratch.floats(MEANS, in.group() * in.queries());
        for (int head = firstHead; head < firstHead + in.group(); head++) {
            if (keys == 0) {
                clear(dquery, n, head, 0, in.queries(), in.width());
            }
            for (int i = 0; i < in.queries(); i++) { // δ
                means[(head - firstHead) * in.queries() + i] =
                        KERNELS.dot(dy.array(), dy.at(n, head, i), y.array(), y.at(n, head, i), in.valueWidth());
            }
        }
        for (int block = 0; block < keys; block += KEY_BLOCK) {
            int count = Math.min(KEY_BLOCK, keys - block);
            int keyAt = in.key().at(n, keyHead, block);
            var keyRows = Matrix.rows(in.key().array(), keyAt, in.key().stride());
            var keyColumns = Matrix.columns(in.key().array(), keyAt, in.key().stride());
            var valueRows = Matrix.rows(in.value().array(), in.value().at(n, keyHead, block), in.value().stride());
            PackedMatrix turnedKeys = PackedMatrix.in(scratch, TURNED_KEYS, keyRows, count, in.width());
            PackedMatrix turnedValues = PackedMatrix.in(scratch, TURNED_VALUES, valueRows, count, in.valueWidth());
            PackedMatrix packedKeys = PackedMatrix.in(scratch, KEYS, keyColumns, in.width(), count);
            boolean first = true;
            for (int head = firstHead; head < firstHead + in.group(); head++) {
                for (int query = 0; query < in.queries(); query += QUERY_BLOCK) {
                    int rows = Math.min(QUERY_BLOCK, in.queries() - query);
                    if (in.limit(n, query + rows - 1) > block) {
                        block(n, head, query, rows, block, count, turnedKeys, turnedValues, packedKeys, first, scratch);
                        first = false;
                    } else if (block == 0) {
                        clear(dquery, n, head, query, query + rows, in.width());
                    }
                }
            }
        }
    }

    private static void clear(Heads gradient, int n, int head, int from, int to, int width) {
        for (int i = from; i < to; i++) {
            int at = gradient.at(n, head, i);
            Arrays.fill(gradient.array(), at, at + width, 0f);
        }
    }

    private void block(int n, int head, int query, int rows, int key, int keys, PackedMatrix turnedKeys, PackedMatrix turnedValues, PackedMatrix packedKeys,
            boolean first, Scratch scratch) {
        int stride = AttentionInputs.wholeVectors(PackedMatrix.paddedColumns(keys));
        int[] ends = scratch.ints(ENDS, QUERY_BLOCK / StaircaseProduct.STEP);
        for (int i = 0; i < rows; i += StaircaseProduct.STEP) {
            int limit = in.limit(n, query + Math.min(i + StaircaseProduct.STEP, rows) - 1);
            ends[i / StaircaseProduct.STEP] = Math.clamp(limit - key, 0, keys);
        }
        float[] scores = scratch.floats(SCORES, StaircaseProduct.padded(rows) * stride);
        float[] slopes = scratch.floats(SLOPES, StaircaseProduct.padded(rows) * stride);
        int queryAt = in.query().at(n, head, query);
        int outputAt = dy.at(n, head, query);
        StaircaseProduct.toStairs(rows, ends, in.query().array(), queryAt, in.query().stride(), turnedKeys, scores, stride, scratch);
        StaircaseProduct.toStairs(rows, ends, dy.array(), outputAt, dy.stride(), turnedValues, slopes, stride, scratch);
        for (int i = 0; i < rows; i++) {
            int end = ends[i / StaircaseProduct.STEP];
            if (end > 0) {
                row(n, head, query + i, key, Math.clamp(in.limit(n, query + i) - key, 0, keys), scores, slopes, i * stride, end, scratch);
            }
        }
        int keyHead = head / in.group();
        PackedMatrix outputs = PackedMatrix.in(scratch, OUTPUTS, Matrix.columns(dy.array(), outputAt, dy.stride()), in.valueWidth(), rows);
        StaircaseProduct.ofTurnedStairs(keys, ends, scores, stride, outputs, dvalue.array(), dvalue.at(n, keyHead, key), dvalue.stride(), !first,
                scratch);
        PackedMatrix queries = PackedMatrix.in(scratch, QUERIES, Matrix.columns(in.query().array(), queryAt, in.query().stride()), in.width(), rows);
        StaircaseProduct.ofTurnedStairs(keys, ends, slopes, stride, queries, dkey.array(), dkey.at(n, keyHead, key), dkey.stride(), !first,
                scratch);
        StaircaseProduct.ofStairs(rows, ends, slopes, stride, packedKeys, dquery.array(), dquery.at(n, head, query), dquery.stride(), key > 0,
                scratch);
    }

    /**
     * Makes of the scores of one query their probabilities, with dropout, and of the slopes dy·vᵀ those of the products q·kᵀ: {@code count} keys
     * from {@code key} on.
     */
    private void row(int n, int head, int query, int key, int count, float[] scores, float[] slopes, int at, int end, Scratch scratch) {
        int row = in.row(n, head, query);
        float factor = in.mask(scores, at, key, key + count, n, head, query);
        int whole = AttentionInputs.wholeVectors(count); // what is behind the last key is overwritten
        KERNELS.expOfScores(scores, factor, logarithms[row], at, at + whole);
        float[] factors = scratch.floats(FACTORS, in.keys());
        in.dropout().apply(row, slopes, at, key, key + count, factors);
        float mean = scratch.floats(MEANS, in.group() * in.queries())[head % in.group() * in.queries() + query];
        KERNELS.scoreGradients(scores, slopes, mean, in.scale(), at, at + whole);
        in.dropout().applyAgain(scores, at, key, key + count, factors);
        int cleared = StaircaseProduct.padded(end);
        Arrays.fill(scores, at + count, at + cleared, 0f);
        Arrays.fill(slopes, at + count, at + cleared, 0f);
    }
}
