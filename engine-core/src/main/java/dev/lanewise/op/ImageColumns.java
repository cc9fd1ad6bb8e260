package dev.lanewise.op;

import dev.lanewise.kernel.Kernels;
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

    /**
     * Writes rows {@code firstRow} to {@code firstRow + rows} from one place (inclusive) to another (exclusive), each row {@code rowStep}
     * behind the one before it.
     */
    void copyRows(int firstRow, int rows, int fromPlace, int toPlace, float[] image, int imageOffset, float[] out, int at, int rowStep) {
        for (int place = fromPlace; place < toPlace; ) {
            int y = place / outputWidth;
            int x = place - y * outputWidth;
            int count = Math.min(neighboursAlike(x), toPlace - place);
            copyRunOfRows(firstRow, rows, y, x, count, image, imageOffset, out, at + place - fromPlace, rowStep);
            place += count;
        }
    }

    /* From one place on, as far as the windows of an output row all lie between the left and right edges of the image, or none does. */
    private int neighboursAlike(int x) {
        int firstInside = Math.ceilDiv(window.paddingWidth(), window.strideWidth());
        int endInside = (imageWidth + window.paddingWidth() - span(window.width(), window.dilationWidth())) / window.strideWidth() + 1;
        if (x < firstInside) {
            return Math.min(firstInside, outputWidth) - x;
        }
        return (x < endInside ? Math.min(endInside, outputWidth) : outputWidth) - x;
    }

    /* How many pixels there are from the first element of a window to the last. */
    private static int span(int elements, int dilation) {
        return (elements - 1) * dilation + 1;
    }

    /* Whether all elements of the window at this place are pixels, and those of a row are neighbours. */
    private boolean isWholeBlock(int top, int left) {
        return window.strideWidth() == 1 && window.dilationWidth() == 1
                && top >= 0 && top + span(window.height(), window.dilationHeight()) <= imageHeight
                && left >= 0 && left + window.width() <= imageWidth;
    }

    /* Some neighbouring places of one output row; in each row of the matrix they are pixels of one image row, or lie outside of it. */
    private void copyRunOfRows(
            int firstRow, int rows, int y, int x, int count, float[] image, int imageOffset, float[] out, int at, int rowStep) {
        int j = firstRow % window.width();
        int i = firstRow / window.width() % window.height();
        int plane = imageOffset + firstRow / (window.width() * window.height()) * imageHeight * imageWidth;
        int top = y * window.strideHeight() - window.paddingHeight();
        int left = x * window.strideWidth() - window.paddingWidth();
        int stride = window.strideWidth();
        boolean wholeBlock = isWholeBlock(top, left);
        int elements = window.height() * window.width();
        int target = at;
        for (int k = 0; k < rows; k++, target += rowStep) {
            if (wholeBlock && i == 0 && j == 0 && rows - k >= elements) { // all of a channel at once
                Kernels.active().copyWindowRows(count, window.height(), window.width(), image, plane + top * imageWidth + left,
                        window.dilationHeight() * imageWidth, out, target, rowStep);
                k += elements - 1;
                target += (elements - 1) * rowStep;
                plane += imageHeight * imageWidth;
                continue;
            }
            int imageY = top + i * window.dilationHeight();
            int imageX = left + j * window.dilationWidth();
            boolean inside = imageY >= 0 && imageY < imageHeight;
            int before = inside ? Math.clamp(steps(-imageX, stride), 0, count) : count;
            int end = inside ? Math.clamp(steps(imageWidth - imageX, stride), before, count) : count;
            if (before > 0) {
                Arrays.fill(out, target, target + before, 0f);
            }
            if (end > before) {
                copy(image, plane + imageY * imageWidth + imageX + before * stride, stride, out, target + before, end - before);
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

    /* A division for each run would cost as much as copying it. */
    private static int steps(int pixels, int stride) {
        return stride == 1 ? pixels : Math.ceilDiv(pixels, stride);
    }

    private static void copy(float[] image, int from, int stride, float[] out, int at, int count) {
        if (stride == 1) {
            System.arraycopy(image, from, out, at, count);
            return;
        }
        for (int t = 0; t < count; t++) {
            out[at + t] = image[from + t * stride];
        }
    }

    /**
     * The adjoint of {@link #copyRows} over some whole output rows: adds one row of gradients, whose first belongs to {@code fromRow}, to the
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
