package dev.lanewise.layers;

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
public final class Network extends RecurrentSteps {

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

    /** What else is asked of a layer, with the generator that its first values come from: {@code (lstm, random) -> lstm.dropout(0.2, random)}. */
    @FunctionalInterface
    public interface Options<L extends Layer> {

        /** The layer as it is wanted. */
        L of(L layer, RandomGenerator random);
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

    @Override
    Network with(String name, Step step) {
        List<Named> more = new ArrayList<>(steps);
        more.add(new Named(name, step));
        return new Network(input, more);
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

    /**
     * A {@link RecurrentClassifier} of padded ids: an embedding with padding 0, an LSTM in both directions, and the layers that {@code head}
     * adds for its last states, {@code [batch, 2·hidden]}.
     */
    public Network recurrentClassifier(int ids, int width, int hidden, Part head) {
        Network inner = part(head);
        return with("recurrentClassifier(" + ids + ", " + width + ", " + hidden + ")", (shape, random) -> new RecurrentClassifier(
                Embedding.of(ids, width, random).padding(0), Lstm.of(width, hidden, 1, true, random),
                inner.build(Shape.of(1, 2 * hidden), random)));
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
        return concat(1, branches);
    }

    /** A {@link Concat} of these branches along an axis, the batch being 0 and −1 the innermost. */
    public Network concat(int axis, Part... branches) {
        List<Network> parts = Arrays.stream(branches).map(Network::part).toList();
        return with("concat", (shape, random) -> new Concat(parts.stream().<Layer>map(part -> part.build(shape, random)).toList(), axis));
    }

    private static Network part(Part part) {
        Network inner = part.after(new Network(ANY, List.of()));
        if (!inner.input.equals(ANY)) {
            throw new IllegalArgumentException("network: a part must go on from the network that it is given; found one with an input "
                    + "of its own");
        }
        return inner;
    }
}
