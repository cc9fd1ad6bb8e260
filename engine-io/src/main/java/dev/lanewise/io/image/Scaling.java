package dev.lanewise.io.image;

import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/**
 * Scales images: each new value is the mean of the old ones around its place, weighted by a triangle that is one new pixel wide either way,
 * or one old pixel where the image grows. (As PyTorch's and Pillow's bilinear resizing with antialiasing.) First goes the axis that leaves less
 * in between, so that never more is held than the larger of the two images: which one depends on the sizes alone.
 */
final class Scaling {

    private Scaling() {}

    /**
     * The image {@code [channels, height, width]} in another size.
     *
     * @throws ArithmeticException if the new image has more values than an array holds
     */
    static Tensor to(Tensor image, int height, int width) {
        int channels = image.dimension(0);
        int oldHeight = image.dimension(1);
        int oldWidth = image.dimension(2);
        if (oldHeight == height && oldWidth == width) {
            return image;
        }
        boolean columnsFirst = (long) oldHeight * width <= (long) height * oldWidth;
        float[] values = columnsFirst
                ? rows(columns(image.array(), channels, oldHeight, oldWidth, width), channels, oldHeight, width, height)
                : columns(rows(image.array(), channels, oldHeight, oldWidth, height), channels, height, oldWidth, width);
        return Tensor.wrap(Shape.of(channels, height, width), values);
    }

    private static float[] columns(float[] from, int channels, int height, int oldWidth, int width) {
        float[] to = new float[size(channels, height, width)];
        resampleColumns(from, channels * height, oldWidth, to, width);
        return to;
    }

    private static float[] rows(float[] from, int channels, int oldHeight, int width, int height) {
        float[] to = new float[size(channels, height, width)];
        for (int channel = 0; channel < channels; channel++) {
            resampleRows(from, channel * oldHeight * width, oldHeight, width, to, channel * height * width, height);
        }
        return to;
    }

    private static int size(int channels, int height, int width) {
        return Math.multiplyExact(Math.multiplyExact(channels, height), width);
    }

    /** The old values that make one new value, and how much each counts. */
    private record Window(int first, float[] weights) {

        static Window of(int index, int from, int to) {
            double scale = (double) from / to;
            double reach = Math.max(1, scale);
            double centre = (index + 0.5) * scale;
            int first = Math.max(0, (int) (centre - reach + 0.5));
            int end = Math.min(from, (int) (centre + reach + 0.5));
            float[] weights = new float[end - first];
            double sum = 0;
            for (int i = first; i < end; i++) {
                sum += triangle(i, centre, reach);
            }
            for (int i = first; i < end; i++) {
                weights[i - first] = (float) (triangle(i, centre, reach) / sum);
            }
            return new Window(first, weights);
        }

        private static double triangle(int index, double centre, double reach) {
            return Math.max(0, 1 - Math.abs(index + 0.5 - centre) / reach);
        }
    }

    private static void resampleColumns(float[] from, int rows, int oldWidth, float[] to, int width) {
        for (int x = 0; x < width; x++) {
            Window window = Window.of(x, oldWidth, width);
            float[] weights = window.weights;
            for (int row = 0; row < rows; row++) {
                int start = row * oldWidth + window.first;
                float sum = 0;
                for (int i = 0; i < weights.length; i++) {
                    sum += weights[i] * from[start + i];
                }
                to[row * width + x] = sum;
            }
        }
    }

    private static void resampleRows(float[] from, int fromOffset, int oldHeight, int width, float[] to, int toOffset, int height) {
        for (int y = 0; y < height; y++) {
            Window window = Window.of(y, oldHeight, height);
            int target = toOffset + y * width;
            for (int i = 0; i < window.weights.length; i++) {
                float weight = window.weights[i];
                int row = fromOffset + (window.first + i) * width;
                for (int x = 0; x < width; x++) {
                    to[target + x] += weight * from[row + x];
                }
            }
        }
    }
}
