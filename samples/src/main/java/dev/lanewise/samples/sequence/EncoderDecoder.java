package dev.lanewise.samples.sequence;

import static dev.lanewise.op.Concat.concat;
import static dev.lanewise.op.Slice.slice;

import dev.lanewise.layers.Embedding;
import dev.lanewise.layers.LanguageModel;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Linear;
import dev.lanewise.layers.Lstm;
import dev.lanewise.layers.LuongAttention;
import dev.lanewise.op.Tanh;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.random.RandomGenerator;

/**
 * From a question to an answer, token by token: an LSTM reads the question, another one begins where that ended and writes the answer,
 * and at each step it looks back at all steps of the first one (Luong, Pham and Manning, <i>Effective approaches to attention-based
 * neural machine translation</i>, EMNLP 2015: the score "general", and its equation 5).
 *
 * <p>Input {@code [batch, question + answer]}: the tokens of the question, then what comes before each token of the answer, which is the
 * true answer while it learns ("teacher forcing"). Output {@code [batch, answer, vocabulary]}: the scores of the answer's tokens.
 *
 * @param tokens a vector for each token
 * @param encoder reads the question
 * @param decoder writes the answer
 * @param attention from the decoder to the outputs of the encoder
 * @param mixing W of h̃ = tanh(W·[context; h])
 * @param head from h̃ to the scores
 * @param questionLength how many tokens each question has
 */
public record EncoderDecoder(Embedding tokens, Lstm encoder, Lstm decoder, LuongAttention attention, Linear mixing, Linear head,
        int questionLength) implements Layer {

    /** A model of this width for questions of this length. */
    public static EncoderDecoder of(int vocabulary, int width, int questionLength, RandomGenerator random) {
        return new EncoderDecoder(Embedding.of(vocabulary, width, random).dense(), Lstm.of(width, width, random), Lstm.of(width, width, random),
                LuongAttention.general(width, width, random), Linear.of(2 * width, width, random).withoutBias(),
                Linear.of(width, vocabulary, random), questionLength);
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor question = slice(x, 1, 0, questionLength);
        Tensor before = slice(x, 1, questionLength, x.dimension(1));
        Lstm.Output memory = encoder.run(tokens.forward(question), null, null);             // [batch, question, width]
        Lstm.Output written = decoder.run(tokens.forward(before), null, memory.state());    // [batch, answer, width]
        return scores(written.outputs(), memory.outputs());
    }

    /** The scores of the next token, for the outputs of the decoder and of the encoder. */
    Tensor scores(Tensor written, Tensor memory) {
        Tensor context = attention.forward(written, memory, null);
        return head.forward(Tanh.tanh(mixing.forward(concat(2, context, written))));        // [batch, steps, vocabulary]
    }

    @Override
    public Shape outputShape(Shape input) {
        return Shape.of(input.dimension(0), input.dimension(1) - questionLength, head.weight().dimension(0));
    }

    /** The decoder as a model that writes the answer to one question, after a token that marks the beginning. */
    public LanguageModel answering(int... question) {
        if (question.length != questionLength) {
            throw new IllegalArgumentException("encoder and decoder: expected a question of " + questionLength + " tokens, found "
                    + question.length);
        }
        return new Answering(this, IntTensor.wrap(Shape.of(1, question.length), question.clone()));
    }
}
