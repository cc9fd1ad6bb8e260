package dev.lanewise.op;

import dev.lanewise.kernel.Kernels;
import dev.lanewise.parallel.Parallel;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The rows [rows, columns] that layer normalization works on, one after the other while they are in the cache.
 *
 * @param centered whether the mean is subtracted; otherwise 0 stands for it
 */
record NormalizedRows(int rows, int columns, boolean centered, float epsilon) {

    /* The gradients of weights and biases are sums over the rows: first within chunks, which threads share, then over the chunks. Their
     * lengths decide the bits, and must not depend on the machine. */
    private static final int ROWS_IN_CHUNK = 16;
    private static final int MOST_CHUNKS = 64;

    private static final double FORWARD_NANOSECONDS = 0.3;
    private static final double BACKWARD_NANOSECONDS = 0.6;

    /** Fills in each row's μ and 1/√(σ² + ε) on the way. */
    Tensor normalized(Tensor x, Tensor weights, Tensor biases, Tensor centers, Tensor scales) {
        Tensor y = Workspace.tensor(x.shape());
        float[] in = x.array();
        float[] out = y.array();
        float[] weight = weights.array();
        float[] bias = biases.array();
        float[] center = centers.array();
        float[] scale = scales.array();
        Ranges.forEach(rows, FORWARD_NANOSECONDS * columns, (from, to) -> {
            for (int row = from; row < to; row++) {
                int at = row * columns;
                float mean = centered ? Kernels.active().sum(in, at, at + columns) / columns : 0f;
                float variance = Kernels.active().squaredDistance(in, mean, at, at + columns) / columns;
                center[row] = mean;
                scale[row] = (float) (1 / Math.sqrt(variance + (double) epsilon));
                Kernels.active().standardize(in, at, mean, scale[row], weight, bias, out, at, columns);
            }
        });
        return y;
    }

    /** The gradients of x (if there is storage for it), and of weights and biases (likewise). */
    void gradients(Tensor x, Tensor weights, Tensor centers, Tensor scales, Tensor dy, @Nullable Tensor dx, @Nullable Tensor products,
            @Nullable Tensor sums) {
        int chunks = Math.clamp(Math.ceilDiv(rows, ROWS_IN_CHUNK), 1, MOST_CHUNKS);
        Tensor partial = products == null ? null : Workspace.tensor(Shape.of(chunks, 2 * columns));
        Parallel.forEach(chunks, (long) (BACKWARD_NANOSECONDS * x.size()), (chunk, scratch) -> {
            int from = (int) ((long) rows * chunk / chunks);
            int to = (int) ((long) rows * (chunk + 1) / chunks);
            if (partial != null) {
                int at = chunk * 2 * columns;
                Arrays.fill(partial.array(), at, at + 2 * columns, 0f);
                for (int row = from; row < to; row++) {
                    Kernels.active().addStandardizedProducts(x.array(), dy.array(), row * columns, centers.array()[row],
                            scales.array()[row], partial.array(), at, columns);
                }
            }
            for (int row = from; row < to && dx != null; row++) {
                inputGradient(x.array(), row * columns, weights.array(), centers.array()[row], scales.array()[row], dy.array(), dx.array());
            }
        });
        if (partial != null && products != null && sums != null) {
            sumOfChunks(partial.array(), chunks, 0, products.array());
            sumOfChunks(partial.array(), chunks, columns, sums.array());
        }
    }

    /* dx = (g − mean(g) − x̂·mean(g·x̂))·scale with g = dy·weight, which waits in the storage of dx. */
    private void inputGradient(float[] x, int at, float[] weight, float center, float scale, float[] dy, float[] dx) {
        Kernels.active().weigh(dy, at, weight, dx, at, columns);
        float offset = centered ? Kernels.active().sum(dx, at, at + columns) / columns : 0f;
        float slope = Kernels.active().centeredDot(x, at, center, dx, at, columns) / columns * scale * scale;
        for (int i = at; i < at + columns; i++) {
            dx[i] = scale * (dx[i] - offset - (x[i] - center) * slope);
        }
    }

    private void sumOfChunks(float[] partial, int chunks, int first, float[] total) {
        System.arraycopy(partial, first, total, 0, columns);
        for (int chunk = 1; chunk < chunks; chunk++) {
            for (int i = 0, at = chunk * 2 * columns + first; i < columns; i++, at++) {
                total[i] += partial[at];
            }
        }
    }
}
