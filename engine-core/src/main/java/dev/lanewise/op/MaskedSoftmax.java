package dev.lanewise.op;

import static dev.lanewise.gradient.Input.wrt;

import dev.lanewise.gradient.Operation;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;
import java.util.Arrays;

/** Numbers to probabilities where only the first positions of a row count, such as the steps of a sequence before its padding. */
public final class MaskedSoftmax {

    private static final double NANOSECONDS = 1;

    private MaskedSoftmax() {}

    /**
     * yᵢ = e^xᵢ / Σ e^xⱼ over the first L positions of each row, and 0 at all others, whose x changes nothing; a row with L = 0 is all
     * zeros. dxᵢ = yᵢ·(dyᵢ − Σ dyⱼ·yⱼ).
     *
     * @param x [n, …, positions]
     * @param lengths [n], the L of all rows of a sample
     * @throws IllegalArgumentException if the shapes do not fit, or a length is not in 0 to the number of positions
     */
    public static Tensor maskedSoftmax(Tensor x, IntTensor lengths) {
        var op = Operation.begin("maskedSoftmax");
        op.require(x.shape().rank() >= 2, "expected an input [n, …, positions], found %s", x.shape());
        int samples = x.dimension(0);
        int columns = x.dimension(-1);
        op.require(lengths.shape().rank() == 1 && lengths.size() == samples, "the input %s needs lengths [%d], found %s", x.shape(), samples,
                lengths.shape());
        for (int n = 0; n < samples; n++) {
            op.require(lengths.get(n) >= 0 && lengths.get(n) <= columns, "the length %s of sample %s is out of range; the input %s allows 0 to %s",
                    lengths.get(n), n, x.shape(), columns);
        }
        int rowsOfSample = x.shape().sizeBetween(1, x.shape().rank() - 1);
        int rows = samples * rowsOfSample;
        int[] length = lengths.array();
        Tensor y = Workspace.tensor(x.shape());
        float[] in = x.array();
        float[] out = y.array();
        Ranges.forEach(rows, NANOSECONDS * columns, (from, to) -> {
            for (int row = from; row < to; row++) {
                int start = row * columns;
                int end = start + length[row / rowsOfSample];
                if (end > start) {
                    float largest = Kernels.active().max(in, start, end);
                    float sum = Kernels.active().expAndSum(in, largest, out, start, end);
                    for (int i = start; i < end; i++) {
                        out[i] /= sum;
                    }
                }
                Arrays.fill(out, end, start + columns, 0f);
            }
        });
        return op.differentiable(y, wrt(x, dy -> {
            Tensor dx = Workspace.tensor(x.shape());
            float[] gradients = dy.array();
            float[] slopes = dx.array();
            Ranges.forEach(rows, NANOSECONDS * columns, (from, to) -> {
                for (int row = from; row < to; row++) {
                    int start = row * columns;
                    int end = start + length[row / rowsOfSample];
                    float mean = Kernels.active().dot(gradients, start, out, start, end - start); // of dy, weighted with y
                    for (int i = start; i < end; i++) {
                        slopes[i] = out[i] * (gradients[i] - mean);
                    }
                    Arrays.fill(slopes, end, start + columns, 0f);
                }
            });
            return dx;
        }));
    }
}
