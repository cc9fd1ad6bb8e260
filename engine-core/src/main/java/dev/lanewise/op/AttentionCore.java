package dev.lanewise.op;

import dev.lanewise.kernel.Approximations;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.matmul.Matrix;
import dev.lanewise.matmul.MatrixProduct;
import dev.lanewise.parallel.Parallel;
import dev.lanewise.parallel.Scratch;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;
import java.util.Arrays;

/** One run of an attention: its forward and, once the gradient of the output is there, its backward computation. */
final class AttentionCore {

    private static final Kernels KERNELS = Kernels.active();
    private static final double OPERATIONS_PER_NANOSECOND = 64;

    /** Queries whose scores are computed at a time. */
    private static final int BLOCK = 64;

    private static final int SCORES = 0;
    private static final int PROBABILITIES = 1;
    private static final int GRADIENTS = 2;
    private static final int FACTORS = 3;

    private final AttentionSizes sizes;
    private final Tensor query;
    private final HeadLayout queryLayout;
    private final Tensor key;
    private final HeadLayout keyLayout;
    private final Tensor value;
    private final HeadLayout valueLayout;
    private final boolean packed; // query, key and value are one tensor, with one gradient
    private final Tensor y;
    private final HeadLayout outputLayout;
    private final AttentionMask mask;
    private final AttentionDropout dropout;
    private final float scale;
    private final Tensor logarithms; // [n, heads, queries]: ln Σ e^score
    private Tensor queryGradient;
    private Tensor keyGradient;
    private Tensor valueGradient;

    AttentionCore(AttentionSizes sizes, Tensor query, HeadLayout queryLayout, Tensor key, HeadLayout keyLayout, Tensor value,
            HeadLayout valueLayout, boolean packed, Tensor y, HeadLayout outputLayout, AttentionMask mask, AttentionDropout dropout) {
        this.packed = packed;
        this.sizes = sizes;
        this.query = query;
        this.queryLayout = queryLayout;
        this.key = key;
        this.keyLayout = keyLayout;
        this.value = value;
        this.valueLayout = valueLayout;
        this.y = y;
        this.outputLayout = outputLayout;
        this.mask = mask;
        this.dropout = dropout;
        scale = (float) (1 / Math.sqrt(sizes.width()));
        logarithms = Workspace.tensor(Shape.of(sizes.sequences(), sizes.heads(), sizes.queries()));
        queryGradient = query;
        keyGradient = key;
        valueGradient = value;
    }

    Tensor queryGradient() {
        return queryGradient;
    }

    Tensor keyGradient() {
        return keyGradient;
    }

    Tensor valueGradient() {
        return valueGradient;
    }

    void forward() {
        Parallel.forEach(sizes.sequences() * sizes.heads(), (long) (sizes.flops() / OPERATIONS_PER_NANOSECOND), (task, scratch) ->
                forward(task / sizes.heads(), task % sizes.heads(), scratch));
    }

    private void forward(int n, int head, Scratch scratch) {
        int keyHead = head / sizes.group();
        for (int from = 0; from < sizes.queries(); from += BLOCK) {
            int rows = Math.min(BLOCK, sizes.queries() - from);
            int keys = mask.limit(n, from + rows - 1, sizes.queries(), sizes.keys());
            float[] scores = scratch.floats(SCORES, BLOCK * sizes.keys());
            float[] probabilities = scratch.floats(PROBABILITIES, BLOCK * sizes.keys());
            scores(n, head, from, rows, keys, scores);
            for (int i = 0; i < rows; i++) {
                int row = i * keys;
                int limit = mask.limit(n, from + i, sizes.queries(), sizes.keys());
                float largest = KERNELS.max(scores, row, row + limit);
                if (largest == Float.NEGATIVE_INFINITY) {
                    Arrays.fill(probabilities, row, row + keys, 0f);
                    logarithms.array()[rowOf(n, head, from + i)] = Float.POSITIVE_INFINITY;
                    continue;
                }
                float sum = KERNELS.expAndSum(scores, largest, probabilities, row, row + limit);
                Arrays.fill(probabilities, row + limit, row + keys, 0f);
                for (int j = row; j < row + limit; j++) {
                    probabilities[j] /= sum;
                }
                logarithms.array()[rowOf(n, head, from + i)] = largest + Approximations.log(sum);
                drop(n, head, from + i, probabilities, row, keys, scratch);
            }
            MatrixProduct.multiply(rows, sizes.valueWidth(), keys, Matrix.rows(probabilities, 0, keys),
                    Matrix.columns(value.array(), valueLayout.at(n, keyHead), valueLayout.stride()), y.array(),
                    outputLayout.at(n, head) + from * outputLayout.stride(), outputLayout.stride());
        }
    }

    private int rowOf(int n, int head, int position) {
        return (n * sizes.heads() + head) * sizes.queries() + position;
    }

    private void drop(int n, int head, int position, float[] rows, int row, int keys, Scratch scratch) {
        if (!dropout.isNone()) {
            float[] factors = scratch.floats(FACTORS, sizes.keys());
            dropout.factors(rowOf(n, head, position), factors, keys);
            for (int j = 0; j < keys; j++) {
                rows[row + j] *= factors[j];
            }
        }
    }

    private void scores(int n, int head, int from, int rows, int keys, float[] scores) {
        MatrixProduct.multiply(rows, keys, sizes.width(),
                Matrix.rows(query.array(), queryLayout.at(n, head) + from * queryLayout.stride(), queryLayout.stride()),
                Matrix.rows(key.array(), keyLayout.at(n, head / sizes.group()), keyLayout.stride()), scores, 0, keys);
        for (int i = 0; i < rows * keys; i++) {
            scores[i] *= scale;
        }
        for (int i = 0; i < rows; i++) {
            int limit = mask.limit(n, from + i, sizes.queries(), sizes.keys());
            mask.apply(scores, i * keys, limit, n, head, sizes.heads(), from + i, sizes.queries(), sizes.keys());
        }
    }

    /** Computes the gradients of all inputs. */
    Tensor backward(Tensor dy) {
        queryGradient = Workspace.tensor(query.shape());
        keyGradient = packed ? queryGradient : Workspace.tensor(key.shape());
        valueGradient = packed ? queryGradient : Workspace.tensor(value.shape());
        Arrays.fill(queryGradient.array(), 0, query.size(), 0f);
        Arrays.fill(keyGradient.array(), 0, key.size(), 0f);
        Arrays.fill(valueGradient.array(), 0, value.size(), 0f);
        Parallel.forEach(sizes.sequences() * sizes.keyHeads(), (long) (2.5 * sizes.flops() / OPERATIONS_PER_NANOSECOND), (task, scratch) -> {
            int n = task / sizes.keyHeads();
            int keyHead = task % sizes.keyHeads();
            for (int head = keyHead * sizes.group(); head < (keyHead + 1) * sizes.group(); head++) {
                for (int from = 0; from < sizes.queries(); from += BLOCK) {
                    backward(n, head, keyHead, from, Math.min(BLOCK, sizes.queries() - from), dy, scratch);
                }
            }
        });
        return dy;
    }

    private void backward(int n, int head, int keyHead, int from, int rows, Tensor dy, Scratch scratch) {
        int keys = mask.limit(n, from + rows - 1, sizes.queries(), sizes.keys());
        float[] scores = scratch.floats(SCORES, BLOCK * sizes.keys());
        float[] probabilities = scratch.floats(PROBABILITIES, BLOCK * sizes.keys());
        float[] gradients = scratch.floats(GRADIENTS, BLOCK * sizes.keys());
        int queryAt = queryLayout.at(n, head) + from * queryLayout.stride();
        int keyAt = keyLayout.at(n, keyHead);
        int valueAt = valueLayout.at(n, keyHead);
        int outputAt = outputLayout.at(n, head) + from * outputLayout.stride();
        scores(n, head, from, rows, keys, scores);
        MatrixProduct.multiply(rows, keys, sizes.valueWidth(), Matrix.rows(dy.array(), outputAt, outputLayout.stride()),
                Matrix.rows(value.array(), valueAt, valueLayout.stride()), gradients, 0, keys);
        for (int i = 0; i < rows; i++) {
            int row = i * keys;
            int limit = mask.limit(n, from + i, sizes.queries(), sizes.keys());
            KERNELS.expAndSum(scores, logarithms.array()[rowOf(n, head, from + i)], probabilities, row, row + limit);
            Arrays.fill(probabilities, row + limit, row + keys, 0f);
            drop(n, head, from + i, gradients, row, keys, scratch);
            int output = outputAt + i * outputLayout.stride();
            float mean = KERNELS.dot(dy.array(), output, y.array(), output, sizes.valueWidth());
            for (int j = row; j < row + keys; j++) {
                gradients[j] = probabilities[j] * (gradients[j] - mean) * scale;
            }
            drop(n, head, from + i, probabilities, row, keys, scratch);
        }
        MatrixProduct.accumulate(keys, sizes.valueWidth(), rows, Matrix.columns(probabilities, 0, keys),
                Matrix.columns(dy.array(), outputAt, outputLayout.stride()), valueGradient.array(), valueAt, valueLayout.stride());
        MatrixProduct.accumulate(keys, sizes.width(), rows, Matrix.columns(gradients, 0, keys),
                Matrix.columns(query.array(), queryAt, queryLayout.stride()), keyGradient.array(), keyAt, keyLayout.stride());
        MatrixProduct.multiply(rows, sizes.width(), keys, Matrix.rows(gradients, 0, keys),
                Matrix.columns(key.array(), keyAt, keyLayout.stride()), queryGradient.array(), queryAt, queryLayout.stride());
    }
}
