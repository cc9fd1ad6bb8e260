package dev.lanewise.op;

import dev.lanewise.tensor.Tensor;

/**
 * Where the heads of sequences lie in a tensor: element i at a position of a head is at {@code at(n, head) + position * stride + i}.
 *
 * @param stride the distance between two positions
 */
record Heads(Tensor tensor, int offset, int sequenceStride, int headStride, int stride) {

    /** Side by side in the last dimension, from one column on: [n, length, columns]. */
    static Heads sideBySide(Tensor x, int column, int width) {
        return new Heads(x, column, x.dimension(1) * x.dimension(2), width, x.dimension(2));
    }

    /** One matrix for each head: [n, heads, length, width]. */
    static Heads stacked(Tensor x) {
        int matrix = x.dimension(2) * x.dimension(3);
        return new Heads(x, 0, x.dimension(1) * matrix, matrix, x.dimension(3));
    }

    /** The same places in another tensor. */
    Heads in(Tensor other) {
        return new Heads(other, offset, sequenceStride, headStride, stride);
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
}
