package dev.lanewise.layers;

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

    /**
     * The scores of the classes.
     *
     * @throws IllegalArgumentException if the input is not {@code [batch, time]} of ids
     */
    @Override
    public Tensor forward(Tensor ids) {
        TokenIds.check("recurrent classifier", ids.shape());
        return forward(TokenIds.of("recurrent classifier", ids));
    }

    /**
     * The scores of the classes.
     *
     * @throws IllegalArgumentException if the ids are not {@code [batch, time]}, or not those of the embedding
     */
    public Tensor forward(IntTensor ids) {
        TokenIds.check("recurrent classifier", ids.shape());
        IntTensor lengths = TokenIds.lengths(ids, embedding.padding());
        return head.forward(encoder.lastStates(embedding.forward(TokenIds.longest(ids, lengths)), lengths));
    }

    @Override
    public Shape outputShape(Shape input) {
        TokenIds.check("recurrent classifier", input);
        return head.outputShape(Shape.of(input.dimension(0), encoder.directions() * encoder.hiddenUnits()));
    }

    @Override
    public long flops(Shape input) {
        TokenIds.check("recurrent classifier", input);
        return encoder.flops(embedding.outputShape(input))
                + head.flops(Shape.of(input.dimension(0), encoder.directions() * encoder.hiddenUnits()));
    }

    @Override
    public @Nullable Features provides(@Nullable Features input) {
        return head.provides(Features.innermost(encoder.directions() * encoder.hiddenUnits()));
    }
}
