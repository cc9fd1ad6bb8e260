package dev.lanewise.op;

import static dev.lanewise.op.DoubleTensor.sum;

import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** The cases of what makes images larger or smaller: padding, upsampling, adaptive and global pooling; and of dropout of channels. */
final class ResizingOpCases {

    private ResizingOpCases() {}

    static List<OpCase> all() {
        List<OpCase> cases = new ArrayList<>();
        for (PaddingMode mode : PaddingMode.values()) {
            Padding2d padding = new Padding2d(1, 2, 3, 4, mode);
            cases.add(OpCase.of("pad2d " + mode, x -> Padding.pad2d(x[0], padding),
                    x -> DoubleTensor.of(Shape.of(2, 3, 10, 14), i -> padded(x[0], mode, i[0], i[1], i[2] - 1, i[3] - 3)),
                    Shape.of(2, 3, 7, 7)));
            cases.add(OpCase.of("pad1d " + mode, x -> Padding.pad1d(x[0], new Padding1d(4, 1, mode)),
                    x -> DoubleTensor.of(Shape.of(2, 3, 10), i -> padded(
                            new DoubleTensor(Shape.of(2, 3, 1, 5), x[0].values()), mode, i[0], i[1], 0, i[2] - 4)),
                    Shape.of(2, 3, 5)));
        }
        for (Interpolation mode : Interpolation.values()) {
            cases.add(upsample(mode, Shape.of(2, 3, 5, 7), 10, 21));
            cases.add(upsample(mode, Shape.of(2, 3, 3, 5), 7, 11));
            cases.add(upsample(mode, Shape.of(1, 2, 7, 5), 3, 2));
            cases.add(upsample(mode, Shape.of(1, 2, 3, 1), 1, 5));
            cases.add(OpCase.of("upsample1d " + mode, x -> Upsample.upsample1d(x[0], 13, mode), x -> {
                DoubleTensor row = new DoubleTensor(Shape.of(2, 3, 1, 5), x[0].values());
                return DoubleTensor.of(Shape.of(2, 3, 13), i -> interpolated(row, mode, i[0], i[1], 0, 1, i[2], 13));
            }, Shape.of(2, 3, 5)));
        }
        for (int[] size : new int[][] {{1, 1}, {7, 5}, {3, 2}, {5, 7}, {9, 11}, {1, 5}}) {
            cases.add(OpCase.of("adaptiveAveragePool2d " + size[0] + "×" + size[1],
                    x -> AdaptivePooling.adaptiveAveragePool2d(x[0], size[0], size[1]),
                    x -> DoubleTensor.of(Shape.of(2, 3, size[0], size[1]), i -> adaptive(x[0], i, size[0], size[1], false)),
                    Shape.of(2, 3, 7, 10)));
            cases.add(OpCase.of("adaptiveMaxPool2d " + size[0] + "×" + size[1],
                    x -> AdaptivePooling.adaptiveMaxPool2d(x[0], size[0], size[1]),
                    x -> DoubleTensor.of(Shape.of(2, 3, size[0], size[1]), i -> adaptive(x[0], i, size[0], size[1], true)),
                    Shape.of(2, 3, 7, 10)));
        }
        for (int length : new int[] {1, 4, 6, 12, 13}) {
            cases.add(OpCase.of("adaptiveAveragePool1d " + length, x -> AdaptivePooling.adaptiveAveragePool1d(x[0], length), x -> {
                DoubleTensor row = new DoubleTensor(Shape.of(2, 3, 1, 12), x[0].values());
                return DoubleTensor.of(Shape.of(2, 3, length), i -> adaptive(row, new int[] {i[0], i[1], 0, i[2]}, 1, length, false));
            }, Shape.of(2, 3, 12)));
            cases.add(OpCase.of("adaptiveMaxPool1d " + length, x -> AdaptivePooling.adaptiveMaxPool1d(x[0], length), x -> {
                DoubleTensor row = new DoubleTensor(Shape.of(2, 3, 1, 12), x[0].values());
                return DoubleTensor.of(Shape.of(2, 3, length), i -> adaptive(row, new int[] {i[0], i[1], 0, i[2]}, 1, length, true));
            }, Shape.of(2, 3, 12)));
        }
        cases.add(OpCase.of("globalAveragePool", x -> GlobalPooling.globalAveragePool(x[0]),
                x -> DoubleTensor.of(Shape.of(3, 5), i -> sum(77, k -> x[0].get(i[0], i[1], k / 11, k % 11)) / 77), Shape.of(3, 5, 7, 11)));
        cases.add(OpCase.of("globalAveragePool sequences", x -> GlobalPooling.globalAveragePool(x[0]),
                x -> DoubleTensor.of(Shape.of(3, 5), i -> sum(7, k -> x[0].get(i[0], i[1], k)) / 7), Shape.of(3, 5, 7)));
        cases.add(OpCase.of("globalMaxPool", x -> GlobalPooling.globalMaxPool(x[0]),
                x -> DoubleTensor.of(Shape.of(3, 5), i -> adaptive(x[0], new int[] {i[0], i[1], 0, 0}, 1, 1, true)), Shape.of(3, 5, 7, 11)));
        double[] factors = new double[15];
        for (int i = 0; i < factors.length; i++) { // number i: word i % 4 of block i / 4 of the key's sequence
            long pair = Philox.numberAt(11, i / 4 * 2 + i % 4 / 2);
            long word = i % 2 == 0 ? pair & 0xFFFFFFFFL : pair >>> 32;
            factors[i] = (word >>> 8) / (double) (1 << 24) > 0.4f ? 1 / (1 - 0.4) : 0;
        }
        cases.add(OpCase.of("channelDropout", x -> Dropout.channelDropout(x[0], 0.4f, Philox.seeded(11)),
                x -> DoubleTensor.of(Shape.of(3, 5, 2, 7), i -> x[0].get(i) * factors[i[0] * 5 + i[1]]), Shape.of(3, 5, 2, 7))
                .differsWhenRecorded());
        return cases;
    }

    private static double padded(DoubleTensor x, PaddingMode mode, int sample, int channel, int row, int column) {
        int height = x.dimension(2);
        int width = x.dimension(3);
        return switch (mode) {
            case ZEROS -> x.getOr(0, sample, channel, row, column);
            case REPLICATE -> x.get(sample, channel, Math.clamp(row, 0, height - 1), Math.clamp(column, 0, width - 1));
            case CIRCULAR -> x.get(sample, channel, Math.floorMod(row, height), Math.floorMod(column, width));
            case REFLECT -> x.get(sample, channel, mirrored(row, height), mirrored(column, width));
        };
    }

    private static int mirrored(int position, int length) {
        return position < 0 ? -position : position < length ? position : 2 * length - 2 - position;
    }

    private static OpCase upsample(Interpolation mode, Shape shape, int height, int width) {
        return OpCase.of("upsample2d " + mode + " " + shape + " to " + height + "×" + width,
                x -> Upsample.upsample2d(x[0], height, width, mode),
                x -> DoubleTensor.of(Shape.of(shape.dimension(0), shape.dimension(1), height, width),
                        i -> interpolated(x[0], mode, i[0], i[1], i[2], height, i[3], width)), shape);
    }

    /* The sum over all pixels, each weighted with the tent functions of its distance in both directions. */
    private static double interpolated(DoubleTensor x, Interpolation mode, int sample, int channel, int row, int rows, int column, int columns) {
        double y = position(mode, row, x.dimension(2), rows);
        double z = position(mode, column, x.dimension(3), columns);
        return sum(x.dimension(2), r -> sum(x.dimension(3), c ->
                Math.max(0, 1 - Math.abs(r - y)) * Math.max(0, 1 - Math.abs(c - z)) * x.get(sample, channel, r, c)));
    }

    private static double position(Interpolation mode, int i, int length, int count) {
        return switch (mode) {
            case NEAREST -> Math.floor((double) i * length / count);
            case LINEAR -> Math.clamp((i + 0.5) * length / count - 0.5, 0, length - 1);
            case LINEAR_ALIGNED -> count == 1 ? 0 : (double) i * (length - 1) / (count - 1);
        };
    }

    private static double adaptive(DoubleTensor x, int[] place, int height, int width, boolean maximum) {
        int top = place[2] * x.dimension(2) / height;
        int bottom = (int) Math.ceil((place[2] + 1) * x.dimension(2) / (double) height);
        int left = place[3] * x.dimension(3) / width;
        int right = (int) Math.ceil((place[3] + 1) * x.dimension(3) / (double) width);
        double sum = 0;
        double largest = Double.NEGATIVE_INFINITY;
        for (int r = top; r < bottom; r++) {
            for (int c = left; c < right; c++) {
                sum += x.get(place[0], place[1], r, c);
                largest = Math.max(largest, x.get(place[0], place[1], r, c));
            }
        }
        return maximum ? largest : sum / ((bottom - top) * (right - left));
    }
}
