package dev.lanewise.op;

import java.util.Arrays;

/**
 * The columns matrix of a convolution, as in {@link ImageColumns}, with its places in the order that 2×2 blocks of them ask for: first
 * the upper left place of every block, then the upper right, the lower left and the lower right ones. The four places of a block then lie
 * in four equal rows, one above the other, and whatever is done to blocks is done to vectors.
 *
 * <p>A window element and a place in the block together are a shift against the block; window elements of neighbouring places share shifts.
 * So the pixels are first sorted into a plane for each shift, [channel, shift down, shift right, blocks], and rows are copies of planes.
 */
record BlockColumns(int channels, int imageHeight, int imageWidth, Window2d window, int blocksHigh, int blocksWide) {

    private static final int PLACES_OF_BLOCK = 4;

    static BlockColumns of(int channels, int imageHeight, int imageWidth, Window2d window) {
        return new BlockColumns(channels, imageHeight, imageWidth, window, window.outputHeight(imageHeight) / 2,
                window.outputWidth(imageWidth) / 2);
    }

    int blocks() {
        return blocksHigh * blocksWide;
    }

    /** How many columns. */
    int places() {
        return PLACES_OF_BLOCK * blocks();
    }

    /** How many rows: the elements of one window over all channels. */
    int depth() {
        return channels * window.height() * window.width();
    }

    int pixels() {
        return channels * imageHeight * imageWidth;
    }

    /** How many floats the planes take. */
    int planesSize() {
        return planes() * blocks();
    }

    private int planes() {
        return channels * shiftsDown() * shiftsRight();
    }

    private int shiftsDown() {
        return window.strideHeight() + (window.height() - 1) * window.dilationHeight() + 1;
    }

    private int shiftsRight() {
        return window.strideWidth() + (window.width() - 1) * window.dilationWidth() + 1;
    }

    /** Which plane row k needs at the places q of the blocks. */
    private int planeOf(int k, int q) {
        int j = k % window.width();
        int i = k / window.width() % window.height();
        int channel = k / (window.width() * window.height());
        int down = q / 2 * window.strideHeight() + i * window.dilationHeight();
        int right = q % 2 * window.strideWidth() + j * window.dilationWidth();
        return (channel * shiftsDown() + down) * shiftsRight() + right;
    }

    /** Writes the matrix of one image. */
    void write(float[] image, int imageAt, float[] planes, float[] rows) {
        for (int plane = 0; plane < planes(); plane++) {
            copyPlane(image, imageAt, planes, plane);
        }
        for (int k = 0; k < depth(); k++) {
            for (int q = 0; q < PLACES_OF_BLOCK; q++) {
                System.arraycopy(planes, planeOf(k, q) * blocks(), rows, (PLACES_OF_BLOCK * k + q) * blocks(), blocks());
            }
        }
    }

    /** The adjoint of {@link #write}: adds each element of a matrix of gradients to the pixel that it is a copy of. */
    void add(float[] rows, float[] planes, float[] image, int imageAt) {
        Arrays.fill(planes, 0, planesSize(), 0f);
        for (int k = 0; k < depth(); k++) {
            for (int q = 0; q < PLACES_OF_BLOCK; q++) {
                int plane = planeOf(k, q) * blocks();
                int row = (PLACES_OF_BLOCK * k + q) * blocks();
                for (int b = 0; b < blocks(); b++) {
                    planes[plane + b] += rows[row + b];
                }
            }
        }
        for (int plane = 0; plane < planes(); plane++) {
            addPlane(planes, plane, image, imageAt);
        }
    }

    /* Outside of the image is zero. */
    private void copyPlane(float[] image, int imageAt, float[] planes, int plane) {
        int step = 2 * window.strideWidth();
        int x = x(plane);
        int y = y(plane);
        int first = firstInside(x);
        int end = endInside(x);
        int source = imageAt + plane / (shiftsDown() * shiftsRight()) * imageHeight * imageWidth + x;
        int target = plane * blocks();
        if (y < 0 || end - first < blocksWide || y + (blocksHigh - 1) * 2 * window.strideHeight() >= imageHeight) {
            Arrays.fill(planes, target, target + blocks(), 0f);
        }
        for (int block = 0; block < blocksHigh; block++, target += blocksWide, y += 2 * window.strideHeight()) {
            if (y >= 0 && y < imageHeight) {
                copyRun(image, source + y * imageWidth + first * step, step, planes, target + first, end - first);
            }
        }
    }

    private static void copyRun(float[] image, int pixel, int step, float[] planes, int at, int count) {
        for (int t = 0; t < count; t++) {
            planes[at + t] = image[pixel + t * step];
        }
    }

    private void addPlane(float[] planes, int plane, float[] image, int imageAt) {
        int step = 2 * window.strideWidth();
        int x = x(plane);
        int y = y(plane);
        int first = firstInside(x);
        int end = endInside(x);
        int target = imageAt + plane / (shiftsDown() * shiftsRight()) * imageHeight * imageWidth + x;
        int source = plane * blocks();
        for (int block = 0; block < blocksHigh; block++, source += blocksWide, y += 2 * window.strideHeight()) {
            if (y >= 0 && y < imageHeight) {
                for (int b = first; b < end; b++) {
                    image[target + y * imageWidth + b * step] += planes[source + b];
                }
            }
        }
    }

    /** The pixel, down and to the right, that the first block of a plane meets. */
    private int y(int plane) {
        return plane / shiftsRight() % shiftsDown() - window.paddingHeight();
    }

    private int x(int plane) {
        return plane % shiftsRight() - window.paddingWidth();
    }

    private int firstInside(int x) {
        return Math.clamp(Math.ceilDiv(-x, 2 * window.strideWidth()), 0, blocksWide);
    }

    private int endInside(int x) {
        return Math.clamp(Math.ceilDiv(imageWidth - x, 2 * window.strideWidth()), firstInside(x), blocksWide);
    }
}
