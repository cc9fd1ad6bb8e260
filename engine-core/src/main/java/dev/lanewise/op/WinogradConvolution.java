package dev.lanewise.op;

import dev.lanewise.matmul.Epilogue;
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
 * The sums have other terms than those of {@link Convolution}, and fewer; they are as exact.
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
        int bands = Math.ceilDiv(tiles.high(), tiles.bandRows());
        int parts = images >= Parallel.threads() ? 1 : Math.min(bands, Parallel.threads());
        Parallel.forEach(images * parts, nanoseconds(), (index, scratch) -> {
            int image = index / parts;
            int part = index % parts;
            int first = bands * part / parts * tiles.bandRows();
            int end = Math.min(bands * (part + 1) / parts * tiles.bandRows(), tiles.high());
            float[] pixels = scratch.floats(PIXELS, tiles.pixelsSize(end - first));
            tiles.layOut(x, image * this.pixels, first, end - first, pixels);
            forEachBand(first, end, (row, rows) -> {
                float[] v = ofInputs(rows, scratch);
                float[] m = ofOutputs(rows, scratch);
                tiles.transformInputs(pixels, row - first, rows, v, scratch);
                multiply(rows, v, channels, u, m, out, scratch);
                tiles.transformOutputs(m, row, rows, bias, relu, y, image * out * places, scratch);
            });
        });
    }

    void inputGradient(float[] dy, WinogradWeights turned, float[] dx) {
        Parallel.forEach(images, nanoseconds(), (image, scratch) -> {
            float[] pixels = scratch.floats(PIXELS, tiles.pixelsSize(tiles.high()));
            Arrays.fill(pixels, 0, tiles.pixelsSize(tiles.high()), 0f);
            forEachBand(0, tiles.high(), (row, rows) -> {
                float[] dv = ofInputs(rows, scratch);
                float[] dm = ofOutputs(rows, scratch);
                tiles.transformOutputGradients(dy, image * out * places, row, rows, dm, scratch);
                multiply(rows, dm, out, turned, dv, channels, scratch);
                tiles.addInputGradients(dv, row, rows, pixels, scratch);
            });
            tiles.takeOut(pixels, dx, image * this.pixels, scratch);
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
                addWeightGradient(dy, image * out * places, x, image * this.pixels, sums, part * weights, scratch);
            }
        });
        Tensor du = Workspace.tensor(Shape.of(weights));
        Convolution.sumOfParts(sums, parts, weights, du.array(), 0);
        WinogradWeights.gradient(du.array(), channels, out, dw);
    }

    private void addWeightGradient(float[] dy, int dyAt, float[] x, int xAt, float[] du, int duAt, Scratch scratch) {
        float[] pixels = scratch.floats(PIXELS, tiles.pixelsSize(tiles.high()));
        tiles.layOut(x, xAt, 0, tiles.high(), pixels);
        forEachBand(0, tiles.high(), (row, rows) -> {
            float[] v = ofInputs(rows, scratch);
            float[] dm = ofOutputs(rows, scratch);
            tiles.transformInputs(pixels, row, rows, v, scratch);
            tiles.transformOutputGradients(dy, dyAt, row, rows, dm, scratch);
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

    /* At each point, the product of [tiles, k] and the weights [k, n]. */
    private void multiply(int rows, float[] left, int k, WinogradWeights weights, float[] product, int n, Scratch scratch) {
        int count = rows * tiles.wide();
        for (int p = 0; p < POINTS; p++) {
            PackedMatrix right = weights.points().get(p);
            PackedProduct.compute(count, left, p * count * k, right, product, p * count * n, false, Epilogue.NONE, scratch);
        }
    }

    private float[] ofInputs(int rows, Scratch scratch) {
        return scratch.floats(OF_INPUTS, POINTS * rows * tiles.wide() * channels);
    }

    private float[] ofOutputs(int rows, Scratch scratch) {
        return scratch.floats(OF_OUTPUTS, POINTS * rows * tiles.wide() * out);
    }
}
