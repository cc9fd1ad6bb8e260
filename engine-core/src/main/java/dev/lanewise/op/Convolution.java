package dev.lanewise.op;

import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.LaneProductKernels;
import dev.lanewise.kernel.MatrixKernels;
import dev.lanewise.matmul.Epilogue;
import dev.lanewise.matmul.Matrix;
import dev.lanewise.matmul.MatrixProduct;
import dev.lanewise.matmul.Operand;
import dev.lanewise.parallel.Parallel;
import dev.lanewise.parallel.Scratch;
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

    /** Up to this many weights in a group their gradient is summed along the places: constants again. */
    private static final int FEW_WEIGHTS = 2048;

    /** Up to this many terms an output is cheaper without packing; the bits are the same. */
    private static final int FEW_TERMS = 32;

    private static final int PLACES_AT_ONCE = 1024;

    /** A columns matrix of this many floats stays in the cache, and is cheaper to write once than to pack from the image. */
    private static final int CACHED_COLUMNS = 1 << 15;

    /** Groups with up to this many pairs of an input and an output channel are convolved without matrix products. */
    private static final int MOST_PAIRS_DIRECT = 64;

    /* Scratch slots; the matrix product uses those below. */
    private static final int COLUMNS = 3;
    private static final int LANES = 4;

    long flops() {
        return 2L * images * groups * out * columns.places() * columns.depth();
    }

    private int weights() {
        return out * columns.depth();
    }

    /** Whether the products would be too small to be worth it. */
    boolean isDirect() {
        return groups > 1 && out * columns.channels() <= MOST_PAIRS_DIRECT;
    }

    private DirectConvolution direct() {
        return new DirectConvolution(images, groups, columns.channels(), out, columns.plane());
    }

    void forward(float[] x, float[] weight, float @Nullable [] bias, FusedActivation activation, float[] y) {
        if (isDirect()) {
            direct().forward(x, weight, bias, activation, y);
            return;
        }
        boolean relu = activation == FusedActivation.RELU;
        int places = columns.places();
        boolean shallow = isShallow();
        Parallel.forEach(images * groups, nanoseconds(), (index, scratch) -> {
            int group = index % groups;
            int target = index * out * places;
            if (shallow && bias != null) {
                Kernels.active().shallowProduct(out, places, columns.depth(), weight, group * weights(), columnRows(x, index, scratch), 0,
                        places, y, target, places);
                int finish = MatrixKernels.BIAS_PER_ROW | (relu ? MatrixKernels.RELU : 0);
                Kernels.active().finish(out, places, y, target, places, y, target, places, bias, group * out, finish);
                return;
            }
            Operand left = Matrix.rows(weight, group * weights(), columns.depth());
            Epilogue epilogue = bias != null ? Epilogue.biasPerRow(bias, group * out, relu) : relu ? Epilogue.RELU : Epilogue.NONE;
            MatrixProduct.multiply(out, places, columns.depth(), left, columnsOf(x, index, scratch), y, target, places, epilogue);
        });
    }

    /** Whether an output has few terms, a group few weights, and the columns matrix fits the cache: then nothing is packed. */
    boolean isShallow() {
        return columns.depth() <= FEW_TERMS && weights() <= FEW_WEIGHTS && isCached()
                && columns.places() >= Kernels.active().shallowColumns();
    }

    /** What one thread would take, roughly. */
    long nanoseconds() {
        return flops() / OPERATIONS_PER_NANOSECOND;
    }

    private boolean isCached() {
        return columns.depth() * (long) columns.places() <= CACHED_COLUMNS;
    }

    /* The whole columns matrix of one image. */
    float[] columnRows(float[] x, int index, Scratch scratch) {
        int places = columns.places();
        float[] rows = scratch.floats(COLUMNS, columns.depth() * places);
        for (int k = 0; k < columns.depth(); k++) {
            columns.copyRow(k, 0, places, x, index * columns.pixels(), rows, k * places, 1);
        }
        return rows;
    }

    private Operand columnsOf(float[] x, int index, Scratch scratch) {
        int image = index * columns.pixels();
        int places = columns.places();
        if (columns.isImage()) {
            return Matrix.columns(x, image, places);
        }
        if (isCached()) {
            return Matrix.columns(columnRows(x, index, scratch), 0, places);
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
        if (isDirect()) {
            direct().inputGradient(dy, weight, dx);
            return;
        }
        int depth = columns.depth();
        int places = columns.places();
        int columnsSize = columns.isImage() ? 0 : columnsSize();
        Parallel.forEach(images * groups, nanoseconds(), (index, scratch) -> {
            Operand left = Matrix.columns(weight, index % groups * weights(), depth);
            Operand right = Matrix.columns(dy, index * out * places, places);
            int image = index * columns.pixels();
            if (columns.isImage()) {
                MatrixProduct.multiply(depth, places, out, left, right, dx, image, places);
                return;
            }
            float[] gradients = scratch.floats(COLUMNS, columnsSize);
            MatrixProduct.multiply(depth, places, out, left, right, gradients, 0, places);
            Arrays.fill(dx, image, image + columns.pixels(), 0f);
            for (int k = 0; k < depth; k++) {
                columns.addRow(k, gradients, k * places, dx, image);
            }
        });
    }

    private int columnsSize() {
        try {
            return Math.multiplyExact(columns.depth(), columns.places());
        } catch (ArithmeticException tooLarge) {
            throw new IllegalArgumentException("conv2d: the gradient of an image needs depth×places = " + columns.depth() + "×"
                    + columns.places() + " floats at once, more than an array holds; use smaller images, more groups or a larger stride",
                    tooLarge);
        }
    }

    void weightGradient(float[] dy, float[] x, float[] dw) {
        if (isDirect()) {
            direct().weightGradient(dy, x, dw);
            return;
        }
        int total = groups * weights();
        int parts = parts();
        Tensor partial = Workspace.tensor(Shape.of(parts, total));
        float[] sums = partial.array();
        Parallel.forEach(parts, nanoseconds(), (part, scratch) -> {
            int first = firstImage(part);
            int end = firstImage(part + 1);
            for (int group = 0; group < groups; group++) {
                int at = part * total + group * weights();
                if (weights() <= FEW_WEIGHTS) {
                    sumAlongPlaces(dy, x, first, end, group, sums, at, scratch);
                } else {
                    sumOfProducts(dy, x, first, end, group, sums, at);
                }
            }
        });
        sumOfParts(sums, parts, total, dw, 0);
    }

    /** Into how many partial sums over images the weight gradient is cut. */
    int parts() {
        return Math.clamp(PARTIAL_SUM_FLOATS / (groups * weights()), 1, Math.clamp(images, 1, PARTIAL_SUMS));
    }

    /** The first image of a partial sum. */
    int firstImage(int part) {
        return (int) ((long) images * part / parts());
    }

    /** Adds the partial sums, in their order. */
    static void sumOfParts(float[] sums, int parts, int length, float[] total, int at) {
        System.arraycopy(sums, 0, total, at, length);
        for (int part = 1; part < parts; part++) {
            for (int i = 0, partial = part * length; i < length; i++, partial++) {
                total[at + i] += sums[partial];
            }
        }
    }

    /** Partial sums along the lanes for the weights of one group, at zero. */
    float[] clearedLanes(Scratch scratch) {
        float[] lanes = scratch.floats(LANES, weights() * LaneProductKernels.SUM_LANES);
        Arrays.fill(lanes, 0, weights() * LaneProductKernels.SUM_LANES, 0f);
        return lanes;
    }

    /* Σ dy·Cᵀ over some images as matrix products, vectors along the weights. */
    private void sumOfProducts(float[] dy, float[] x, int first, int end, int group, float[] sums, int at) {
        int places = columns.places();
        Arrays.fill(sums, at, at + weights(), 0f);
        for (int image = first; image < end; image++) {
            int index = image * groups + group;
            Operand left = Matrix.rows(dy, index * out * places, places);
            MatrixProduct.accumulate(out, columns.depth(), places, left, transposedColumnsOf(x, index), sums, at, columns.depth());
        }
    }

    private Operand transposedColumnsOf(float[] x, int index) {
        int image = index * columns.pixels();
        if (columns.isImage()) {
            return Matrix.rows(x, image, columns.places());
        }
        return (first, count, depthStart, depth, panel, offset, width) -> {
            Arrays.fill(panel, offset, offset + depth * width, 0f);
            for (int v = 0; v < count; v++) {
                columns.copyRow(first + v, depthStart, depthStart + depth, x, image, panel, offset + v, width);
            }
        };
    }

    /* The same for few weights, vectors along the places: nothing needs to be turned round. */
    private void sumAlongPlaces(float[] dy, float[] x, int first, int end, int group, float[] sums, int at, Scratch scratch) {
        int places = columns.places();
        int depth = columns.depth();
        float[] rows = scratch.floats(COLUMNS, depth * PLACES_AT_ONCE);
        float[] lanes = clearedLanes(scratch);
        for (int image = first; image < end; image++) {
            int index = image * groups + group;
            for (int place = 0; place < places; place += PLACES_AT_ONCE) {
                int count = Math.min(PLACES_AT_ONCE, places - place);
                for (int k = 0; k < depth; k++) {
                    columns.copyRow(k, place, place + count, x, index * columns.pixels(), rows, k * count, 1);
                }
                Kernels.active().addLaneProducts(out, depth, count, dy, index * out * places + place, places, rows, 0, count, lanes);
            }
        }
        LaneProductKernels.join(lanes, weights(), sums, at);
    }

    void biasGradient(float[] dy, float[] db) {
        channelSums(dy, images, groups * out, columns.places(), db);
    }

    /** Of [images, channels, pixels], the sums of each channel: those of its planes, in the order of the images. */
    static void channelSums(float[] values, int images, int channels, int pixels, float[] sums) {
        Ranges.forEach(channels, images * pixels * Elementwise.NANOSECONDS, (from, to) -> {
            for (int channel = from; channel < to; channel++) {
                float sum = 0f;
                for (int image = 0; image < images; image++) {
                    int at = (image * channels + channel) * pixels;
                    sum += Kernels.active().sum(values, at, at + pixels);
                }
                sums[channel] = sum;
            }
        });
    }
}
