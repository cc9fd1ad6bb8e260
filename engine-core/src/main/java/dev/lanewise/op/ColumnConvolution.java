package dev.lanewise.op;

import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.LaneProductKernels;
import dev.lanewise.kernel.MatrixKernels;
import dev.lanewise.matmul.Epilogue;
import dev.lanewise.matmul.Matrix;
import dev.lanewise.matmul.MatrixProduct;
import dev.lanewise.matmul.Operand;
import dev.lanewise.matmul.TurnedSum;
import dev.lanewise.parallel.Parallel;
import dev.lanewise.parallel.Scratch;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The three matrix products of any convolution, image by image, with the columns matrix C [depth, places] of {@link ImageColumns}:
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
record ColumnConvolution(int images, int groups, int out, ImageColumns columns) {

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

    /** How many floats the gradients of a strip of columns take, if it has more than one row: a constant, since it decides the bits. */
    private static final int STRIP_FLOATS = 1 << 17;

    /* Scratch slots; the matrix product uses those below. */
    private static final int COLUMNS = 3;
    private static final int LANES = 4;

    long flops() {
        return 2L * images * groups * out * columns.places() * columns.depth();
    }

    private int weights() {
        return out * columns.depth();
    }

    void forward(float[] x, float[] weight, float @Nullable [] bias, boolean relu, float[] y) {
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

    /** So many places of the columns matrix at a time stay in the cache. */
    int mostPlacesCached() {
        return CACHED_COLUMNS / columns.depth();
    }

    /** Some neighbouring places of one image of the only group, without bias: {@code sums[channel * places + place]}. */
    void places(float[] x, float[] weight, int image, int from, int places, float[] sums, Scratch scratch) {
        int depth = columns.depth();
        int pixels = image * columns.pixels();
        float[] rows = scratch.floats(COLUMNS, depth * places);
        columns.copyRows(0, depth, from, from + places, x, pixels, rows, 0, places);
        if (depth <= FEW_TERMS && weights() <= FEW_WEIGHTS && places >= Kernels.active().shallowColumns()) {
            Kernels.active().shallowProduct(out, places, depth, weight, 0, rows, 0, places, sums, 0, places);
        } else {
            MatrixProduct.multiply(out, places, depth, Matrix.rows(weight, 0, depth), Matrix.columns(rows, 0, places), sums, 0, places);
        }
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
        columns.copyRows(0, columns.depth(), 0, places, x, index * columns.pixels(), rows, 0, places);
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
            columns.copyRows(depthStart, depth, first, first + count, x, image, panel, at, width);
            for (int row = at; count < width && row < at + depth * width; row += width) {
                Arrays.fill(panel, row + count, row + width, 0f);
            }
        };
    }

    void inputGradient(float[] dy, float[] weight, float[] dx) {
        int depth = columns.depth();
        int places = columns.places();
        int strip = (int) Math.max(1, STRIP_FLOATS / ((long) depth * columns.outputWidth()));
        Parallel.forEach(images * groups, nanoseconds(), (index, scratch) -> {
            Operand left = Matrix.columns(weight, index % groups * weights(), depth);
            int image = index * columns.pixels();
            if (columns.isImage()) {
                MatrixProduct.multiply(depth, places, out, left, Matrix.columns(dy, index * out * places, places), dx, image, places);
                return;
            }
            Arrays.fill(dx, image, image + columns.pixels(), 0f);
            for (int y = 0; y < columns.outputHeight(); y += strip) {
                int stripEnd = Math.min(y + strip, columns.outputHeight());
                addStrip(index, y, stripEnd, left, dy, dx, scratch);
            }
        });
    }

    /* Some rows of places: the gradient of their columns stays in the second-level cache until it is added to the pixels. */
    private void addStrip(int index, int fromRow, int toRow, Operand left, float[] dy, float[] dx, Scratch scratch) {
        int depth = columns.depth();
        int count = (toRow - fromRow) * columns.outputWidth();
        int from = index * out * columns.places() + fromRow * columns.outputWidth();
        float[] gradients = scratch.floats(COLUMNS, Math.multiplyExact(depth, count));
        MatrixProduct.multiply(depth, count, out, left, Matrix.columns(dy, from, columns.places()), gradients, 0, count);
        for (int k = 0; k < depth; k++) {
            columns.addRow(k, fromRow, toRow, gradients, k * count, dx, index * columns.pixels());
        }
    }

    void weightGradient(float[] dy, float[] x, float[] dw) {
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
                    sumOfProducts(dy, x, first, end, group, sums, at, scratch);
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

    /* Σ dy·Cᵀ over some images as matrix products of a block of places at a time. */
    private void sumOfProducts(float[] dy, float[] x, int first, int end, int group, float[] sums, int at, Scratch scratch) {
        int places = columns.places();
        int depth = columns.depth();
        var sum = new TurnedSum(out, depth);
        float[] turned = scratch.floats(LANES, sum.size());
        Arrays.fill(turned, 0, sum.size(), 0f);
        float[] rows = scratch.floats(COLUMNS, sum.rowsOfB() * MatrixKernels.DEPTH_BLOCK);
        for (int image = first; image < end; image++) {
            int index = image * groups + group;
            for (int place = 0; place < places; place += MatrixKernels.DEPTH_BLOCK) {
                int count = Math.min(MatrixKernels.DEPTH_BLOCK, places - place);
                columns.copyRows(0, depth, place, place + count, x, index * columns.pixels(), rows, 0, MatrixKernels.DEPTH_BLOCK);
                Matrix gradients = Matrix.rows(dy, index * out * places + place, places);
                sum.add(count, gradients, rows, MatrixKernels.DEPTH_BLOCK, turned, scratch);
            }
        }
        sum.write(turned, sums, at, depth);
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
                columns.copyRows(0, depth, place, place + count, x, index * columns.pixels(), rows, 0, count);
                Kernels.active().addLaneProducts(out, depth, count, dy, index * out * places + place, places, rows, 0, count, lanes);
            }
        }
        LaneProductKernels.join(lanes, weights(), sums, at);
    }
}
