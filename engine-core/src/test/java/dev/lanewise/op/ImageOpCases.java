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
        cases.addAll(List.of(
                block(Window2d.square(3), Shape.of(3, 1, 9, 13), 5),
                block(Window2d.square(3).padding(1), Shape.of(2, 3, 7, 11), 5),
                block(Window2d.square(5), Shape.of(2, 1, 17, 12), 3),
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

    private static List<OpCase> poolings() {
        Window2d halving = Window2d.square(2).stride(2);
        List<OpCase> cases = new ArrayList<>();
        for (Shape shape : List.of(Shape.of(2, 3, 4, 6), Shape.of(2, 3, 5, 7), Shape.of(1, 2, 6, 26), Shape.of(1, 2, 2, 37),
                Shape.of(1, 1, 3, 67))) {
            cases.add(maxPool2d("halving " + shape, halving, shape));
        }
        cases.addAll(List.of(
                maxPool2d("3×3 stride 2", Window2d.square(3).stride(2).padding(1), Shape.of(2, 3, 7, 5)),
                maxPool2d("dilation 2", Window2d.square(2).dilation(2), Shape.of(2, 3, 5, 7)),
                maxPool2d("uneven", UNEVEN, Shape.of(2, 3, 7, 5)),
                averagePool2d("2×2", halving, true, Shape.of(2, 3, 5, 7)),
                averagePool2d("3×3 stride 2", Window2d.square(3).stride(2).padding(1), true, Shape.of(2, 3, 7, 5)),
                averagePool2d("3×3 stride 2, padding not counted", Window2d.square(3).stride(2).padding(1), false, Shape.of(2, 3, 7, 5)),
                averagePool2d("uneven, padding not counted", UNEVEN, false, Shape.of(2, 3, 7, 5)),
                averagePool2d("whole image", new Window2d(5, 7, 1, 1, 0, 0, 1, 1), true, Shape.of(2, 3, 5, 7))));
        return cases;
    }

    private static OpCase maxPool2d(String what, Window2d window, Shape shape) {
        return OpCase.of("maxPool2d " + what, x -> MaxPool2d.maxPool2d(x[0], window), x -> maxima(x[0], shape, window), shape);
    }

    private static DoubleTensor maxima(DoubleTensor x, Shape shape, Window2d window) {
        return DoubleTensor.of(places(shape, shape.dimension(1), window), i -> {
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
        int size = window.height() * window.width();
        DoubleTensor ones = DoubleTensor.of(shape, i -> 1);
        return OpCase.of("averagePool2d " + what, x -> AveragePool2d.averagePool2d(x[0], window, countIncludePadding),
                x -> DoubleTensor.of(places(shape, shape.dimension(1), window), i ->
                        sum(size, k -> pixel(x[0], window, i, i[1], k, 0))
                                / (countIncludePadding ? size : sum(size, k -> pixel(ones, window, i, i[1], k, 0)))), shape);
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
        return Shape.of(image.dimension(0), channels, window.outputHeight(image.dimension(2)), window.outputWidth(image.dimension(3)));
    }

    /* The pixel that element k of the window meets at the place that an output's index names. */
    private static double pixel(DoubleTensor x, Window2d window, int[] place, int channel, int k, double padding) {
        return x.getOr(padding, place[0], channel,
                place[2] * window.strideHeight() - window.paddingHeight() + k / window.width() * window.dilationHeight(),
                place[3] * window.strideWidth() - window.paddingWidth() + k % window.width() * window.dilationWidth());
    }
}
