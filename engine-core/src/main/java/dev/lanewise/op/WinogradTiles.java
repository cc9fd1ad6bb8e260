package dev.lanewise.op;

import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.MatrixKernels;
import dev.lanewise.kernel.WinogradKernels;
import dev.lanewise.parallel.Scratch;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An image cut into tiles for {@link WinogradConvolution}. A tile is 2×2 outputs, and the 4×4 pixels that they come from. Whatever is
 * computed here lies with its channels side by side, [row, column, channel], so that vectors run along channels.
 *
 * <p>Some rows of tiles, a <em>band</em>, are worked on at a time; between the steps they stay in the second-level cache.
 *
 * @param columns the geometry, with input channels
 * @param out how many output channels
 */
record WinogradTiles(ImageColumns columns, int out) {

    static final int POINTS = WinogradWeights.POINTS;

    private static final Kernels KERNELS = Kernels.active();

    /** Tiles of a band at least, if there are as many: a constant, since it decides the bits of the weights' gradient. */
    private static final int TILES_OF_BAND = 64;

    /** Too few tiles are not worth the weights' transform. */
    private static final int FEWEST_TILES = 16;

    private static final float[] NO_BIAS = new float[0];

    /* Scratch slots; products use those below. */
    private static final int LINES = 3;
    private static final int HALF_WAY = 4;
    private static final int TURNED = 5;

    /** Whether the window is 3×3 and moves by one pixel, channels come in whole vectors, and there are tiles enough. */
    static boolean fit(ImageColumns columns, int out) {
        Window2d window = columns.window();
        return window.equals(new Window2d(3, 3, 1, 1, window.paddingHeight(), window.paddingWidth(), 1, 1))
                && columns.channels() % WinogradKernels.LANES == 0 && out % WinogradKernels.LANES == 0
                && (long) POINTS * columns.channels() * out <= Integer.MAX_VALUE
                && Math.ceilDiv(columns.outputHeight(), 2) * (long) Math.ceilDiv(columns.outputWidth(), 2) >= FEWEST_TILES;
    }

    private int channels() {
        return columns.channels();
    }

    /** Rows of tiles in an image. */
    int high() {
        return Math.ceilDiv(columns.outputHeight(), 2);
    }

    /** Tiles in a row. */
    int wide() {
        return Math.ceilDiv(columns.outputWidth(), 2);
    }

    /** Rows of tiles in a band, except the last. */
    int bandRows() {
        return Math.clamp(Math.ceilDiv(TILES_OF_BAND, wide()), 1, high());
    }

    /** One row of pixels, padded to whole tiles. */
    private int rowSize() {
        return (2 * wide() + 2) * channels();
    }

    /** The pixels of a band, whose last two rows are the first two of the next band. */
    int pixelsOfBand() {
        return (2 * bandRows() + 2) * rowSize();
    }

    /** Lays out the pixels of a band, with zeros round the image. Unless it {@code begins} here, the band before it is in the same array. */
    void layOut(float[] x, int at, int firstRow, int rows, boolean begins, float[] pixels) {
        int left = columns.window().paddingWidth() * channels();
        int right = left + columns.imageWidth() * channels();
        int known = begins ? 0 : keepLastRows(pixels);
        for (int i = known; i < 2 * rows + 2; i++) {
            int row = i * rowSize();
            int y = 2 * firstRow + i - columns.window().paddingHeight();
            if (y < 0 || y >= columns.imageHeight()) {
                Arrays.fill(pixels, row, row + rowSize(), 0f);
                continue;
            }
            Arrays.fill(pixels, row, row + left, 0f);
            KERNELS.packColumns(columns.imageWidth(), channels(), x, at + y * columns.imageWidth(), columns.imageHeight() * columns.imageWidth(),
                    pixels, row + left, channels());
            Arrays.fill(pixels, row + right, row + rowSize(), 0f);
        }
    }

    private int keepLastRows(float[] pixels) {
        System.arraycopy(pixels, 2 * bandRows() * rowSize(), pixels, 0, 2 * rowSize());
        return 2;
    }

    /** Clears the gradients of a band's pixels, but for those that the band before it has begun. */
    void clear(int rows, boolean begins, float[] pixels) {
        int known = begins ? 0 : keepLastRows(pixels);
        Arrays.fill(pixels, known * rowSize(), (2 * rows + 2) * rowSize(), 0f);
    }

    /** The adjoint of {@link #layOut}: writes those rows of an image that no further band adds to. */
    void takeOut(float[] pixels, int firstRow, int rows, float[] x, int at, Scratch scratch) {
        int width = columns.imageWidth();
        int count = firstRow + rows == high() ? 2 * rows + 2 : 2 * rows;
        float[] turned = scratch.floats(TURNED, channels() * width);
        for (int i = 0; i < count; i++) {
            int y = 2 * firstRow + i - columns.window().paddingHeight();
            if (y >= 0 && y < columns.imageHeight()) {
                int row = i * rowSize() + columns.window().paddingWidth() * channels();
                KERNELS.packColumns(channels(), width, pixels, row, channels(), turned, 0, width);
                KERNELS.finish(channels(), width, turned, 0, width, x, at + y * width, columns.imageHeight() * width, NO_BIAS, 0, 0);
            }
        }
    }

    /** v = Bᵀ d B of a band: [points, tiles, channels]. */
    void transformInputs(float[] pixels, int rows, float[] v, Scratch scratch) {
        int size = rowSize();
        int plane = rows * wide() * channels();
        float[] lines = scratch.floats(LINES, 4 * size);
        for (int row = 0; row < rows; row++) {
            KERNELS.winogradInput(1, size, pixels, 2 * row * size, size, 0, lines, 0, size, 0);
            for (int j = 0; j < 4; j++) {
                KERNELS.winogradInput(wide(), channels(), lines, j * size, channels(), 2 * channels(),
                        v, 4 * j * plane + row * wide() * channels(), plane, channels());
            }
        }
    }

    /** The adjoint of {@link #transformInputs}: adds B dv Bᵀ to the pixels' gradients. */
    void addInputGradients(float[] dv, int rows, float[] pixels, Scratch scratch) {
        int size = rowSize();
        int plane = rows * wide() * channels();
        float[] lines = scratch.floats(LINES, 4 * size);
        for (int row = 0; row < rows; row++) {
            Arrays.fill(lines, 0, 4 * size, 0f);
            for (int j = 0; j < 4; j++) {
                KERNELS.winogradInputGradient(wide(), channels(), dv, 4 * j * plane + row * wide() * channels(), plane, channels(),
                        lines, j * size, channels(), 2 * channels());
            }
            KERNELS.winogradInputGradient(1, size, lines, 0, size, 0, pixels, 2 * row * size, size, 0);
        }
    }

    /** y = activation(Aᵀ m A + bias) of a band: rows that begin at {@code at}, with channels {@code stride} apart. */
    void transformOutputs(
            float[] m, int firstRow, int rows, float @Nullable [] bias, boolean relu, float[] y, int at, int stride, Scratch scratch) {
        int width = columns.outputWidth();
        int tiles = rows * wide();
        int finish = (bias == null ? 0 : MatrixKernels.BIAS_PER_ROW) | (relu ? MatrixKernels.RELU : 0);
        float[] half = scratch.floats(HALF_WAY, 8 * tiles * out);
        float[] line = scratch.floats(LINES, 2 * wide() * out);
        float[] turned = scratch.floats(TURNED, out * width);
        KERNELS.winogradOutput(1, 4 * tiles * out, m, 0, 4 * tiles * out, 0, half, 0, 4 * tiles * out, 0);
        for (int i = 0; i < outputRows(firstRow, rows); i++) {
            KERNELS.winogradOutput(wide(), out, half, placeOfRow(i, tiles), tiles * out, out, line, 0, out, 2 * out);
            KERNELS.packColumns(out, width, line, 0, out, turned, 0, width);
            KERNELS.finish(out, width, turned, 0, width, y, at + i * width, stride, bias == null ? NO_BIAS : bias, 0, finish);
        }
    }

    /** The adjoint of {@link #transformOutputs} without bias and activation: dm = A dy Aᵀ of a band, [points, tiles, out]. */
    void transformOutputGradients(float[] dy, int at, int firstRow, int rows, float[] dm, Scratch scratch) {
        int width = columns.outputWidth();
        int tiles = rows * wide();
        float[] half = scratch.floats(HALF_WAY, 8 * tiles * out);
        float[] line = scratch.floats(LINES, 2 * wide() * out);
        for (int i = 0; i < 2 * rows; i++) {
            int written = 0;
            if (i < outputRows(firstRow, rows)) {
                KERNELS.packColumns(width, out, dy, at + (2 * firstRow + i) * width, columns.places(), line, 0, out);
                written = width * out;
            }
            Arrays.fill(line, written, 2 * wide() * out, 0f);
            KERNELS.winogradOutputGradient(wide(), out, line, 0, out, 2 * out, half, placeOfRow(i, tiles), tiles * out, out);
        }
        KERNELS.winogradOutputGradient(1, 4 * tiles * out, half, 0, 4 * tiles * out, 0, dm, 0, 4 * tiles * out, 0);
    }

    private int outputRows(int firstRow, int rows) {
        return Math.min(2 * rows, columns.outputHeight() - 2 * firstRow);
    }

    /* Half way, [2, 4, tiles, out], where output row i of the band begins. */
    private int placeOfRow(int i, int tiles) {
        return (i % 2 * 4 * tiles + i / 2 * wide()) * out;
    }
}
