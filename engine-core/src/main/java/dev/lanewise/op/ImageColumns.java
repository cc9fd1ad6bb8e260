package dev.lanewise.op;

import java.util.Arrays;

/**
 * The columns matrix of a convolution (im2col), which is never stored whole: row {@code k = (channel, i, j)} of the window, column
 * {@code p = (y, x)} of the output, and at (k, p) the pixel that window element k meets at place p, or zero in the padding. A
 * convolution is the product of its weights [out, k] with this matrix [k, p].
 */
record ImageColumns(int channels, int imageHeight, int imageWidth, Window2d window, int outputHeight, int outputWidth) {

    static ImageColumns of(int channels, int imageHeight, int imageWidth, Window2d window) {
        return new ImageColumns(channels, imageHeight, imageWidth, window, window.outputHeight(imageHeight),
                window.outputWidth(imageWidth));
    }

    /** One channel of the image, laid out for the window. */
    WindowPlane plane() {
        return WindowPlane.of(imageHeight, imageWidth, window, outputHeight, outputWidth);
    }

    /** How many rows: the elements of one window over all channels. */
    int depth() {
        return channels * window.height() * window.width();
    }

    /** How many columns: the places of the window. */
    int places() {
        return outputHeight * outputWidth;
    }

    /** How many pixels an image has over all channels. */
    int pixels() {
        return channels * imageHeight * imageWidth;
    }

    /** Whether the matrix is the image itself: a 1×1 window that moves by one pixel. */
    boolean isImage() {
        return window.equals(Window2d.square(1));
    }

    /** Writes one row, from one place (inclusive) to another (exclusive), to {@code out[at]}, {@code out[at + step]} and so on. */
    void copyRow(int k, int fromPlace, int toPlace, float[] image, int imageOffset, float[] out, int at, int step) {
        int j = k % window.width();
        int i = k / window.width() % window.height();
        int plane = imageOffset + k / (window.width() * window.height()) * imageHeight * imageWidth;
        int target = at;
        for (int place = fromPlace; place < toPlace; ) {
            int y = place / outputWidth;
            int x = place - y * outputWidth;
            int count = Math.min(outputWidth - x, toPlace - place);
            int imageY = y * window.strideHeight() - window.paddingHeight() + i * window.dilationHeight();
            int imageX = x * window.strideWidth() - window.paddingWidth() + j * window.dilationWidth();
            if (imageY < 0 || imageY >= imageHeight) {
                clear(out, target, count, step);
            } else {
                copyRun(image, plane + imageY * imageWidth, imageX, count, out, target, step);
            }
            place += count;
            target += count * step;
        }
    }

    /* Pixels x, x + stride, … of one image row; those outside of it are zero. */
    private void copyRun(float[] image, int row, int x, int count, float[] out, int at, int step) {
        int stride = window.strideWidth();
        int before = x >= 0 ? 0 : Math.min(count, (-x + stride - 1) / stride);
        int end = x >= imageWidth ? before : Math.max(before, Math.min(count, (imageWidth - 1 - x) / stride + 1));
        clear(out, at, before, step);
        copy(image, row + x + before * stride, stride, out, at + before * step, step, end - before);
        clear(out, at + end * step, count - end, step);
    }

    private static void copy(float[] image, int from, int stride, float[] out, int at, int step, int count) {
        if (stride == 1 && step == 1 && count > 0) { // an empty run may start outside of the image
            System.arraycopy(image, from, out, at, count);
        } else {
            for (int t = 0; t < count; t++) {
                out[at + t * step] = image[from + t * stride];
            }
        }
    }

    private static void clear(float[] out, int at, int count, int step) {
        for (int t = 0; t < count; t++) {
            out[at + t * step] = 0f;
        }
    }

    /**
     * Writes rows {@code firstRow} to {@code firstRow + rows} from one place (inclusive) to another (exclusive), each row {@code rowStep}
     * behind the one before it.
     */
    void copyRows(int firstRow, int rows, int fromPlace, int toPlace, float[] image, int imageOffset, float[] out, int at, int rowStep) {
        if (window.strideWidth() != 1) {
            for (int k = 0; k < rows; k++) {
                copyRow(firstRow + k, fromPlace, toPlace, image, imageOffset, out, at + k * rowStep, 1);
            }
            return;
        }
        for (int place = fromPlace; place < toPlace; ) {
            int y = place / outputWidth;
            int x = place - y * outputWidth;
            int count = Math.min(outputWidth - x, toPlace - place);
            copyRunOfRows(firstRow, rows, y, x, count, image, imageOffset, out, at + place - fromPlace, rowStep);
            place += count;
        }
    }

    /* Some neighbouring places of one output row, with a window that moves by one pixel: each row is a run of pixels. */
    private void copyRunOfRows(
            int firstRow, int rows, int y, int x, int count, float[] image, int imageOffset, float[] out, int at, int rowStep) {
        int j = firstRow % window.width();
        int i = firstRow / window.width() % window.height();
        int plane = imageOffset + firstRow / (window.width() * window.height()) * imageHeight * imageWidth;
        int top = y * window.strideHeight() - window.paddingHeight();
        int left = x - window.paddingWidth();
        int target = at;
        for (int k = 0; k < rows; k++, target += rowStep) {
            int imageY = top + i * window.dilationHeight();
            int imageX = left + j * window.dilationWidth();
            boolean inside = imageY >= 0 && imageY < imageHeight;
            int before = inside ? Math.clamp(-imageX, 0, count) : count;
            int end = inside ? Math.clamp(imageWidth - imageX, before, count) : count;
            if (before > 0) {
                Arrays.fill(out, target, target + before, 0f);
            }
            if (end > before) {
                System.arraycopy(image, plane + imageY * imageWidth + imageX + before, out, target + before, end - before);
            }
            if (end < count) {
                Arrays.fill(out, target + end, target + count, 0f);
            }
            if (++j == window.width()) {
                j = 0;
                if (++i == window.height()) {
                    i = 0;
                    plane += imageHeight * imageWidth;
                }
            }
        }
    }

    /**
     * The adjoint of {@link #copyRow} over some whole output rows: adds a row of gradients, whose first belongs to {@code fromRow}, to the
     * pixels it was copied from (col2im).
     */
    void addRow(int k, int fromRow, int toRow, float[] gradients, int from, float[] image, int imageOffset) {
        int j = k % window.width();
        int i = k / window.width() % window.height();
        int plane = imageOffset + k / (window.width() * window.height()) * imageHeight * imageWidth;
        int stride = window.strideWidth();
        int x = j * window.dilationWidth() - window.paddingWidth();
        int first = x >= 0 ? 0 : (-x + stride - 1) / stride;
        int end = x >= imageWidth ? 0 : Math.min(outputWidth, (imageWidth - 1 - x) / stride + 1);
        for (int y = fromRow; y < toRow; y++) {
            int imageY = y * window.strideHeight() - window.paddingHeight() + i * window.dilationHeight();
            if (imageY >= 0 && imageY < imageHeight) {
                addRun(gradients, from + (y - fromRow) * outputWidth, first, end, image, plane + imageY * imageWidth + x, stride);
            }
        }
    }

    private static void addRun(float[] gradients, int row, int first, int end, float[] image, int at, int stride) {
        if (stride == 1) {
            for (int t = first; t < end; t++) {
                image[at + t] += gradients[row + t];
            }
        } else {
            for (int t = first; t < end; t++) {
                image[at + t * stride] += gradients[row + t];
            }
        }
    }
}
