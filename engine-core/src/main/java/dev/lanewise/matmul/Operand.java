package dev.lanewise.matmul;

/**
 * A factor of a {@link MatrixProduct} that copies parts of itself into panels. It need not exist as a matrix: a convolution's columns
 * are read from the image while they are packed.
 *
 * <p>The <em>vectors</em> of an operand are what its product's outputs are numbered by: the rows of a left operand, the columns of a
 * right one. Each has k elements.
 */
public interface Operand {

    /**
     * Copies elements {@code depthStart} to {@code depthStart + depth} of vectors {@code first} to {@code first + count} into a panel,
     * and fills the panel up with zeros:
     *
     * <pre>{@code
     * for (int d = 0; d < depth; d++)
     *     for (int v = 0; v < width; v++)
     *         panel[panelOffset + d * width + v] = v < count ? element(first + v, depthStart + d) : 0;
     * }</pre>
     *
     * <p>Several threads may call this at once.
     */
    void pack(int first, int count, int depthStart, int depth, float[] panel, int panelOffset, int width);
}
