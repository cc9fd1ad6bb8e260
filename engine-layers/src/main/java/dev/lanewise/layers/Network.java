package dev.lanewise.layers;

import dev.lanewise.op.Interpolation;
import dev.lanewise.op.PaddingMode;
import dev.lanewise.op.Window2d;
import dev.lanewise.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * Puts a model together from the shape of its input; what each layer gets from the one before it follows from there.
 *
 * <pre>{@code
 * Sequential model = Network.input(1, 28, 28)
 *     .conv2d(32, 3).relu().maxPool2d(2)
 *     .residual(body -> body.conv2d(32, 3, conv -> conv.padding(1)).relu())
 *     .flatten().linear(128).relu().dropout(0.2).linear(10)
 *     .build(random);
 * }</pre>
 *
 * <p>The model is that of {@link Sequential#of} with the same layers, made in this order from the same generator, to the last bit. A
 * network is immutable: each method returns another one, so that a beginning can have several ends.
 */
public final class Network {

    /** Makes a layer for inputs of a shape. */
    @FunctionalInterface
    public interface Step {

        /**
         * The layer.
         *
         * @param input the shape of what it will get, with a batch of 1
         * @param random where its first values come from
         * @throws IllegalArgumentException if it cannot take such an input; the message says what it expects
         */
        Layer layer(Shape input, RandomGenerator random);
    }

    /** Goes on from a network: {@code body -> body.conv2d(32, 3).relu()}. */
    @FunctionalInterface
    public interface Part {

        /** The network with more layers. */
        Network after(Network beginning);
    }

    private record Named(String name, Step step) {}

    private static final Shape ANY = Shape.scalar();

    private final Shape input; // with a batch of 1; ANY inside another network
    private final List<Named> steps;

    private Network(Shape input, List<Named> steps) {
        this.input = input;
        this.steps = List.copyOf(steps);
    }

    /** Begins with examples of this shape, without the batch: {@code input(1, 28, 28)} for {@code [batch, 1, 28, 28]}. */
    public static Network input(int... dimensions) {
        int[] withBatch = new int[dimensions.length + 1];
        withBatch[0] = 1;
        System.arraycopy(dimensions, 0, withBatch, 1, dimensions.length);
        return new Network(Shape.of(withBatch), List.of());
    }

    /**
     * Makes the layers, in their order.
     *
     * @throws IllegalArgumentException if a layer cannot take what it gets; the message names the step, the shape there and what was
     *     expected
     */
    public Sequential build(RandomGenerator random) {
        if (input.equals(ANY)) {
            throw new IllegalArgumentException("network: only the whole is built; return the part from the function that it was given to");
        }
        try {
            return build(input, random);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("network: " + e.getMessage(), e);
        }
    }

    private Sequential build(Shape first, RandomGenerator random) {
        List<Layer> layers = new ArrayList<>();
        Shape shape = first;
        for (int i = 0; i < steps.size(); i++) {
            Named step = steps.get(i);
            try {
                Layer layer = step.step().layer(shape, random);
                layers.add(layer);
                shape = layer.outputShape(shape);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("step " + (i + 1) + ", " + step.name() + ", gets " + withBatch(shape) + ": "
                        + e.getMessage(), e);
            }
        }
        return new Sequential(layers);
    }

    private static String withBatch(Shape shape) {
        return shape.rank() == 0 ? "[]" : "[batch" + shape.toString().substring(2);
    }

    /** A layer of any kind that needs no number from its input, such as one of your own. */
    public Network layer(Layer layer) {
        return layer((shape, random) -> layer);
    }

    /** A layer of any kind, made for the input that it will get: {@code layer((input, random) -> Highway.of(input.dimension(1), random))}. */
    public Network layer(Step step) {
        return with("layer", step);
    }

    private Network with(String name, Step step) {
        List<Named> more = new ArrayList<>(steps);
        more.add(new Named(name, step));
        return new Network(input, more);
    }

    private Network with(String name, Layer layer) {
        return with(name, (shape, random) -> layer);
    }

    private static int features(Shape shape) {
        if (shape.rank() < 2) {
            throw new IllegalArgumentException("expected [batch, …, features]; give the input a dimension");
        }
        return shape.dimension(-1);
    }

    private static int channels(Shape shape) {
        if (shape.rank() < 2) {
            throw new IllegalArgumentException("expected [batch, channels, …]; give the input a dimension");
        }
        return shape.dimension(1);
    }

    private static int imageChannels(Shape shape) {
        if (shape.rank() != 4) {
            throw new IllegalArgumentException("expected images [batch, channels, height, width]; unflatten or reshape what comes before");
        }
        return shape.dimension(1);
    }

    private static int sequenceChannels(Shape shape) {
        if (shape.rank() != 3) {
            throw new IllegalArgumentException("expected sequences [batch, channels, length]; unflatten or reshape what comes before");
        }
        return shape.dimension(1);
    }

    /** A {@link Linear} layer with so many outputs. */
    public Network linear(int out) {
        return with("linear(" + out + ")", (shape, random) -> Linear.of(features(shape), out, random));
    }

    /** A {@link Linear} layer with so many outputs, weights from an initializer and biases of 0. */
    public Network linear(int out, Initializer initializer) {
        return with("linear(" + out + ")", (shape, random) -> Linear.of(features(shape), out, initializer, random));
    }

    /** An {@link Embedding} of so many ids, each a vector of this width. */
    public Network embedding(int rows, int width) {
        return embedding(rows, width, embedding -> embedding);
    }

    /** An {@link Embedding} and what else is asked of it: {@code embedding(5000, 64, words -> words.padding(0))}. */
    public Network embedding(int rows, int width, UnaryOperator<Embedding> options) {
        return with("embedding(" + rows + ", " + width + ")", (shape, random) -> options.apply(Embedding.of(rows, width, random)));
    }

    private static int sequenceFeatures(Shape shape) {
        if (shape.rank() != 3) {
            throw new IllegalArgumentException("expected sequences [batch, time, features]; begin with ids and an embedding, or give the input two "
                    + "dimensions");
        }
        return shape.dimension(2);
    }

    /** An {@link Lstm} of one layer with so many units. */
    public Network lstm(int hidden) {
        return lstm(hidden, 1, false);
    }

    /** An {@link Lstm} of several layers, in one or both directions. */
    public Network lstm(int hidden, int layers, boolean bidirectional) {
        return with("lstm(" + hidden + ")",
                (shape, random) -> Lstm.of(sequenceFeatures(shape), hidden, layers, bidirectional, random));
    }

    /** A {@link Conv2d} with so many square filters, which move by one pixel without padding. */
    public Network conv2d(int out, int kernel) {
        return conv2d(out, kernel, conv -> conv);
    }

    /** A {@link Conv2d} with square filters and what else is asked of it: {@code conv2d(64, 3, conv -> conv.stride(2).padding(1))}. */
    public Network conv2d(int out, int kernel, UnaryOperator<Conv2d> options) {
        return with("conv2d(" + out + ", " + kernel + ")",
                (shape, random) -> options.apply(Conv2d.of(imageChannels(shape), out, kernel, random)));
    }

    /** A {@link Conv2d} with filters of any form, in groups. */
    public Network conv2d(int out, Window2d window, int groups) {
        return with("conv2d(" + out + ", " + window.height() + "×" + window.width() + ")",
                (shape, random) -> Conv2d.of(imageChannels(shape), out, window, groups, random));
    }

    /** A {@link ConvTranspose2d} with so many square filters. */
    public Network convTranspose2d(int out, int kernel) {
        return convTranspose2d(out, kernel, conv -> conv);
    }

    /** A {@link ConvTranspose2d} with so many square filters and what else is asked of it. */
    public Network convTranspose2d(int out, int kernel, UnaryOperator<ConvTranspose2d> options) {
        return with("convTranspose2d(" + out + ", " + kernel + ")",
                (shape, random) -> options.apply(ConvTranspose2d.of(imageChannels(shape), out, kernel, random)));
    }

    /** A {@link Conv1d} with so many filters. */
    public Network conv1d(int out, int kernel) {
        return conv1d(out, kernel, conv -> conv);
    }

    /** A {@link Conv1d} with so many filters and what else is asked of it. */
    public Network conv1d(int out, int kernel, UnaryOperator<Conv1d> options) {
        return with("conv1d(" + out + ", " + kernel + ")",
                (shape, random) -> options.apply(Conv1d.of(sequenceChannels(shape), out, kernel, random)));
    }

    /** A {@link ConvTranspose1d} with so many filters. */
    public Network convTranspose1d(int out, int kernel) {
        return convTranspose1d(out, kernel, conv -> conv);
    }

    /** A {@link ConvTranspose1d} with so many filters and what else is asked of it. */
    public Network convTranspose1d(int out, int kernel, UnaryOperator<ConvTranspose1d> options) {
        return with("convTranspose1d(" + out + ", " + kernel + ")",
                (shape, random) -> options.apply(ConvTranspose1d.of(sequenceChannels(shape), out, kernel, random)));
    }

    /** A {@link MaxPool2d} with square windows side by side. */
    public Network maxPool2d(int size) {
        return maxPool2d(size, pool -> pool);
    }

    /** A {@link MaxPool2d} with square windows and what else is asked of it: {@code maxPool2d(3, pool -> pool.stride(2).padding(1))}. */
    public Network maxPool2d(int size, UnaryOperator<MaxPool2d> options) {
        return with("maxPool2d(" + size + ")", (shape, random) -> options.apply(new MaxPool2d(size)));
    }

    /** An {@link AveragePool2d} with square windows side by side. */
    public Network averagePool2d(int size) {
        return averagePool2d(size, pool -> pool);
    }

    /** An {@link AveragePool2d} with square windows and what else is asked of it. */
    public Network averagePool2d(int size, UnaryOperator<AveragePool2d> options) {
        return with("averagePool2d(" + size + ")", (shape, random) -> options.apply(new AveragePool2d(size)));
    }

    /** A {@link MaxPool1d} with windows side by side. */
    public Network maxPool1d(int size) {
        return maxPool1d(size, pool -> pool);
    }

    /** A {@link MaxPool1d} with windows and what else is asked of it. */
    public Network maxPool1d(int size, UnaryOperator<MaxPool1d> options) {
        return with("maxPool1d(" + size + ")", (shape, random) -> options.apply(new MaxPool1d(size)));
    }

    /** An {@link AveragePool1d} with windows side by side. */
    public Network averagePool1d(int size) {
        return averagePool1d(size, pool -> pool);
    }

    /** An {@link AveragePool1d} with windows and what else is asked of it. */
    public Network averagePool1d(int size, UnaryOperator<AveragePool1d> options) {
        return with("averagePool1d(" + size + ")", (shape, random) -> options.apply(new AveragePool1d(size)));
    }

    /** An {@link AdaptiveAveragePool1d} to this length. */
    public Network adaptiveAveragePool1d(int length) {
        return with("adaptiveAveragePool1d(" + length + ")", (shape, random) -> new AdaptiveAveragePool1d(length));
    }

    /** An {@link AdaptiveAveragePool2d} to images as high as wide. */
    public Network adaptiveAveragePool2d(int size) {
        return with("adaptiveAveragePool2d(" + size + ")", (shape, random) -> new AdaptiveAveragePool2d(size));
    }

    /** An {@link AdaptiveMaxPool2d} to images as high as wide. */
    public Network adaptiveMaxPool2d(int size) {
        return with("adaptiveMaxPool2d(" + size + ")", (shape, random) -> new AdaptiveMaxPool2d(size));
    }

    /** A {@link GlobalAveragePool}. */
    public Network globalAveragePool() {
        return with("globalAveragePool", new GlobalAveragePool());
    }

    /** A {@link GlobalMaxPool}. */
    public Network globalMaxPool() {
        return with("globalMaxPool", new GlobalMaxPool());
    }

    /** An {@link Upsample1d} that repeats each place so many times. */
    public Network upsample1d(int factor) {
        return with("upsample1d(" + factor + ")", (shape, random) -> new Upsample1d(factor));
    }

    /** An {@link Upsample2d} that repeats each pixel so many times in both directions. */
    public Network upsample2d(int factor) {
        return upsample2d(factor, Interpolation.NEAREST);
    }

    /** An {@link Upsample2d} by a factor in both directions. */
    public Network upsample2d(int factor, Interpolation interpolation) {
        return with("upsample2d(" + factor + ")", (shape, random) -> new Upsample2d(factor, interpolation));
    }

    /** A {@link Pad1d} at both ends. */
    public Network pad1d(int padding, PaddingMode mode) {
        return with("pad1d(" + padding + ")", (shape, random) -> new Pad1d(padding, mode));
    }

    /** A {@link Pad2d} at all sides. */
    public Network pad2d(int padding, PaddingMode mode) {
        return with("pad2d(" + padding + ")", (shape, random) -> new Pad2d(padding, mode));
    }

    /** A {@link BatchNorm2d}. */
    public Network batchNorm2d() {
        return with("batchNorm2d", (shape, random) -> BatchNorm2d.of(imageChannels(shape)));
    }

    /** A {@link BatchNorm1d}. */
    public Network batchNorm1d() {
        return with("batchNorm1d", (shape, random) -> BatchNorm1d.of(channels(shape)));
    }

    /** A {@link LayerNorm} over the innermost dimension. */
    public Network layerNorm() {
        return with("layerNorm", (shape, random) -> LayerNorm.of(features(shape)));
    }

    /** An {@link RmsNorm} over the innermost dimension. */
    public Network rmsNorm() {
        return with("rmsNorm", (shape, random) -> RmsNorm.of(features(shape)));
    }

    /** A {@link GroupNorm} of so many groups of channels. */
    public Network groupNorm(int groups) {
        return with("groupNorm(" + groups + ")", (shape, random) -> GroupNorm.of(groups, channels(shape)));
    }

    /** An {@link InstanceNorm1d}. */
    public Network instanceNorm1d() {
        return with("instanceNorm1d", (shape, random) -> InstanceNorm1d.of(sequenceChannels(shape)));
    }

    /** An {@link InstanceNorm2d}. */
    public Network instanceNorm2d() {
        return with("instanceNorm2d", (shape, random) -> InstanceNorm2d.of(imageChannels(shape)));
    }

    /** {@link Dropout} with this probability. */
    public Network dropout(double probability) {
        return with("dropout(" + probability + ")", (shape, random) -> Dropout.of(probability, random));
    }

    /** {@link Dropout1d} of whole channels with this probability. */
    public Network dropout1d(double probability) {
        return with("dropout1d(" + probability + ")", (shape, random) -> Dropout1d.of(probability, random));
    }

    /** {@link Dropout2d} of whole channels with this probability. */
    public Network dropout2d(double probability) {
        return with("dropout2d(" + probability + ")", (shape, random) -> Dropout2d.of(probability, random));
    }

    /** A {@link Standardize} layer. */
    public Network standardize(float mean, float deviation) {
        return with("standardize(" + mean + ", " + deviation + ")", (shape, random) -> new Standardize(mean, deviation));
    }

    /** A {@link Flatten} layer. */
    public Network flatten() {
        return with("flatten", new Flatten());
    }

    /** A {@link Reshape} to {@code [batch, lengths…]}. */
    public Network reshape(int... lengths) {
        return with("reshape(" + shown(lengths) + ")", (shape, random) -> Reshape.of(lengths));
    }

    /** An {@link Unflatten} of one dimension. */
    public Network unflatten(int axis, int... lengths) {
        return with("unflatten(" + axis + ", " + shown(lengths) + ")", (shape, random) -> Unflatten.of(axis, lengths));
    }

    /** A {@link Permute} of the dimensions, the batch being 0. */
    public Network permute(int... axes) {
        return with("permute(" + shown(axes) + ")", (shape, random) -> Permute.of(axes));
    }

    private static String shown(int... numbers) {
        String list = Arrays.toString(numbers);
        return list.substring(1, list.length() - 1);
    }

    /** A {@link Residual} around the layers that {@code body} adds to the network it is given. */
    public Network residual(Part body) {
        Network inner = part(body);
        return with("residual", (shape, random) -> new Residual(inner.build(shape, random), null));
    }

    /** A {@link Residual} with a shortcut that changes the shape as the body does. */
    public Network residual(Part body, Part shortcut) {
        Network inner = part(body);
        Network projection = part(shortcut);
        return with("residual",
                (shape, random) -> new Residual(inner.build(shape, random), projection.build(shape, random)));
    }

    /** A {@link Concat} of the channels of these branches, each of which adds layers to the network it is given. */
    public Network concat(Part... branches) {
        List<Network> parts = Arrays.stream(branches).map(Network::part).toList();
        return with("concat", (shape, random) -> new Concat(parts.stream().<Layer>map(part -> part.build(shape, random)).toList(), 1));
    }

    private static Network part(Part part) {
        Network inner = part.after(new Network(ANY, List.of()));
        if (!inner.input.equals(ANY)) {
            throw new IllegalArgumentException("network: a part must go on from the network that it is given; found one with an input "
                    + "of its own");
        }
        return inner;
    }

    /** An {@link Identity} layer. */
    public Network identity() {
        return with("identity", new Identity());
    }

    /** A {@link Relu}. */
    public Network relu() {
        return with("relu", new Relu());
    }

    /** A {@link Relu6}. */
    public Network relu6() {
        return with("relu6", new Relu6());
    }

    /** A {@link LeakyRelu} with this slope below zero. */
    public Network leakyRelu(float slope) {
        return with("leakyRelu(" + slope + ")", new LeakyRelu(slope));
    }

    /** A {@link LeakyRelu}. */
    public Network leakyRelu() {
        return with("leakyRelu", new LeakyRelu());
    }

    /** An {@link Elu}. */
    public Network elu() {
        return with("elu", new Elu());
    }

    /** A {@link Selu}. */
    public Network selu() {
        return with("selu", new Selu());
    }

    /** A {@link Gelu}. */
    public Network gelu() {
        return with("gelu", new Gelu());
    }

    /** A {@link GeluTanh}. */
    public Network geluTanh() {
        return with("geluTanh", new GeluTanh());
    }

    /** A {@link Silu}. */
    public Network silu() {
        return with("silu", new Silu());
    }

    /** A {@link Mish}. */
    public Network mish() {
        return with("mish", new Mish());
    }

    /** A {@link Softplus}. */
    public Network softplus() {
        return with("softplus", new Softplus());
    }

    /** A {@link Softsign}. */
    public Network softsign() {
        return with("softsign", new Softsign());
    }

    /** A {@link Sigmoid}. */
    public Network sigmoid() {
        return with("sigmoid", new Sigmoid());
    }

    /** A {@link LogSigmoid}. */
    public Network logSigmoid() {
        return with("logSigmoid", new LogSigmoid());
    }

    /** A {@link Tanh}. */
    public Network tanh() {
        return with("tanh", new Tanh());
    }

    /** A {@link HardSigmoid}. */
    public Network hardSigmoid() {
        return with("hardSigmoid", new HardSigmoid());
    }

    /** A {@link HardSwish}. */
    public Network hardSwish() {
        return with("hardSwish", new HardSwish());
    }

    /** A {@link HardTanh}. */
    public Network hardTanh() {
        return with("hardTanh", new HardTanh());
    }

    /** A {@link Prelu} with one slope. */
    public Network prelu() {
        return with("prelu", (shape, random) -> Prelu.of());
    }

    /** A {@link Prelu} with a slope for each channel. */
    public Network preluOfChannels() {
        return with("preluOfChannels", (shape, random) -> Prelu.of(channels(shape)));
    }

    /** A {@link Softmax} along the innermost axis. */
    public Network softmax() {
        return softmax(-1);
    }

    /** A {@link Softmax} along an axis, the batch being 0. */
    public Network softmax(int axis) {
        return with("softmax(" + axis + ")", new Softmax(axis));
    }

    /** A {@link LogSoftmax} along the innermost axis. */
    public Network logSoftmax() {
        return logSoftmax(-1);
    }

    /** A {@link LogSoftmax} along an axis, the batch being 0. */
    public Network logSoftmax(int axis) {
        return with("logSoftmax(" + axis + ")", new LogSoftmax(axis));
    }

    /** A {@link Glu} along the innermost axis. */
    public Network glu() {
        return glu(-1);
    }

    /** A {@link Glu} along an axis, the batch being 0. */
    public Network glu(int axis) {
        return with("glu(" + axis + ")", new Glu(axis));
    }
}
