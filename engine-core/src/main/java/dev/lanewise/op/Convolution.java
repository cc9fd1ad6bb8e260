package dev.lanewise.op;

import dev.lanewise.kernel.Kernels;
import dev.lanewise.matmul.Epilogue;
import dev.lanewise.matmul.Matrix;
import dev.lanewise.matmul.MatrixProduct;
import dev.lanewise.matmul.Operand;
import dev.lanewise.parallel.Parallel;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The three matrix products of a convolution, image by image, with the columns matrix C [depth, places] of {@link ImageColumns}:
 *
 * <pre>
 *   forward          y  [out, places]   = W  [out, depth]    · C  [depth, places]     C is packed straight from the image
 *   input gradient   dC [depth, places] = Wᵀ [depth, out]    · dy [out, places]       and added to the pixels it came from
 *   weight gradient  dW [out, depth]    = dy [out, places]   · Cᵀ [places, depth]     summed over the images
 * </pre>
 *
 * @param images how many images the batch has
 * @param groups how many parts the channels are cut into
 * @param out output channels in a group
 * @param columns the columns matrix of one group of one image
 */
record Convolution(int images, int groups, int out, ImageColumns columns) {

    /** Partial sums of the weight gradient at most, and floats for all of them at most: constants, since they decide the bits. */
    private static final int PARTIAL_SUMS = 16;

    private static final int PARTIAL_SUM_FLOATS = 1 << 22;
    private static final int OPERATIONS_PER_NANOSECOND = 32;
    private static final int GRADIENT_COLUMNS = 3; // scratch slot; the product uses those below

    long flops() {
        return 2L * images * groups * out * columns.places() * columns.depth();
    }

    private int weights() {
        return out * columns.depth();
    }

    /** Calls {@code body} for each group of each image, in parallel where it pays. */
    private void forEachGroup(GroupBody body) {
        if (images * groups == 1) {
            body.run(0, 0); // then the product itself is split
            return;
        }
        Parallel.forEach(images * groups, flops() / OPERATIONS_PER_NANOSECOND, (index, scratch) -> body.run(index, index % groups));
    }

    /** Group {@code group} of an image; {@code index} numbers the groups of all images. */
    private interface GroupBody {
        void run(int index, int group);
    }

    void forward(float[] x, float[] weight, float @Nullable [] bias, FusedActivation activation, float[] y) {
        boolean relu = activation == FusedActivation.RELU;
        int places = columns.places();
        forEachGroup((index, group) -> {
            Operand left = Matrix.rows(weight, group * weights(), columns.depth());
            Epilogue epilogue = bias != null ? Epilogue.biasPerRow(bias, group * out, relu) : relu ? Epilogue.RELU : Epilogue.NONE;
            MatrixProduct.multiply(out, places, columns.depth(), left, columnsOf(x, index), y, index * out * places, places, epilogue);
        });
    }

    private Operand columnsOf(float[] x, int index) {
        int image = index * columns.pixels();
        if (columns.isImage()) {
            return Matrix.columns(x, image, columns.places());
        }
        return (first, count, depthStart, depth, panel, at, width) -> {
            for (int d = 0; d < depth; d++) {
                int row = at + d * width;
                columns.copyRow(depthStart + d, first, first + count, x, image, panel, row, 1);
                Arrays.fill(panel, row + count, row + width, 0f);
            }
        };
    }

    void inputGradient(float[] dy, float[] weight, float[] dx) {
        int depth = columns.depth();
        int places = columns.places();
        Parallel.forEach(images * groups, flops() / OPERATIONS_PER_NANOSECOND, (index, scratch) -> {
            Operand left = Matrix.columns(weight, index % groups * weights(), depth);
            Operand right = Matrix.columns(dy, index * out * places, places);
            int image = index * columns.pixels();
            if (columns.isImage()) {
                MatrixProduct.multiply(depth, places, out, left, right, dx, image, places);
                return;
            }
            float[] gradients = scratch.floats(GRADIENT_COLUMNS, depth * places);
            MatrixProduct.multiply(depth, places, out, left, right, gradients, 0, places);
            Arrays.fill(dx, image, image + columns.pixels(), 0f);
            for (int k = 0; k < depth; k++) {
                columns.addRow(k, gradients, k * places, dx, image);
            }
        });
    }

    void weightGradient(float[] dy, float[] x, float[] dw) {
        int total = groups * weights();
        int parts = Math.clamp(PARTIAL_SUM_FLOATS / total, 1, Math.clamp(images, 1, PARTIAL_SUMS));
        Tensor partial = Workspace.tensor(Shape.of(parts, total));
        float[] sums = partial.array();
        Arrays.fill(sums, 0, parts * total, 0f);
        Parallel.forEach(parts, flops() / OPERATIONS_PER_NANOSECOND, (part, scratch) -> {
            for (int image = images * part / parts; image < images * (part + 1) / parts; image++) {
                for (int group = 0; group < groups; group++) {
                    addWeightGradient(dy, x, image * groups + group, sums, part * total + group * weights());
                }
            }
        });
        System.arraycopy(sums, 0, dw, 0, total);
        for (int part = 1; part < parts; part++) {
            for (int i = 0, at = part * total; i < total; i++, at++) {
                dw[i] += sums[at];
            }
        }
    }

    private void addWeightGradient(float[] dy, float[] x, int index, float[] sums, int at) {
        int places = columns.places();
        int image = index * columns.pixels();
        Operand left = Matrix.rows(dy, index * out * places, places);
        Operand right = columns.isImage()
                ? Matrix.rows(x, image, places)
                : (first, count, depthStart, depth, panel, offset, width) -> {
                    Arrays.fill(panel, offset, offset + depth * width, 0f);
                    for (int v = 0; v < count; v++) {
                        columns.copyRow(first + v, depthStart, depthStart + depth, x, image, panel, offset + v, width);
                    }
                };
        MatrixProduct.accumulate(out, columns.depth(), places, left, right, sums, at, columns.depth());
    }

    void biasGradient(float[] dy, float[] db) {
        int places = columns.places();
        int channels = groups * out;
        Ranges.forEach(channels, images * places * Elementwise.NANOSECONDS, (from, to) -> {
            for (int channel = from; channel < to; channel++) {
                float sum = 0f;
                for (int image = 0; image < images; image++) {
                    int at = (image * channels + channel) * places;
                    sum += Kernels.active().sum(dy, at, at + places);
                }
                db[channel] = sum;
            }
        });
    }
}
