package dev.lanewise.matmul;

import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.MatrixKernels;
import dev.lanewise.parallel.Scratch;

/**
 * A right operand that was packed once, for weights that take part in many products. It is a copy: later changes of the source do
 * not reach it. Any number of threads may use one at once.
 */
public final class PackedMatrix implements Operand {

    private static final Kernels KERNELS = Kernels.active();

    private final int n;
    private final int k;
    private final int width;
    private final int paddedColumns;
    private final float[] panels;

    private PackedMatrix(Operand source, int n, int k, float[] panels) {
        this.n = n;
        this.k = k;
        this.panels = panels;
        width = KERNELS.tileColumns(n);
        paddedColumns = paddedColumns(n);
        for (int d = 0; d < k; d += MatrixKernels.DEPTH_BLOCK) {
            int depth = Math.min(MatrixKernels.DEPTH_BLOCK, k - d);
            for (int j = 0; j < n; j += width) {
                source.pack(j, Math.min(width, n - j), d, depth, panels, panelAt(d, depth, j), width);
            }
        }
    }

    /** Packs the right operand of products with n columns and k terms: {@code Matrix.columns} of [k][n], or {@code Matrix.rows} of [n][k]. */
    public static PackedMatrix of(Operand source, int n, int k) {
        return new PackedMatrix(source, n, k, new float[size(n, k)]);
    }

    /** The same in an array of at least {@link #size} elements, which nobody else writes as long as this is used. */
    public static PackedMatrix in(float[] panels, Operand source, int n, int k) {
        if (panels.length < size(n, k)) {
            throw new IllegalArgumentException("packed matrix: k=" + k + ", n=" + n + " needs " + size(n, k) + " elements, found "
                    + panels.length);
        }
        return new PackedMatrix(source, n, k, panels);
    }

    /** The same in scratch memory, as long as nobody asks for its slot. */
    public static PackedMatrix in(Scratch scratch, int slot, Operand source, int n, int k) {
        return new PackedMatrix(source, n, k, scratch.floats(slot, size(n, k)));
    }

    /** How many elements a matrix takes when it is packed. */
    public static int size(int n, int k) {
        return Math.multiplyExact(paddedColumns(n), k);
    }

    /** n, rounded up to whole panels. */
    public static int paddedColumns(int n) {
        int width = KERNELS.tileColumns(n);
        return Math.ceilDiv(n, width) * width;
    }

    /** The number of columns of the products it takes part in. */
    public int n() {
        return n;
    }

    /** The number of terms of each output. */
    public int k() {
        return k;
    }

    @Override
    public void pack(int first, int count, int depthStart, int depth, float[] panel, int panelOffset, int panelWidth) {
        for (int d = 0; d < depth; d++) {
            int block = (depthStart + d) / MatrixKernels.DEPTH_BLOCK * MatrixKernels.DEPTH_BLOCK;
            int blockDepth = Math.min(MatrixKernels.DEPTH_BLOCK, k - block);
            for (int v = 0; v < panelWidth; v++) {
                int j = first + v;
                panel[panelOffset + d * panelWidth + v] = v < count
                        ? panels[panelAt(block, blockDepth, j) + (depthStart + d - block) * width + j % width]
                        : 0f;
            }
        }
    }

    float[] panels() {
        return panels;
    }

    int width() {
        return width;
    }

    /* The panel with column j, in the block of this depth that starts at element d: blocks after one another, panels inside a block. */
    int panelAt(int d, int depth, int j) {
        return d * paddedColumns + j / width * width * depth;
    }

    void check(int columns, int terms) {
        if (columns != n || terms != k) {
            throw new IllegalArgumentException("matrix product: the right matrix was packed as k=" + k + ", n=" + n + ", the product has k="
                    + terms + ", n=" + columns);
        }
    }
}
