package dev.lanewise.matmul;

import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.MatrixKernels;
import dev.lanewise.parallel.Parallel;
import dev.lanewise.parallel.Scratch;
import dev.lanewise.parallel.Task;

/**
 * A product that is cut into blocks for the caches (Goto and van de Geijn, <i>Anatomy of High-Performance Matrix Multiplication</i>,
 * 2008; here the right matrix is the one that rests):
 *
 * <pre>
 *   a block of outputs                            one task
 *     some columns of it                          second-level cache
 *       a block of k                              one chain of multiply-adds for each output; the right matrix packed into panels
 *         a few rows of the left matrix           packed into one panel: first-level cache
 *           one panel of the right matrix         a tile of outputs in registers
 * </pre>
 */
final class BlockedProduct implements Task {

    private static final Kernels KERNELS = Kernels.active();
    private static final int ROWS = KERNELS.tileRows();

    /** Columns of the right matrix that are packed at a time: with {@link MatrixKernels#DEPTH_BLOCK} rows half a megabyte. */
    private static final int RESTING_COLUMNS = 512;

    private static final int ROWS_AT_ONCE = 8;

    private static final int LEFT_PANEL = 0;
    private static final int RIGHT_PANELS = 1;
    private static final int TILE = 2;

    private final int m;
    private final int n;
    private final int k;
    private final Operand left;
    private final Operand right;
    private final Output output;

    private final int columns;
    private final int rowsOfTask;
    private final int columnsOfTask;

    BlockedProduct(int m, int n, int k, Operand left, Operand right, Output output, int tasks) {
        this.m = m;
        this.n = n;
        this.k = k;
        this.left = left;
        this.right = right;
        this.output = output;
        columns = KERNELS.tileColumns(n);
        // The outputs are halved along their longer side until there are enough tasks: this way the least is packed twice.
        int rowTiles = Math.ceilDiv(m, ROWS);
        int columnTiles = Math.ceilDiv(n, columns);
        int rowTasks = 1;
        int columnTasks = 1;
        while (rowTasks * columnTasks < tasks && (rowTasks < rowTiles || columnTasks < columnTiles)) {
            if (columnTasks >= columnTiles || rowTasks < rowTiles && (long) m * columnTasks >= (long) n * rowTasks) {
                rowTasks *= 2;
            } else {
                columnTasks *= 2;
            }
        }
        rowsOfTask = Math.ceilDiv(rowTiles, rowTasks) * ROWS;
        columnsOfTask = Math.ceilDiv(columnTiles, columnTasks) * columns;
    }

    /** Computes all outputs, in several threads if the estimated time makes it worth while. */
    void run(long nanoseconds) {
        int tasks = Math.ceilDiv(m, rowsOfTask) * Math.ceilDiv(n, columnsOfTask);
        Parallel.forEach(tasks, nanoseconds, this);
    }

    /** Computes one block of outputs. */
    @Override
    public void run(int index, Scratch scratch) {
        int blocksInRow = Math.ceilDiv(n, columnsOfTask);
        int row = index / blocksInRow * rowsOfTask;
        int column = index % blocksInRow * columnsOfTask;
        int rowEnd = Math.min(row + rowsOfTask, m);
        int columnEnd = Math.min(column + columnsOfTask, n);
        int resting = Math.max(1, RESTING_COLUMNS / columns) * columns;
        for (int j = column; j < columnEnd; j += resting) {
            int restingEnd = Math.min(j + resting, columnEnd);
            for (int d = 0; d == 0 || d < k; d += MatrixKernels.DEPTH_BLOCK) {
                int depth = Math.min(MatrixKernels.DEPTH_BLOCK, k - d);
                int finish = output.finish(d == 0, d + depth == k);
                if (right instanceof PackedMatrix packed) {
                    multiply(row, rowEnd, j, restingEnd, d, depth, packed.panels(), packed.panelAt(d, depth, j), finish, scratch);
                } else {
                    float[] panels = scratch.floats(RIGHT_PANELS, resting * MatrixKernels.DEPTH_BLOCK);
                    packRight(j, restingEnd, d, depth, panels);
                    multiply(row, rowEnd, j, restingEnd, d, depth, panels, 0, finish, scratch);
                }
            }
        }
    }

    /* A few rows of the panels at a time, so that a matrix whose rows lie along them is read in long runs. */
    private void packRight(int column, int columnEnd, int d, int depth, float[] panels) {
        int rows = right instanceof Matrix matrix && !matrix.vectorsAreRows() ? ROWS_AT_ONCE : depth;
        for (int r = 0; r < depth; r += rows) {
            int count = Math.min(rows, depth - r);
            for (int panel = column; panel < columnEnd; panel += columns) {
                int at = (panel - column) * depth + r * columns;
                right.pack(panel, Math.min(columns, columnEnd - panel), d + r, count, panels, at, columns);
            }
        }
    }

    private void multiply(
            int row, int rowEnd, int column, int columnEnd, int d, int depth, float[] panels, int panelsOffset, int finish, Scratch scratch) {
        float[] panel = scratch.floats(LEFT_PANEL, ROWS * MatrixKernels.DEPTH_BLOCK);
        float[] tile = scratch.floats(TILE, ROWS * columns);
        for (int i = row; i < rowEnd; i += ROWS) {
            int rows = Math.min(ROWS, rowEnd - i);
            left.pack(i, rows, d, depth, panel, 0, ROWS);
            for (int j = column; j < columnEnd; j += columns) {
                int rightPanel = panelsOffset + (j - column) * depth;
                int rest = Math.min(columns, columnEnd - j);
                if (rows == ROWS && rest == columns && (finish & MatrixKernels.ADD_TO_OUTPUT) == 0) {
                    int at = output.at(i, j);
                    KERNELS.productTile(depth, columns, panel, 0, panels, rightPanel, output.array(), at, output.stride());
                    if (finish != 0) {
                        output.write(i, j, rows, columns, output.array(), at, output.stride(), finish);
                    }
                } else {
                    KERNELS.productTile(depth, columns, panel, 0, panels, rightPanel, tile, 0, columns);
                    output.write(i, j, rows, rest, tile, 0, columns, finish);
                }
            }
        }
    }
}
