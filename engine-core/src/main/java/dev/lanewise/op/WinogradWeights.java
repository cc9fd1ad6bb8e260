package dev.lanewise.op;

import dev.lanewise.matmul.Matrix;
import dev.lanewise.matmul.PackedMatrix;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The 3×3 weights g of a convolution as {@link WinogradConvolution} multiplies them: u = G g Gᵀ, a matrix [channels, out] for each of the
 * sixteen points, with
 *
 * <pre>
 *       1  0  0
 *   G = ½  ½  ½
 *       ½ −½  ½
 *       0  0  1
 * </pre>
 *
 * @param points the matrices, ready for products of inputs [tiles, channels], or turned round for gradients [tiles, out]
 */
record WinogradWeights(List<PackedMatrix> points) {

    static final int POINTS = 16;

    private static final int ELEMENTS = 9;

    /** For outputs; kept with a parameter until it is written, except in training, which writes it at every step. */
    static WinogradWeights ofOutputs(Tensor weight) {
        return WeightForms.of(weight, WinogradWeights.class,
                w -> packed(w, false, float[]::new), w -> packed(w, false, WinogradWeights::workspace));
    }

    /** For the gradients of inputs. */
    static WinogradWeights ofGradients(Tensor weight) {
        return packed(weight, true, WinogradWeights::workspace);
    }

    private static float[] workspace(int size) {
        return Workspace.tensor(Shape.of(size)).array();
    }

    private static WinogradWeights packed(Tensor weight, boolean turned, IntFunction<float[]> storage) {
        int out = weight.dimension(0);
        int channels = weight.dimension(1);
        float[] u = storage.apply(POINTS * channels * out);
        transform(weight.array(), channels, out, u);
        var points = new ArrayList<PackedMatrix>(POINTS);
        int n = turned ? channels : out;
        int k = turned ? out : channels;
        for (int p = 0; p < POINTS; p++) {
            int at = p * channels * out;
            Matrix matrix = turned ? Matrix.rows(u, at, out) : Matrix.columns(u, at, out);
            points.add(PackedMatrix.in(storage.apply(PackedMatrix.size(n, k)), matrix, n, k));
        }
        return new WinogradWeights(points);
    }

    private static void transform(float[] weight, int channels, int out, float[] u) {
        int step = channels * out;
        float[] half = new float[4 * 3];
        for (int o = 0; o < out; o++) {
            for (int c = 0; c < channels; c++) {
                int g = (o * channels + c) * ELEMENTS;
                for (int j = 0; j < 3; j++) {
                    spread(weight[g + j], weight[g + 3 + j], weight[g + 6 + j], half, j, 3);
                }
                for (int i = 0; i < 4; i++) {
                    spread(half[3 * i], half[3 * i + 1], half[3 * i + 2], u, 4 * i * step + c * out + o, step);
                }
            }
        }
    }

    /* G of three numbers. */
    private static void spread(float g0, float g1, float g2, float[] u, int at, int step) {
        float ends = g0 + g2;
        u[at] = g0;
        u[at + step] = (ends + g1) * 0.5f;
        u[at + 2 * step] = (ends - g1) * 0.5f;
        u[at + 3 * step] = g2;
    }

    /** The adjoint: the gradient of the weights, Gᵀ du G, from that of their transform, [points, channels, out]. */
    static void gradient(float[] du, int channels, int out, float[] dw) {
        int step = channels * out;
        Ranges.forEach(out, channels * POINTS * Elementwise.NANOSECONDS, (from, to) -> {
            float[] half = new float[4 * 3];
            for (int o = from; o < to; o++) {
                for (int c = 0; c < channels; c++) {
                    for (int i = 0; i < 4; i++) {
                        gather(du, 4 * i * step + c * out + o, step, half, 3 * i, 1);
                    }
                    for (int j = 0; j < 3; j++) {
                        gather(half, j, 3, dw, (o * channels + c) * ELEMENTS + j, 3);
                    }
                }
            }
        });
    }

    /* Gᵀ of four numbers. */
    private static void gather(float[] u, int from, int step, float[] g, int to, int toStep) {
        float u1 = u[from + step];
        float u2 = u[from + 2 * step];
        float sum = (u1 + u2) * 0.5f;
        g[to] = u[from] + sum;
        g[to + toStep] = (u1 - u2) * 0.5f;
        g[to + 2 * toStep] = sum + u[from + 3 * step];
    }
}
