package dev.lanewise.layers;

import static dev.lanewise.op.Embedding.NO_PADDING;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Classifies sequences of ids, such as the words of a text: {@code [batch, time] → [batch, classes]}. The ids are whole numbers in a float
 * tensor. Those at the end that are the embedding's padding are left out: they cost nothing, and a text has the same bits however much it is
 * padded. The head takes the last states of all directions side by side, {@code [batch, directions·hidden]}.
 *
 * @param embedding a vector for each id
 * @param encoder what reads the vectors
 * @param head what becomes of the last states
 */
public record RecurrentClassifier(Embedding embedding, Recurrent encoder, Layer head) implements Layer {

    /**
     * Checks that the parts fit.
     *
     * @throws IllegalArgumentException if the encoder takes other vectors than the embedding gives
     */
    public RecurrentClassifier {
        int width = embedding.weight().dimension(1);
        int in = encoder.layers().get(0).in();
        if (width != in) {
            throw new IllegalArgumentException("recurrent classifier: the embedding gives vectors of " + width + ", the encoder takes " + in
                    + "; make the two numbers equal");
        }
    }

    /** An LSTM in both directions between an embedding, whose padding is id 0, and a linear layer. */
    public static RecurrentClassifier of(int ids, int width, int hidden, int classes, RandomGenerator random) {
        return new RecurrentClassifier(Embedding.of(ids, width, random).padding(0), Lstm.of(width, hidden, 1, true, random),
                Linear.of(2 * hidden, classes, random));
    }

    @Override
    public Tensor forward(Tensor x) {
        checkInput(x.shape());
        return head.forward(encoder.lastStates(embedding.forward(x), lengths(x)));
    }

    /* Where the padding at the end of each sequence begins. */
    private @Nullable IntTensor lengths(Tensor x) {
        if (embedding.padding() == NO_PADDING) {
            return null;
        }
        int time = x.dimension(1);
        int[] lengths = new int[x.dimension(0)];
        for (int row = 0; row < lengths.length; row++) {
            int length = time;
            while (length > 0 && x.array()[row * time + length - 1] == embedding.padding()) {
                length--;
            }
            lengths[row] = length;
        }
        return IntTensor.wrap(Shape.of(lengths.length), lengths);
    }

    private static void checkInput(Shape input) {
        if (input.rank() != 2) {
            throw new IllegalArgumentException("recurrent classifier: expected ids [batch, time], found " + input
                    + (input.rank() == 1 ? "; did you leave out the batch?" : ""));
        }
    }

    @Override
    public Shape outputShape(Shape input) {
        checkInput(input);
        return head.outputShape(Shape.of(input.dimension(0), encoder.directions() * encoder.hiddenUnits()));
    }

    @Override
    public long flops(Shape input) {
        checkInput(input);
        return encoder.flops(embedding.outputShape(input))
                + head.flops(Shape.of(input.dimension(0), encoder.directions() * encoder.hiddenUnits()));
    }

    @Override
    public @Nullable Features provides(@Nullable Features input) {
        return head.provides(Features.innermost(encoder.directions() * encoder.hiddenUnits()));
    }
}
