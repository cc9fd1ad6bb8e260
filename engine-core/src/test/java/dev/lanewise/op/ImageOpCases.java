package dev.lanewise.op;

import static dev.lanewise.op.DoubleTensor.sum;

import dev.lanewise.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** The cases of convolution and pooling. */
final class ImageOpCases {

    /* stride, padding and dilation differ in both directions */
    private static final Window2d UNEVEN = new Window2d(3, 2, 2, 1, 1, 1, 1, 2);

    private ImageOpCases() {}

    static List<OpCase> all() {
        List<OpCase> cases = new ArrayList<>(poolings());
        cases.addAll(ResizingOpCases.all());
        cases.addAll(groupedAndTransposed());
        cases.addAll(inTiles());
        cases.addAll(List.of(
                block(Window2d.square(3), Shape.of(3, 1, 9, 13), 5),
                block(Window2d.square(3).padding(1), Shape.of(2, 3, 7, 11), 5),
                block(Window2d.square(5), Shape.of(2, 1, 17, 12), 3),
                block(Window2d.square(3), Shape.of(2, 5, 9, 13), 7),
                block(Window2d.square(3), Shape.of(1, 5, 39, 43), 1), // in several strips
                block(Window2d.square(1), Shape.of(2, 3, 7, 9), 5),
                block(Window2d.square(3).padding(1), Shape.of(1, 16, 7, 9), 16), // in tiles
                block(Window2d.square(3), Shape.of(1, 16, 27, 12), 16),
                conv2d("valid", Window2d.square(3), 1, Shape.of(2, 3, 5, 7), 5),
                conv2d("same", Window2d.square(3).padding(1), 1, Shape.of(2, 3, 5, 7), 5),
                conv2d("one channel", Window2d.square(3), 1, Shape.of(2, 1, 11, 13), 3),
                conv2d("stride 2", Window2d.square(3).stride(2).padding(1), 1, Shape.of(1, 2, 7, 11), 3),
                conv2d("dilation 2", Window2d.square(3).dilation(2).padding(2), 1, Shape.of(1, 2, 7, 5), 3),
                conv2d("1×1", Window2d.square(1), 1, Shape.of(2, 5, 3, 7), 7),
                conv2d("1×1 stride 2", Window2d.square(1).stride(2), 1, Shape.of(2, 3, 5, 7), 2),
                conv2d("5×5", Window2d.square(5).padding(2), 1, Shape.of(1, 2, 7, 5), 2),
                conv2d("groups", Window2d.square(3).padding(1), 2, Shape.of(2, 4, 5, 3), 6),
                conv2d("depthwise", Window2d.square(3).stride(2).padding(1), 3, Shape.of(2, 3, 5, 7), 6),
                conv2d("uneven", UNEVEN, 1, Shape.of(2, 3, 7, 5), 3),
                conv2d("whole image", new Window2d(5, 3, 1, 1, 0, 0, 1, 1), 1, Shape.of(3, 2, 5, 3), 7),
                OpCase.of("conv2d(Tensor, Tensor, Tensor, Window2d, int) no bias",
                        x -> Conv2d.conv2d(x[0], x[1], null, Window2d.square(2), 1),
                        x -> convolution(x[0], x[1], null, Window2d.square(2), 1), Shape.of(2, 3, 5, 3), Shape.of(5, 3, 2, 2)),
                OpCase.of("conv2d(Tensor, Tensor, Tensor, Window2d, int, FusedActivation) relu",
                        x -> Conv2d.conv2d(x[0], x[1], x[2], Window2d.square(3), 1, FusedActivation.RELU),
                        x -> convolution(x[0], x[1], x[2], Window2d.square(3), 1).map(v -> Math.max(v, 0)),
                        Shape.of(2, 3, 5, 7), Shape.of(5, 3, 3, 3), Shape.of(5))));
        return cases;
    }

    /* What WinogradConvolution computes: whole vectors of channels, and sixteen tiles at least. */
    private static List<OpCase> inTiles() {
        return List.of(
                conv2d("tiles, same", Window2d.square(3).padding(1), 1, Shape.of(1, 16, 7, 9), 16),
                conv2d("tiles, valid", Window2d.square(3), 1, Shape.of(2, 16, 10, 9), 16),
                conv2d("tiles, more padding than window", new Window2d(3, 3, 1, 1, 3, 4, 1, 1), 1, Shape.of(1, 16, 3, 2), 16),
                transposed("tiles", Window2d.square(3).padding(1), 0, 1, Shape.of(1, 16, 7, 8), 16),
                OpCase.of("conv2d(Tensor, Tensor, Tensor, Window2d, int, FusedActivation) tiles, no bias, relu",
                        x -> Conv2d.conv2d(x[0], x[1], null, Window2d.square(3), 1, FusedActivation.RELU),
                        x -> convolution(x[0], x[1], null, Window2d.square(3), 1).map(v -> Math.max(v, 0)),
                        Shape.of(1, 32, 9, 10), Shape.of(16, 32, 3, 3)));
    }

    private static List<OpCase> groupedAndTransposed() {
        return List.of(
                conv2d("depthwise, wide", Window2d.square(3).padding(1), 3, Shape.of(2, 3, 5, 37), 3),
                conv2d("depthwise, valid", Window2d.square(3), 3, Shape.of(2, 3, 7, 19), 3),
                conv2d("depthwise, stride 2, wide", Window2d.square(3).stride(2).padding(1), 2, Shape.of(1, 2, 7, 67), 2),
                conv2d("depthwise, stride 3, 2×2", Window2d.square(2).stride(3).padding(1), 2, Shape.of(2, 2, 8, 11), 2),
                conv2d("depthwise, dilation 3, stride 2", Window2d.square(3).stride(2).dilation(3).padding(3), 3, Shape.of(1, 3, 11, 13), 3),
                conv2d("depthwise, uneven", UNEVEN, 2, Shape.of(2, 2, 7, 5), 4),
                conv2d("depthwise, 1×1", Window2d.square(1), 3, Shape.of(2, 3, 5, 7), 6),
                conv2d("groups, stride 2", Window2d.square(3).stride(2), 2, Shape.of(1, 6, 9, 13), 4),
                conv1d("valid", Window1d.of(3), 1, Shape.of(2, 3, 17), 5),
                conv1d("stride 2, dilation 3", new Window1d(3, 2, 2, 3), 1, Shape.of(2, 3, 19), 5),
                conv1d("depthwise", new Window1d(5, 1, 2, 1), 3, Shape.of(2, 3, 37), 6),
                transposed("", Window2d.square(3), 0, 1, Shape.of(2, 3, 5, 7), 5),
                transposed("stride 2", Window2d.square(3).stride(2).padding(1), 1, 1, Shape.of(2, 3, 5, 4), 2),
                transposed("groups", Window2d.square(4).stride(2).padding(1), 0, 2, Shape.of(1, 4, 3, 5), 6),
                transposed("depthwise", Window2d.square(3).stride(2).padding(1), 1, 3, Shape.of(2, 3, 4, 7), 3),
                transposed("dilation", Window2d.square(3).dilation(2).padding(1), 1, 1, Shape.of(1, 2, 5, 7), 3),
                transposed("uneven", UNEVEN, 0, 1, Shape.of(2, 3, 4, 5), 2),
                transposed("1×1", Window2d.square(1), 0, 1, Shape.of(2, 3, 5, 7), 5),
                OpCase.of("convTranspose2d no bias, relu",
                        x -> ConvTranspose.convTranspose2d(x[0], x[1], null, Window2d.square(2).stride(2), 0, 1, FusedActivation.RELU),
                        x -> transposedConvolution(x[0], x[1], null, Window2d.square(2).stride(2), 0, 1).map(v -> Math.max(v, 0)),
                        Shape.of(2, 3, 5, 3), Shape.of(3, 5, 2, 2)).tolerance(4e-6, 1e-5),
                OpCase.of("convTranspose1d",
                        x -> ConvTranspose.convTranspose1d(x[0], x[1], x[2], new Window1d(4, 3, 1, 2), 2, 1, FusedActivation.NONE),
                        x -> as3d(transposedConvolution(as4d(x[0]), as4d(x[1]), x[2], new Window1d(4, 3, 1, 2).asRow(), 2, 1)),
                        Shape.of(2, 3, 7), Shape.of(3, 5, 4), Shape.of(5)).tolerance(4e-6, 1e-5));
    }

    private static DoubleTensor as4d(DoubleTensor x) {
        return new DoubleTensor(Shape.of(x.dimension(0), x.dimension(1), 1, x.dimension(2)), x.values());
    }

    private static DoubleTensor as3d(DoubleTensor x) {
        return new DoubleTensor(Shape.of(x.dimension(0), x.dimension(1), x.dimension(3)), x.values());
    }

    private static OpCase conv1d(String what, Window1d window, int groups, Shape shape, int out) {
        return OpCase.of("conv1d " + what, x -> Conv1d.conv1d(x[0], x[1], x[2], window, groups, FusedActivation.NONE),
                x -> as3d(convolution(as4d(x[0]), as4d(x[1]), x[2], window.asRow(), groups)), shape,
                Shape.of(out, shape.dimension(1) / groups, window.size()), Shape.of(out)).tolerance(4e-6, 1e-5);
    }

    private static OpCase transposed(String what, Window2d window, int outputPadding, int groups, Shape shape, int out) {
        return OpCase.of("convTranspose2d " + what,
                x -> ConvTranspose.convTranspose2d(x[0], x[1], x[2], window, outputPadding, groups, FusedActivation.NONE),
                x -> transposedConvolution(x[0], x[1], x[2], window, outputPadding, groups), shape,
                Shape.of(shape.dimension(1), out / groups, window.height(), window.width()), Shape.of(out)).tolerance(4e-6, 1e-5);
    }

    /* Each input pixel lays the filters over the output. In 1d only the width has output padding. */
    private static DoubleTensor transposedConvolution(DoubleTensor x, DoubleTensor weight, DoubleTensor bias, Window2d window,
            int outputPadding, int groups) {
        int perGroup = weight.dimension(1);
        int height = (x.dimension(2) - 1) * window.strideHeight() - 2 * window.paddingHeight()
                + window.dilationHeight() * (window.height() - 1) + 1 + (window.strideHeight() * window.dilationHeight() > 1 ? outputPadding : 0);
        int width = (x.dimension(3) - 1) * window.strideWidth() - 2 * window.paddingWidth()
                + window.dilationWidth() * (window.width() - 1) + 1 + outputPadding;
        DoubleTensor y = DoubleTensor.of(Shape.of(x.dimension(0), perGroup * groups, height, width), i -> bias == null ? 0 : bias.get(i[1]));
        DoubleTensor.of(Shape.of(x.dimension(0), x.dimension(1), x.dimension(2), x.dimension(3), perGroup, window.height(), window.width()), i -> {
            int channel = i[1] / (x.dimension(1) / groups) * perGroup + i[4];
            int r = i[2] * window.strideHeight() - window.paddingHeight() + i[5] * window.dilationHeight();
            int c = i[3] * window.strideWidth() - window.paddingWidth() + i[6] * window.dilationWidth();
            if (r >= 0 && r < height && c >= 0 && c < width) {
                y.values()[((i[0] * perGroup * groups + channel) * height + r) * width + c] +=
                        weight.get(i[1], i[4], i[5], i[6]) * x.get(i[0], i[1], i[2], i[3]);
            }
            return 0;
        });
        return y;
    }

    private static List<OpCase> poolings() {
        Window2d halving = Window2d.square(2).stride(2);
        List<OpCase> cases = new ArrayList<>();
        for (Shape shape : List.of(Shape.of(2, 3, 4, 6), Shape.of(2, 3, 5, 7), Shape.of(1, 2, 6, 26), Shape.of(1, 2, 2, 37),
                Shape.of(1, 1, 3, 67))) {
            cases.add(maxPool2d("halving " + shape, halving, shape));
        }
        cases.addAll(List.of(
                maxPool2d("3×3 stride 2, wide", Window2d.square(3).stride(2), Shape.of(2, 3, 7, 71)),
                maxPool2d("3×3", Window2d.square(3), Shape.of(2, 3, 7, 37)),
                maxPool2d("2×2 stride 3", Window2d.square(2).stride(3), Shape.of(2, 3, 7, 11)),
                OpCase.of("maxPool1d(Tensor, Window1d)", x -> MaxPool1d.maxPool1d(x[0], new Window1d(3, 2, 1, 2)),
                        x -> as3d(maxima(as4d(x[0]), Shape.of(2, 3, 1, 19), new Window1d(3, 2, 1, 2).asRow())), Shape.of(2, 3, 19)),
                OpCase.of("averagePool1d(Tensor, Window1d, boolean)", x -> AveragePool1d.averagePool1d(x[0], new Window1d(3, 2, 1, 1), false),
                        x -> as3d(means(as4d(x[0]), Shape.of(2, 3, 1, 19), new Window1d(3, 2, 1, 1).asRow(), false)), Shape.of(2, 3, 19)),
                averagePool2d("3×3 stride 2, wide", Window2d.square(3).stride(2), true, Shape.of(2, 3, 7, 71)),
                maxPool2d("3×3 stride 2", Window2d.square(3).stride(2).padding(1), Shape.of(2, 3, 7, 5)),
                maxPool2d("dilation 2", Window2d.square(2).dilation(2), Shape.of(2, 3, 5, 7)),
                maxPool2d("uneven", UNEVEN, Shape.of(2, 3, 7, 5)),
                averagePool2d("2×2", halving, true, Shape.of(2, 3, 5, 7)),
                averagePool2d("3×3 stride 2", Window2d.square(3).stride(2).padding(1), true, Shape.of(2, 3, 7, 5)),
                averagePool2d("3×3 stride 2, padding not counted", Window2d.square(3).stride(2).padding(1), false, Shape.of(2, 3, 7, 5)),
                averagePool2d("uneven, padding not counted", UNEVEN, false, Shape.of(2, 3, 7, 5)),
                averagePool2d("whole image", new Window2d(5, 7, 1, 1, 0, 0, 1, 1), true, Shape.of(2, 3, 5, 7))));
        for (Window2d window : List.of(Window2d.square(2).stride(2), Window2d.square(3).stride(2).padding(1), new Window2d(3, 2, 3, 2, 1, 0, 2, 1))) {
            Shape shape = Shape.of(2, 3, 8, 7);
            cases.add(OpCase.of("maxPool2d(Tensor, Window2d, boolean) " + window, x -> MaxPool2d.maxPool2d(x[0], window, true), x -> maxima(x[0], shape, window, true), shape));
            for (boolean countIncludePadding : new boolean[] {true, false}) {
                cases.add(OpCase.of("averagePool2d(Tensor, Window2d, boolean, boolean) " + window + " " + countIncludePadding,
                        x -> AveragePool2d.averagePool2d(x[0], window, countIncludePadding, true),
                        x -> means(x[0], shape, window, countIncludePadding, true), shape));
            }
        }
        Window1d pairs = Window1d.of(2).stride(2);
        cases.add(OpCase.of("maxPool1d(Tensor, Window1d, boolean)", x -> MaxPool1d.maxPool1d(x[0], pairs, true),
                x -> as3d(maxima(as4d(x[0]), Shape.of(2, 3, 1, 5), pairs.asRow(), true)), Shape.of(2, 3, 5)));
        cases.add(OpCase.of("averagePool1d(Tensor, Window1d, boolean, boolean)", x -> AveragePool1d.averagePool1d(x[0], pairs, true, true),
                x -> as3d(means(as4d(x[0]), Shape.of(2, 3, 1, 5), pairs.asRow(), true, true)), Shape.of(2, 3, 5)));
        return cases;
    }

    private static OpCase maxPool2d(String what, Window2d window, Shape shape) {
        return OpCase.of("maxPool2d(Tensor, Window2d) " + what, x -> MaxPool2d.maxPool2d(x[0], window), x -> maxima(x[0], shape, window), shape);
    }

    private static DoubleTensor maxima(DoubleTensor x, Shape shape, Window2d window) {
        return maxima(x, shape, window, false);
    }

    private static DoubleTensor maxima(DoubleTensor x, Shape shape, Window2d window, boolean ceilMode) {
        return DoubleTensor.of(places(shape, shape.dimension(1), window, ceilMode), i -> {
            double largest = Double.NEGATIVE_INFINITY;
            for (int k = 0; k < window.height() * window.width(); k++) {
                largest = Math.max(largest, pixel(x, window, i, i[1], k, Double.NEGATIVE_INFINITY));
            }
            return largest;
        });
    }

    /* With all inputs differentiable it is three ops; with x frozen, which every case tries, it is one: their bits are compared. */
    private static OpCase block(Window2d window, Shape shape, int out) {
        Shape convolved = Shape.of(shape.dimension(0), out, window.outputHeight(shape.dimension(2)), window.outputWidth(shape.dimension(3)));
        return OpCase.of("convolutionBlock " + shape,
                x -> ConvolutionBlock.convolutionBlock(x[0], x[1], x[2], window, 1),
                x -> maxima(convolution(x[0], x[1], x[2], window, 1).map(v -> Math.max(v, 0)), convolved, Window2d.square(2).stride(2)),
                shape, Shape.of(out, shape.dimension(1), window.height(), window.width()), Shape.of(out));
    }

    private static OpCase averagePool2d(String what, Window2d window, boolean countIncludePadding, Shape shape) {
        return OpCase.of("averagePool2d(Tensor, Window2d, boolean) " + what, x -> AveragePool2d.averagePool2d(x[0], window, countIncludePadding),
                x -> means(x[0], shape, window, countIncludePadding), shape);
    }

    private static DoubleTensor means(DoubleTensor x, Shape shape, Window2d window, boolean countIncludePadding) {
        return means(x, shape, window, countIncludePadding, false);
    }

    private static DoubleTensor means(DoubleTensor x, Shape shape, Window2d window, boolean countIncludePadding, boolean ceilMode) {
        int size = window.height() * window.width();
        int above = countIncludePadding ? window.paddingHeight() : 0;
        int before = countIncludePadding ? window.paddingWidth() : 0;
        return DoubleTensor.of(places(shape, shape.dimension(1), window, ceilMode), i ->
                sum(size, k -> pixel(x, window, i, i[1], k, 0)) / sum(size, k -> {
                    int y = i[2] * window.strideHeight() - window.paddingHeight() + k / window.width() * window.dilationHeight();
                    int z = i[3] * window.strideWidth() - window.paddingWidth() + k % window.width() * window.dilationWidth();
                    return y >= -above && y < shape.dimension(2) + above && z >= -before && z < shape.dimension(3) + before ? 1 : 0;
                }));
    }

    private static OpCase conv2d(String what, Window2d window, int groups, Shape shape, int out) {
        return OpCase.of("conv2d(Tensor, Tensor, Tensor, Window2d, int) " + what,
                x -> Conv2d.conv2d(x[0], x[1], x[2], window, groups),
                x -> convolution(x[0], x[1], x[2], window, groups), shape,
                Shape.of(out, shape.dimension(1) / groups, window.height(), window.width()), Shape.of(out)).tolerance(4e-6, 1e-5);
    }

    private static DoubleTensor convolution(DoubleTensor x, DoubleTensor weight, DoubleTensor bias, Window2d window, int groups) {
        int out = weight.dimension(0);
        int channels = weight.dimension(1);
        int size = window.height() * window.width();
        return DoubleTensor.of(places(x.shape(), out, window), i -> {
            int firstChannel = i[1] / (out / groups) * channels;
            return (bias == null ? 0 : bias.get(i[1])) + sum(channels, c -> sum(size, k ->
                    weight.get(i[1], c, k / window.width(), k % window.width()) * pixel(x, window, i, firstChannel + c, k, 0)));
        });
    }

    private static Shape places(Shape image, int channels, Window2d window) {
        return places(image, channels, window, false);
    }

    private static Shape places(Shape image, int channels, Window2d window, boolean ceilMode) {
        return Shape.of(image.dimension(0), channels, window.outputHeight(image.dimension(2), ceilMode),
                window.outputWidth(image.dimension(3), ceilMode));
    }

    /* The pixel that element k of the window meets at the place that an output's index names. */
    private static double pixel(DoubleTensor x, Window2d window, int[] place, int channel, int k, double padding) {
        return x.getOr(padding, place[0], channel,
                place[2] * window.strideHeight() - window.paddingHeight() + k / window.width() * window.dilationHeight(),
                place[3] * window.strideWidth() - window.paddingWidth() + k % window.width() * window.dilationWidth());
    }
}
