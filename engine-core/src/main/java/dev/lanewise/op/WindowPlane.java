package dev.lanewise.op;

import dev.lanewise.kernel.Kernels;
import dev.lanewise.parallel.Scratch;
import java.util.Arrays;

/**
 * One plane of an image (a channel of a sample) laid out for a window that moves over it. The plane is cut into strideHeight·strideWidth
 * phases, each with the pixels of every stride-th row and column, padding included: what one element of the window meets at neighbouring
 * places are neighbours then. Place (y, x) is at {@code y·pitch + x}, and element k of the window is {@code offsets()[k]} floats from it.
 *
 * <p>So a whole row of places, and in fact the whole plane, is one run for each element. The rows of places are a little longer than
 * needed, and what is computed between them is thrown away.
 */
record WindowPlane(int height, int width, Window2d window, int outputHeight, int outputWidth, int phaseRows, int pitch) {

    /** The scratch slot for results that are still {@link #pitch} apart. */
    private static final int RUN = 12;

    static WindowPlane of(int height, int width, Window2d window, int outputHeight, int outputWidth) {
        int reachHeight = (window.height() - 1) * window.dilationHeight();
        int reachWidth = (window.width() - 1) * window.dilationWidth();
        int rows = Math.max((outputHeight - 1) * window.strideHeight() + reachHeight + 1, window.paddingHeight() + height);
        int columns = Math.max((outputWidth - 1) * window.strideWidth() + reachWidth + 1, window.paddingWidth() + width);
        return new WindowPlane(height, width, window, outputHeight, outputWidth, Math.ceilDiv(rows, window.strideHeight()),
                Math.max(Math.ceilDiv(columns, window.strideWidth()), outputWidth + reachWidth / window.strideWidth()));
    }

    /** How many floats the plane takes in this layout. */
    int size() {
        return window.strideHeight() * window.strideWidth() * phaseSize();
    }

    private int phaseSize() {
        return phaseRows * pitch;
    }

    int pixels() {
        return height * width;
    }

    int places() {
        return outputHeight * outputWidth;
    }

    int elements() {
        return window.height() * window.width();
    }

    /** From the first place to the last one. */
    int run() {
        return (outputHeight - 1) * pitch + outputWidth;
    }

    /** Whether the layout is that of the image itself: no padding, and a window that moves by one pixel. */
    boolean isImage() {
        return window.strideHeight() == 1 && window.strideWidth() == 1 && window.paddingHeight() == 0 && window.paddingWidth() == 0
                && phaseRows == height && pitch == width;
    }

    /** The distance of the window's elements from its place, in each of so many planes one behind the other. */
    int[] offsets(int planes) {
        int[] offsets = new int[planes * elements()];
        for (int k = 0; k < offsets.length; k++) {
            int y = k / window.width() % window.height() * window.dilationHeight();
            int x = k % window.width() * window.dilationWidth();
            offsets[k] = k / elements() * size() + position(y, x);
        }
        return offsets;
    }

    /* Of the pixel (y, x), padding included. */
    private int position(int y, int x) {
        return phase(y, x) * phaseSize() + back(y, x);
    }

    private int phase(int y, int x) {
        return y % window.strideHeight() * window.strideWidth() + x % window.strideWidth();
    }

    private int back(int y, int x) {
        return y / window.strideHeight() * pitch + x / window.strideWidth();
    }

    /** Lays out a plane of an image, with this value in the padding. */
    void spread(float[] image, int from, float padding, float[] plane, int at) {
        Arrays.fill(plane, at, at + size(), padding);
        for (int r = 0; r < height; r++) {
            int y = r + window.paddingHeight();
            int row = from + r * width;
            if (window.strideWidth() == 1) {
                System.arraycopy(image, row, plane, at + position(y, window.paddingWidth()), width);
                continue;
            }
            int first = 0;
            if (window.strideWidth() == 2) {
                Kernels.active().splitPairs(image, row, width / 2, plane, at + position(y, window.paddingWidth()),
                        at + position(y, window.paddingWidth() + 1));
                first = width / 2 * 2; // the last column, if they are odd
            }
            for (int phase = 0; phase < window.strideWidth(); phase++) {
                int to = at + position(y, first + phase + window.paddingWidth());
                for (int c = row + first + phase; c < row + width; c += window.strideWidth()) {
                    plane[to++] = image[c];
                }
            }
        }
    }

    /** The inverse of {@link #spread}. */
    void collect(float[] plane, int at, float[] image, int from) {
        for (int r = 0; r < height; r++) {
            int y = r + window.paddingHeight();
            int row = from + r * width;
            if (window.strideWidth() == 1) {
                System.arraycopy(plane, at + position(y, window.paddingWidth()), image, row, width);
                continue;
            }
            int first = 0;
            if (window.strideWidth() == 2) {
                Kernels.active().joinPairs(plane, at + position(y, window.paddingWidth()), at + position(y, window.paddingWidth() + 1),
                        width / 2, image, row);
                first = width / 2 * 2;
            }
            for (int phase = 0; phase < window.strideWidth(); phase++) {
                int source = at + position(y, first + phase + window.paddingWidth());
                for (int c = row + first + phase; c < row + width; c += window.strideWidth()) {
                    image[c] = plane[source++];
                }
            }
        }
    }

    /** Lays out one value for each place, with another one between the rows. */
    void spreadPlaces(float[] values, int from, float between, float[] run, int at) {
        for (int r = 0; r < outputHeight; r++) {
            int row = at + r * pitch;
            System.arraycopy(values, from + r * outputWidth, run, row, outputWidth);
            if (r < outputHeight - 1) {
                Arrays.fill(run, row + outputWidth, row + pitch, between);
            }
        }
    }

    /* Brings rows that are a pitch apart together. */
    private void collectRows(float[] run, int at, int rows, int columns, float[] values, int to) {
        for (int r = 0; r < rows; r++) {
            System.arraycopy(run, at + r * pitch, values, to + r * columns, columns);
        }
    }

    /** For each place {@code y[to …] = Σ weight·x} over the window's elements in laid-out planes. */
    void sums(float[] weight, int weightFrom, int[] offsets, float[] planes, int at, float[] y, int to, Scratch scratch) {
        if (outputWidth >= Kernels.active().lanes()) {
            Kernels.active().windowSums(outputHeight, outputWidth, offsets.length, weight, weightFrom, offsets, planes, at, pitch, y, to,
                    outputWidth);
        } else {
            float[] run = scratch.floats(RUN, run());
            Kernels.active().windowSums(1, run(), offsets.length, weight, weightFrom, offsets, planes, at, 0, run, 0, 0);
            collectRows(run, 0, outputHeight, outputWidth, y, to);
        }
    }

    /** For each place {@code y[to …]} = the largest of the window's elements in a laid-out plane. */
    void maxima(int[] offsets, float[] plane, float[] y, int to, Scratch scratch) {
        if (outputWidth >= Kernels.active().lanes()) {
            Kernels.active().windowMaxima(outputHeight, outputWidth, offsets.length, offsets, plane, 0, pitch, y, to, outputWidth);
        } else {
            float[] run = scratch.floats(RUN, run());
            Kernels.active().windowMaxima(1, run(), offsets.length, offsets, plane, 0, 0, run, 0, 0);
            collectRows(run, 0, outputHeight, outputWidth, y, to);
        }
    }

    /* The adjoint: each pixel is the weighted sum of the places whose window it is in. Seen from a phase of the pixels, these are at one
     * distance for each element of the window that meets this phase, and no others. */

    /** How many floats {@link #spreadGradient} writes: zeros in front, so that the first pixels find them, the places, and zeros behind. */
    int gradientSize() {
        return margin() + phaseSize();
    }

    private int margin() {
        return back((window.height() - 1) * window.dilationHeight(), (window.width() - 1) * window.dilationWidth());
    }

    /** Lays out the gradients of all places for {@link #pixelSums}. */
    void spreadGradient(float[] dy, int from, float[] gradient, int at) {
        Arrays.fill(gradient, at, at + gradientSize(), 0f);
        spreadPlaces(dy, from, 0f, gradient, at + margin());
    }

    /** One phase of the pixels: the window's elements that meet it, how many other phases met before, and their places' distances. */
    record Phase(int before, int[] elements, int[] offsets) {}

    /** The phases, for gradients of several output planes one behind the other. */
    Phase[] phases(int planes) {
        Phase[] phases = new Phase[window.strideHeight() * window.strideWidth()];
        int before = 0;
        for (int phase = 0; phase < phases.length; phase++) {
            int[] elements = new int[planes * elements()];
            int[] offsets = new int[elements.length];
            int count = 0;
            for (int k = 0; k < elements.length; k++) {
                int y = k / window.width() % window.height() * window.dilationHeight();
                int x = k % window.width() * window.dilationWidth();
                if (phase(y, x) == phase) {
                    elements[count] = k;
                    offsets[count++] = k / elements() * gradientSize() + margin() - back(y, x);
                }
            }
            phases[phase] = new Phase(before, Arrays.copyOf(elements, count), Arrays.copyOf(offsets, count));
            before += count;
        }
        return phases;
    }

    /** For each pixel {@code dx[to …] = Σ weight·dy} over the places whose window it is in; the weights are in the order of {@link #phases}. */
    void pixelSums(float[] weights, Phase[] phases, float[] gradient, float[] dx, int to, Scratch scratch) {
        if (phases.length == 1 && width >= Kernels.active().lanes()) {
            Kernels.active().windowSums(height, width, phases[0].offsets.length, weights, 0, phases[0].offsets, gradient,
                    back(window.paddingHeight(), window.paddingWidth()), pitch, dx, to, width);
            return;
        }
        float[] plane = scratch.floats(RUN, size());
        for (int phase = 0; phase < phases.length; phase++) {
            int[] offsets = phases[phase].offsets;
            Kernels.active().windowSums(1, phaseSize(), offsets.length, weights, phases[phase].before, offsets, gradient, 0, 0, plane,
                    phase * phaseSize(), 0);
        }
        collect(plane, 0, dx, to);
    }
}
