package dev.lanewise.op;

import dev.lanewise.matmul.PackedMatrix;
import dev.lanewise.matmul.PackedProduct;
import dev.lanewise.matmul.ProductSum;
import dev.lanewise.parallel.Parallel;
import dev.lanewise.parallel.Scratch;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A 3×3 convolution that moves by one pixel, with four products for every nine of the window: F(2×2, 3×3) of Winograd (Lavin and Gray,
 * <i>Fast Algorithms for Convolutional Neural Networks</i>, 2016). A tile d of 4×4 pixels becomes one of 2×2 outputs,
 *
 * <pre>
 *   v = Bᵀ d B                                            {@link WinogradTiles}
 *   u = G g Gᵀ                                            {@link WinogradWeights}
 *   m = v·u          [tiles, channels]·[channels, out]    a matrix product for each of the 16 points
 *   y = Aᵀ m A
 * </pre>
 *
 * and each gradient takes the same steps the other way round, with their adjoints:
 *
 * <pre>
 *   dm = A dy Aᵀ     dv = dm·uᵀ     dd = B dv Bᵀ          du = vᵀ·dm, summed over tiles and images     dg = Gᵀ du G
 * </pre>
 *
 * The sums have other terms than those of {@link ColumnConvolution}, and fewer; they are as exact.
 */
record WinogradConvolution(int images, int channels, int out, WinogradTiles tiles, int pixels, int places) {

    /** Partial sums of the weights' gradient at most, and floats for all of them at most: constants, since they decide the bits. */
    private static final int PARTIAL_SUMS = 16;

    private static final int PARTIAL_SUM_FLOATS = 1 << 22;
    private static final int OPERATIONS_PER_NANOSECOND = 32;

    private static final int POINTS = WinogradWeights.POINTS;

    /* Scratch slots; tiles and products use those below. */
    private static final int PIXELS = 6;
    private static final int OF_INPUTS = 7;
    private static final int OF_OUTPUTS = 8;

    static WinogradConvolution of(int images, int out, ImageColumns columns) {
        return new WinogradConvolution(images, columns.channels(), out, new WinogradTiles(columns, out), columns.pixels(), columns.places());
    }

    private long nanoseconds() {
        return 2L * images * POINTS * tiles.high() * tiles.wide() * channels * out / OPERATIONS_PER_NANOSECOND;
    }

    void forward(float[] x, WinogradWeights u, float @Nullable [] bias, boolean relu, float[] y) {
        int width = tiles.columns().outputWidth();
        forEachBand(x, u, (tiles, m, image, row, rows, scratch) ->
                tiles.transformOutputs(m, row, rows, bias, relu, y, image * out * places + 2 * row * width, places, scratch));
    }

    /** What becomes of the products m [points, tiles, out] of some rows of tiles. */
    interface BandOfOutputs {
        void accept(WinogradTiles tiles, float[] m, int image, int row, int rows, Scratch scratch);
    }

    /** The products of all images, a band at a time. */
    void forEachBand(float[] x, WinogradWeights u, BandOfOutputs outputs) {
        int bands = Math.ceilDiv(tiles.high(), tiles.bandRows());
        int parts = images >= Parallel.threads() ? 1 : Math.min(bands, Parallel.threads());
        Parallel.forEach(images * parts, nanoseconds(), (index, scratch) -> {
            int image = index / parts;
            int part = index % parts;
            int first = bands * part / parts * tiles.bandRows();
            int end = Math.min(bands * (part + 1) / parts * tiles.bandRows(), tiles.high());
            forEachBand(first, end, (row, rows) -> {
                float[] v = inputs(x, image, row, rows, row == first, scratch);
                float[] m = ofOutputs(rows, scratch);
                multiply(rows, v, channels, u, m, out, scratch);
                outputs.accept(tiles, m, image, row, rows, scratch);
            });
        });
    }

    void inputGradient(float[] dy, WinogradWeights turned, float[] dx) {
        Parallel.forEach(images, nanoseconds(), (image, scratch) -> {
            float[] pixels = scratch.floats(PIXELS, tiles.pixelsOfBand());
            forEachBand(0, tiles.high(), (row, rows) -> {
                float[] dv = ofInputs(rows, scratch);
                float[] dm = outputGradients(dy, image, row, rows, scratch);
                multiply(rows, dm, out, turned, dv, channels, scratch);
                tiles.clear(rows, row == 0, pixels);
                tiles.addInputGradients(dv, rows, pixels, scratch);
                tiles.takeOut(pixels, row, rows, dx, image * this.pixels, scratch);
            });
        });
    }

    void weightGradient(float[] dy, float[] x, float[] dw) {
        int weights = POINTS * channels * out;
        int parts = Math.clamp(PARTIAL_SUM_FLOATS / weights, 1, Math.clamp(images, 1, PARTIAL_SUMS));
        Tensor partial = Workspace.tensor(Shape.of(parts, weights));
        float[] sums = partial.array();
        Parallel.forEach(parts, nanoseconds(), (part, scratch) -> {
            Arrays.fill(sums, part * weights, (part + 1) * weights, 0f);
            for (int image = images * part / parts; image < images * (part + 1) / parts; image++) {
                addWeightGradient(dy, x, image, sums, part * weights, scratch);
            }
        });
        Tensor du = Workspace.tensor(Shape.of(weights));
        ColumnConvolution.sumOfParts(sums, parts, weights, du.array(), 0);
        WinogradWeights.gradient(du.array(), channels, out, dw);
    }

    private void addWeightGradient(float[] dy, float[] x, int image, float[] du, int duAt, Scratch scratch) {
        forEachBand(0, tiles.high(), (row, rows) -> {
            float[] v = inputs(x, image, row, rows, row == 0, scratch);
            float[] dm = outputGradients(dy, image, row, rows, scratch);
            int count = rows * tiles.wide();
            for (int p = 0; p < POINTS; p++) {
                ProductSum.add(count, channels, out, v, p * count * channels, dm, p * count * out, du, duAt + p * channels * out, scratch);
            }
        });
    }

    /** Some rows of tiles. */
    private interface Band {
        void run(int row, int rows);
    }

    private void forEachBand(int first, int end, Band band) {
        for (int row = first; row < end; row += tiles.bandRows()) {
            band.run(row, Math.min(tiles.bandRows(), end - row));
        }
    }

    private float[] inputs(float[] x, int image, int row, int rows, boolean begins, Scratch scratch) {
        float[] bandOfPixels = scratch.floats(PIXELS, tiles.pixelsOfBand());
        float[] v = ofInputs(rows, scratch);
        tiles.layOut(x, image * pixels, row, rows, begins, bandOfPixels);
        tiles.transformInputs(bandOfPixels, rows, v, scratch);
        return v;
    }

    private float[] outputGradients(float[] dy, int image, int row, int rows, Scratch scratch) {
        float[] dm = ofOutputs(rows, scratch);
        tiles.transformOutputGradients(dy, image * out * places, row, rows, dm, scratch);
        return dm;
    }

    /* At each point, the product of [tiles, k] and the weights [k, n]. */
    private void multiply(int rows, float[] left, int k, WinogradWeights weights, float[] product, int n, Scratch scratch) {
        int count = rows * tiles.wide();
        for (int p = 0; p < POINTS; p++) {
            PackedMatrix right = weights.points().get(p);
            PackedProduct.multiply(count, left, p * count * k, right, null, product, p * count * n, scratch);
        }
    }

    private float[] ofInputs(int rows, Scratch scratch) {
        return scratch.floats(OF_INPUTS, POINTS * rows * tiles.wide() * channels);
    }

    private float[] ofOutputs(int rows, Scratch scratch) {
        return scratch.floats(OF_OUTPUTS, POINTS * rows * tiles.wide() * out);
    }
}
