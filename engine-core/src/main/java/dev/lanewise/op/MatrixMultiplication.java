package dev.lanewise.op;

import static dev.lanewise.gradient.Input.wrt;

import dev.lanewise.gradient.Operation;
import dev.lanewise.matmul.Matrix;
import dev.lanewise.matmul.MatrixProduct;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;
import java.util.Arrays;

/** Products of matrices, one or many at once. */
public final class MatrixMultiplication {

    private MatrixMultiplication() {}

    /** y = a·b; see {@link #matmul(Tensor, Tensor, boolean, boolean)}. */
    public static Tensor matmul(Tensor a, Tensor b) {
        return matmul(a, b, false, false);
    }

    /**
     * y = op(a)·op(b), where op transposes the last two dimensions or does nothing. The dimensions before them broadcast.
     *
     * @param a [..., m, k], or [..., k, m] if it is to be transposed
     * @param b [..., k, n], or [..., n, k] if it is to be transposed
     * @return [..., m, n]
     * @throws IllegalArgumentException if an operand has fewer than two dimensions, the lengths k differ, or the others do not broadcast
     */
    public static Tensor matmul(Tensor a, Tensor b, boolean transposeA, boolean transposeB) {
        var op = Operation.begin("matmul");
        op.require(a.shape().rank() >= 2 && b.shape().rank() >= 2, "operands must have at least two dimensions, found %s and %s",
                a.shape(), b.shape());
        int k = a.dimension(transposeA ? -2 : -1);
        op.require(k == b.dimension(transposeB ? -1 : -2), "%s%s times %s%s: the inner dimensions %d and %d differ",
                a.shape(), transposeA ? "ᵀ" : "", b.shape(), transposeB ? "ᵀ" : "", k, b.dimension(transposeB ? -1 : -2));
        Tensor y = product(a, b, transposeA, transposeB);
        op.flops(2L * y.size() * k);
        return op.differentiable(y,
                wrt(a, dy -> transposeA ? product(b, dy, transposeB, true) : product(dy, b, false, !transposeB)),
                wrt(b, dy -> rightGradient(a, b, dy, transposeA, transposeB)));
    }

    /* One matrix b for the whole batch: one product along all its rows, db = aᵀ·dy, or dyᵀ·a for a transposed b. */
    private static Tensor rightGradient(Tensor a, Tensor b, Tensor dy, boolean transposeA, boolean transposeB) {
        if (b.shape().rank() > 2 || transposeA) {
            return transposeB ? product(dy, a, true, transposeA) : product(a, dy, !transposeA, false);
        }
        Tensor db = Workspace.tensor(b.shape());
        Tensor left = transposeB ? dy : a;
        Tensor right = transposeB ? a : dy;
        int rows = a.shape().sizeBetween(0, a.shape().rank() - 1);
        int m = left.dimension(-1);
        int n = right.dimension(-1);
        MatrixProduct.multiply(m, n, rows, left(left, true, m, rows), right(right, false, n, rows), db.array(), 0, n);
        return db;
    }

    private static Tensor product(Tensor a, Tensor b, boolean transposeA, boolean transposeB) {
        int m = a.dimension(transposeA ? -1 : -2);
        int k = a.dimension(transposeA ? -2 : -1);
        int n = b.dimension(transposeB ? -2 : -1);
        if (b.shape().rank() == 2 && !transposeA) { // one matrix for the whole batch: one tall product
            Tensor y = Workspace.tensor(a.shape().with(-1, n));
            MatrixProduct.multiply(y.size() / Math.max(1, n), n, k, left(a, false, m, k), right(b, transposeB, n, k), y.array(), 0, n);
            return y;
        }
        Shape batch = Shape.broadcast("matmul", batchOf(a), batchOf(b));
        Tensor y = Workspace.tensor(append(batch, m, n));
        Tensor wholeA = batchOf(a).size() == 1 ? a : Elementwise.expand(a, append(batch, a.dimension(-2), a.dimension(-1)));
        Tensor wholeB = batchOf(b).size() == 1 ? b : Elementwise.expand(b, append(batch, b.dimension(-2), b.dimension(-1)));
        MatrixProduct.batched(batch.size(), m, n, k,
                left(wholeA, transposeA, m, k), batchOf(wholeA).size() == 1 ? 0 : m * k,
                right(wholeB, transposeB, n, k), batchOf(wholeB).size() == 1 ? 0 : k * n,
                y.array(), 0, n, m * n, false);
        return y;
    }

    private static Matrix left(Tensor a, boolean transposed, int m, int k) {
        return transposed ? Matrix.columns(a.array(), 0, m) : Matrix.rows(a.array(), 0, k);
    }

    private static Matrix right(Tensor b, boolean transposed, int n, int k) {
        return transposed ? Matrix.rows(b.array(), 0, k) : Matrix.columns(b.array(), 0, n);
    }

    private static Shape batchOf(Tensor x) {
        return x.shape().without(-1).without(-1);
    }

    private static Shape append(Shape batch, int rows, int columns) {
        int[] dimensions = Arrays.copyOf(batch.toArray(), batch.rank() + 2);
        dimensions[batch.rank()] = rows;
        dimensions[batch.rank() + 1] = columns;
        return Shape.of(dimensions);
    }
}
