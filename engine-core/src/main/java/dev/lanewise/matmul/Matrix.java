package dev.lanewise.matmul;

import dev.lanewise.kernel.Kernels;

/**
 * An operand that lies in an array. Its {@linkplain Operand vectors} are either the stored rows or the stored columns:
 *
 * <table>
 * <caption>Operands of the usual products, with A stored as [m][k] (transposed: [k][m]) and B as [k][n] (transposed: [n][k])</caption>
 * <tr><th>product</th><th>left</th><th>right</th></tr>
 * <tr><td>A·B</td><td>{@code rows(a)}</td><td>{@code columns(b)}</td></tr>
 * <tr><td>A·Bᵀ</td><td>{@code rows(a)}</td><td>{@code rows(b)}</td></tr>
 * <tr><td>Aᵀ·B</td><td>{@code columns(a)}</td><td>{@code columns(b)}</td></tr>
 * <tr><td>Aᵀ·Bᵀ</td><td>{@code columns(a)}</td><td>{@code rows(b)}</td></tr>
 * </table>
 *
 * @param offset where element (0, 0) lies
 * @param stride the distance between the starts of two stored rows
 * @param vectorsAreRows element d of vector v lies at {@code offset + v * stride + d}; otherwise at {@code offset + d * stride + v}
 */
public record Matrix(float[] array, int offset, int stride, boolean vectorsAreRows) implements Operand {

    private static final Kernels KERNELS = Kernels.active();

    /** The operand whose vectors are the stored rows. */
    public static Matrix rows(float[] array, int offset, int stride) {
        return new Matrix(array, offset, stride, true);
    }

    /** The operand whose vectors are the stored columns. */
    public static Matrix columns(float[] array, int offset, int stride) {
        return new Matrix(array, offset, stride, false);
    }

    @Override
    public void pack(int first, int count, int depthStart, int depth, float[] panel, int panelOffset, int width) {
        if (vectorsAreRows) {
            KERNELS.packColumns(depth, count, array, offset + first * stride + depthStart, stride, panel, panelOffset, width);
        } else {
            KERNELS.packRows(depth, count, array, offset + depthStart * stride + first, stride, panel, panelOffset, width);
        }
    }

    /** The same layout, {@code distance} elements further on in the array. */
    Matrix shifted(int distance) {
        return distance == 0 ? this : new Matrix(array, offset + distance, stride, vectorsAreRows);
    }

    /* Where element d of a vector lies. */
    int at(int vector, int d) {
        return offset + vector * vectorStride() + d * elementStride();
    }

    /* The distance between two elements of one vector. */
    int elementStride() {
        return vectorsAreRows ? 1 : stride;
    }

    /* The distance between two vectors. */
    int vectorStride() {
        return vectorsAreRows ? stride : 1;
    }

    void check(String side, int vectors, int k) {
        int rows = vectorsAreRows ? vectors : k;
        int columns = vectorsAreRows ? k : vectors;
        long end = offset + (rows - 1L) * stride + columns;
        if (offset < 0 || stride < columns && rows > 1 || end > array.length) {
            throw new IllegalArgumentException("matrix product: the " + side + " matrix is stored as " + rows + "×" + columns
                    + ", at offset " + offset + " with stride " + stride + ", and does not fit its array of " + array.length);
        }
    }
}
