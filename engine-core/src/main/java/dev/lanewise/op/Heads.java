package dev.lanewise.op;

import dev.lanewise.matmul.Matrix;
import dev.lanewise.tensor.Tensor;

/**
 * Where the heads of sequences lie in a tensor: element i at a position of a head is at {@code at(n, head) + position * stride + i}.
 *
 * @param count how many heads a sequence has
 * @param length how many positions
 * @param width how many elements a head has at a position
 * @param stride the distance between two positions
 */
record Heads(Tensor tensor, int count, int length, int width, int offset, int sequenceStride, int headStride, int stride) {

    /** Side by side in the last dimension, from one column on: [n, length, columns]. */
    static Heads sideBySide(Tensor x, int column, int count, int width) {
        int length = x.dimension(1);
        int columns = x.dimension(2);
        return new Heads(x, count, length, width, column, length * columns, width, columns);
    }

    /** One matrix for each head: [n, heads, length, width]. */
    static Heads stacked(Tensor x) {
        int count = x.dimension(1);
        int length = x.dimension(2);
        int width = x.dimension(3);
        return new Heads(x, count, length, width, 0, count * length * width, length * width, width);
    }

    /** The same places in another tensor. */
    Heads in(Tensor other) {
        return new Heads(other, count, length, width, offset, sequenceStride, headStride, stride);
    }

    int sequences() {
        return tensor.dimension(0);
    }

    float[] array() {
        return tensor.array();
    }

    int at(int n, int head) {
        return offset + n * sequenceStride + head * headStride;
    }

    int at(int n, int head, int position) {
        return at(n, head) + position * stride;
    }

    /** A head from a position on: [positions, width]. */
    Matrix matrix(int n, int head, int position) {
        return Matrix.rows(array(), at(n, head, position), stride);
    }
}
